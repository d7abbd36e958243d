"""What a cadre found on a round of visits, entered as one row of the same table that imports use."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from console.forms import Form, Forms
from console.gate import office_of
from console.pages import Pages
from intake.desk import IntakeDesk
from intake.domain import RiskKind, Urgency
from intake.importing import REQUIRED, ImportColumn, ImportKind, Row
from intake.rights import Right
from intake.wording import Wording

_COLUMNS = tuple(column for column in ImportColumn if column is not ImportColumn.DEPARTMENT)


class VisitPages:
    """The form for a visit; on a mistake everything typed is still there."""

    def __init__(self, desk: IntakeDesk, pages: Pages, wording: Wording) -> None:
        self._desk, self._pages, self._wording = desk, pages, wording

    def routes(self, forms: Forms) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [Route("/visits/new", self.show), forms.route("/visits/new", self.enter, fields=20)]

    async def show(self, request: Request) -> Response:
        """Show the empty form; raises NotYourRight."""
        office_of(request, self._desk).need(Right.WORK)
        return self._page(request, {}, {})

    async def enter(self, request: Request, form: Form) -> Response:
        """File what was entered, or show what is wrong field by field; raises NotYourRight, IntakeBusy."""
        office = office_of(request, self._desk)
        office.need(Right.WORK)
        row = Row(1, {column: form.get(column.value, "").strip() for column in _COLUMNS})
        result = await run_in_threadpool(office.enter, ImportKind.VISITS, [row], Right.WORK)
        if result.problems:
            label = self._wording.label
            return self._page(request, form, {one.column: label(one.problem) for one in result.problems}, 422)
        number = result.filed[0].receipt.case_number
        return RedirectResponse(f"/cases/{number}", 303)

    def _page(self, request: Request, typed: Form, problems: dict[ImportColumn, str], status: int = 200) -> Response:
        return self._pages.page(
            request,
            "visit.html",
            status,
            columns=_COLUMNS,
            column=ImportColumn,
            required=frozenset(REQUIRED[ImportKind.VISITS]),
            kinds=tuple(RiskKind),
            urgencies=tuple(Urgency),
            typed=typed,
            problems=problems,
        )
