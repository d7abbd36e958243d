"""The intake on the command line; python -m intake --help names the commands.

Exit codes: 0 done, 1 refused, 2 the command is wrong, 3 no such case or account, 4 database or keys cannot be used.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import storage.migrate
from intake.arguments import BadUsage, parse
from intake.build import build
from intake.desk import IntakeDesk
from intake.domain import CaseState, Role
from intake.errors import DatabaseProblem, IntakeBusy, IntakeError, KeyProblem, UnknownCase, UnknownStaff
from intake.keys import add_key
from intake.office_commands import COMMANDS, template
from intake.printing import case_json, case_row_json, case_table, case_text, plain, ticket_text
from intake.settings import IntakeSettings
from intake.wording import Wording
from storage.engine import open_engine
from storage.errors import StorageError
from storage.settings import StorageSettings

_Command = Callable[[IntakeDesk, argparse.Namespace, Wording], None]
_DONE, _REFUSED, _USAGE, _UNKNOWN, _UNAVAILABLE = range(5)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what went wrong is said in Chinese on stderr."""
    wording = Wording.load()
    try:
        return _run(parse(arguments, wording), wording)
    except BadUsage as error:
        print(wording.texts("command.usage", detail=error), file=sys.stderr)
        return _USAGE
    except (IntakeError, StorageError) as error:
        print(wording.error(error), file=sys.stderr)
        return _exit_code(error)


def _run(asked: argparse.Namespace, wording: Wording) -> int:
    if asked.command == "upgrade":
        storage.migrate.upgrade(open_engine(StorageSettings().database_url))
        print(wording.texts("command.upgraded"))
        return _DONE
    if asked.command == "template":
        print(template(asked, wording))
        return _DONE
    if asked.command == "rotate-keys" and asked.new:
        add_key(IntakeSettings())
    desk = build()
    if not desk.is_ready():
        print(wording.texts("error.not_upgraded"), file=sys.stderr)
        return _UNAVAILABLE
    if asked.command in COMMANDS:
        print(COMMANDS[asked.command](desk, asked, wording))
    else:
        _COMMANDS[asked.command](desk, asked, wording)
    return _DONE


def _list(desk: IntakeDesk, asked: argparse.Namespace, wording: Wording) -> None:
    rows = desk.queue(asked.limit, state=CaseState(asked.state)) if asked.state else desk.everything(asked.limit)
    print(_json([case_row_json(row) for row in rows]) if asked.json else case_table(rows, wording))


def _show(desk: IntakeDesk, asked: argparse.Namespace, wording: Wording) -> None:
    file = desk.case(asked.number)
    print(_json(case_json(file)) if asked.json else case_text(file, wording))


def _tickets(desk: IntakeDesk, asked: argparse.Namespace, wording: Wording) -> None:
    tickets = desk.tickets(asked.limit)
    print(_json([plain(asdict(ticket)) for ticket in tickets]) if asked.json else ticket_text(tickets, wording))


def _staff(desk: IntakeDesk, asked: argparse.Namespace, wording: Wording) -> None:
    if asked.staff_command == "second-factor-off":
        desk.second_factor.drop(asked.name)
        print(wording.texts("command.factor_dropped", name=asked.name))
        return
    if asked.staff_command == "add":
        password = desk.staff.add(asked.name, Role(asked.role), asked.region)
    else:
        password = desk.staff.reset(asked.name)
    print(wording.texts("command.password", name=asked.name, password=password))


_COMMANDS: Mapping[str, _Command] = {
    "list": _list,
    "show": _show,
    "tickets": _tickets,
    "staff": _staff,
}


def _exit_code(error: Exception) -> int:
    if isinstance(error, UnknownCase | UnknownStaff):
        return _UNKNOWN
    if isinstance(error, IntakeBusy | KeyProblem | DatabaseProblem | StorageError):
        return _UNAVAILABLE
    return _REFUSED


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    sys.exit(main())
