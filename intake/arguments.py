"""The command line of the intake, parsed."""

import argparse
from collections.abc import Sequence
from typing import NoReturn

from intake.domain import STAFF, CaseState
from intake.wording import Wording


class BadUsage(Exception):
    """The command line is not one of the commands."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadUsage(message)


def parse(arguments: Sequence[str] | None, wording: Wording) -> argparse.Namespace:
    """Return the parsed command line (sys.argv when None); raises BadUsage, and SystemExit after --help."""
    parser = _Parser(prog="python -m intake", description=wording.texts("command.description"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="list|show|tickets|staff|upgrade")
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
    return parser.parse_args(arguments)


def _add_staff(parser: argparse.ArgumentParser, wording: Wording) -> None:
    commands = parser.add_subparsers(dest="staff_command", required=True, metavar="add|reset")
    adding = commands.add_parser("add", help=wording.texts("command.staff_add"))
    resetting = commands.add_parser("reset", help=wording.texts("command.staff_reset"))
    for command in (adding, resetting):
        command.add_argument("name", help=wording.texts("command.name"))
    roles = sorted(role.value for role in STAFF)
    adding.add_argument("--role", required=True, choices=roles, help=wording.texts("command.role"))
    adding.add_argument("--region", default="", help=wording.texts("command.region"))


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("1 or more")
    return number
