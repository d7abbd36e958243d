"""The county's rules: what there is to edit, what was changed by whom, and how each form is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.forms import Form, Forms
from console.gate import office_of
from console.pages import Pages
from intake.desk import IntakeDesk
from intake.errors import BadRuleFile, RuleChanged
from intake.office import Office
from intake.rights import Right
from intake.rulebook import RuleName, Table
from intake.ruling import Edited
from intake.wording import Wording


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a form was not saved."""

    status: int
    problem: str


class RulePages:
    """The overview and the history; the forms of the three tables save through here."""

    def __init__(self, desk: IntakeDesk, pages: Pages, wording: Wording) -> None:
        self._desk, self._pages, self._wording = desk, pages, wording

    def routes(self, forms: Forms) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [Route("/rules", self.show), Route("/rules/history/{name}", self.history)]

    async def show(self, request: Request) -> Response:
        """Show what may be edited, and which years of holidays are missing; raises NotYourRight."""
        self.need(request)
        missing = await run_in_threadpool(self._desk.ruling.missing_years)
        saved = request.query_params.get("done") == "saved"
        notice = self._pages.texts("done.rules") if saved else ""
        return self._pages.page(request, "rules.html", names=tuple(RuleName), missing=missing, notice=notice)

    async def history(self, request: Request) -> Response:
        """Show the editions of a table with what each changed; raises NotYourRight, HTTPException (404)."""
        self.need(request)
        try:
            name = RuleName(request.path_params["name"])
        except ValueError as error:
            raise HTTPException(404) from error
        editions = await run_in_threadpool(self._desk.ruling.history, name)
        told = [(one.edition, self._told(one)) for one in editions]
        return self._pages.page(request, "rule_history.html", name=name, editions=told)

    def need(self, request: Request) -> Office:
        """Return the office of whoever may edit rules; raises NotYourRight."""
        office = office_of(request, self._desk)
        office.need(Right.RULES)
        return office

    async def table(self, name: RuleName) -> tuple[Table, int]:
        """Return a table in force with the number of its edition; raises IntakeBusy."""
        table = await run_in_threadpool(self._desk.ruling.table, name)
        return table, self._desk.ruling.number(name)

    async def save(self, office: Office, name: RuleName, table: Mapping[str, Any], form: Form) -> Refused | None:
        """Put a table in force, or return why not; `form` tells which edition was seen. Raises IntakeBusy."""
        seen = form.get("seen", "")
        number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else -1
        try:
            await run_in_threadpool(self._desk.ruling.save, name, table, number, office.member.id)
        except RuleChanged as error:
            return Refused(409, self._wording.error(error))
        except BadRuleFile as error:
            known = error.problem is not None
            return Refused(422, self._wording.error(error) if known else self._wording.texts("rule_problem.unknown"))
        return None

    def _told(self, edited: Edited) -> list[tuple[str, str, str]]:
        """Return where each change stands and both its values, in words."""
        titles, words = _titles(edited), self._wording
        return [
            (
                "，".join(titles.get(part) or words.rule_part(part) for part in change.path),
                words.rule_value(change.path[-1], change.before),
                words.rule_value(change.path[-1], change.after),
            )
            for change in edited.changes
        ]


def _titles(edited: Edited) -> dict[str, str]:
    """Return the titles of the measures that were changed, by their keys; of one taken out, its last."""
    changed = {one.path[1]: one.before or one.after for one in edited.changes if one.path[2:] == ("title",)}
    now = edited.edition.content.get("measure", {})
    return changed | {key: entry["title"] for key, entry in now.items()}
