"""The command line of the intake, parsed."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from intake.domain import STAFF, CaseState
from intake.importing import ImportKind
from intake.wording import Wording

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction["_Parser"]

_NAMES = "list|show|tickets|staff|import|template|escalate|audit|retention|rotate-keys|upgrade"


class BadUsage(Exception):
    """The command line is not one of the commands."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadUsage(message)


def parse(arguments: Sequence[str] | None, wording: Wording) -> argparse.Namespace:
    """Return the parsed command line (sys.argv when None); raises BadUsage, and SystemExit after --help."""
    parser = _Parser(prog="python -m intake", description=wording.texts("command.description"))
    commands = parser.add_subparsers(dest="command", required=True, metavar=_NAMES)
    listing = commands.add_parser("list", help=wording.texts("command.list"))
    listing.add_argument("--state", choices=[state.value for state in CaseState], help=wording.texts("command.state"))
    showing = commands.add_parser("show", help=wording.texts("command.show"))
    showing.add_argument("number", help=wording.texts("command.number"))
    waiting = commands.add_parser("tickets", help=wording.texts("command.tickets"))
    for command in (listing, waiting):
        command.add_argument("--limit", type=_positive, default=1000, help=wording.texts("command.limit"))
    for command in (listing, showing, waiting):
        command.add_argument("--json", action="store_true", help=wording.texts("command.json"))
    commands.add_parser("upgrade", help=wording.texts("command.upgrade"))
    _add_staff(commands.add_parser("staff", help=wording.texts("command.staff")), wording)
    _add_imports(commands, wording)
    _add_jobs(commands, wording)
    return parser.parse_args(arguments)


def _add_imports(commands: "_Commands", wording: Wording) -> None:
    importing = commands.add_parser("import", help=wording.texts("command.import"))
    template = commands.add_parser("template", help=wording.texts("command.template"))
    for command in (importing, template):
        command.add_argument("kind", choices=[kind.value for kind in ImportKind], help=wording.texts("command.kind"))
        command.add_argument("file", type=Path, help=wording.texts("command.file"))
    importing.add_argument("--staff", required=True, help=wording.texts("command.name"))


def _add_jobs(commands: "_Commands", wording: Wording) -> None:
    commands.add_parser("escalate", help=wording.texts("command.escalate"))
    keeping = commands.add_parser("retention", help=wording.texts("command.retention"))
    keeping.add_argument("--dry-run", action="store_true", help=wording.texts("command.dry_run"))
    rotating = commands.add_parser("rotate-keys", help=wording.texts("command.rotate"))
    rotating.add_argument("--new", action="store_true", help=wording.texts("command.new_key"))
    log = commands.add_parser("audit", help=wording.texts("command.audit"))
    logged = log.add_subparsers(dest="audit_command", required=True, metavar="verify")
    verifying = logged.add_parser("verify", help=wording.texts("command.audit_verify"))
    verifying.add_argument("--noted", help=wording.texts("command.noted"))


def _add_staff(parser: argparse.ArgumentParser, wording: Wording) -> None:
    commands = parser.add_subparsers(dest="staff_command", required=True, metavar="add|reset|second-factor-off")
    adding = commands.add_parser("add", help=wording.texts("command.staff_add"))
    resetting = commands.add_parser("reset", help=wording.texts("command.staff_reset"))
    dropping = commands.add_parser("second-factor-off", help=wording.texts("command.factor_off"))
    for command in (adding, resetting, dropping):
        command.add_argument("name", help=wording.texts("command.name"))
    roles = sorted(role.value for role in STAFF)
    adding.add_argument("--role", required=True, choices=roles, help=wording.texts("command.role"))
    adding.add_argument("--region", default="", help=wording.texts("command.region"))


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("1 or more")
    return number
