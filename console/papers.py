"""Papers to print and to take away: the visit checklist, the public notice, the workbook; identities masked."""

from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.cases import number_of
from console.forms import Form, Forms
from console.gate import office_of
from console.pages import Pages
from console.queue import Asked, states_of, wanted_of
from intake.audit import Act, staff_actor
from intake.casefile import CaseRow
from intake.desk import IntakeDesk
from intake.domain import RiskKind
from intake.errors import NoteRequired, TooManyReveals
from intake.office import Office
from intake.reports import Person
from intake.rights import Right
from intake.wording import Wording

_MOST = 2000
_HEALTH = frozenset({RiskKind.DISEASE, RiskKind.DISABILITY})  # is nobody's business on a public notice
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PaperPages:
    """Gives out papers; each export is written into the audit log with the number of its cases."""

    def __init__(self, desk: IntakeDesk, pages: Pages, wording: Wording) -> None:
        self._desk, self._pages, self._wording = desk, pages, wording

    def routes(self, forms: Forms) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [
            Route("/cases/{number}/visit-sheet", self.visit_sheet),
            Route("/cases/{number}/notice", self.notice),
            Route("/export.xlsx", self.export),
            Route("/export", self.export_page),
            forms.route("/export", self.export_identities),
        ]

    async def visit_sheet(self, request: Request) -> Response:
        """Show the checklist of a visit; raises UnknownCase, NotYourRight."""
        return await self._paper(request, "visit_sheet.html")

    async def notice(self, request: Request) -> Response:
        """Show the public notice, masked; raises UnknownCase, NotYourRight."""
        return await self._paper(request, "notice.html")

    async def export(self, request: Request) -> Response:
        """Give the filtered cases as a workbook, masked; raises HTTPException (404), NotYourRight."""
        office = office_of(request, self._desk)
        office.need(Right.EXPORT)
        asked = Asked.of(request)
        wanted = wanted_of(office, asked, states_of(asked.state))
        rows = await run_in_threadpool(office.page, wanted, _MOST)
        return await self._workbook(office, [(row, None) for row in rows], "")

    async def export_page(self, request: Request) -> Response:
        """Show the form for an export with identities; raises NotYourRight."""
        office_of(request, self._desk).need(Right.EXPORT_IDENTITIES)
        return self._pages.page(request, "export.html", asked=Asked.of(request), problem="")

    async def export_identities(self, request: Request, form: Form) -> Response:
        """Give the filtered cases with identities, each revealed with the reason and counted; raises NotYourRight."""
        office = office_of(request, self._desk)
        office.need(Right.EXPORT_IDENTITIES)
        reason, asked = form.get("reason", "").strip(), Asked.of(request)
        wanted = wanted_of(office, asked, states_of(asked.state))
        rows = await run_in_threadpool(office.page, wanted, _MOST)
        try:
            persons = await run_in_threadpool(office.reveal_all, rows, reason)
        except NoteRequired:
            problem = self._pages.texts("problem.export_reason")
            return self._pages.page(request, "export.html", 422, asked=asked, problem=problem)
        except TooManyReveals as error:
            problem = self._pages.texts("problem.export_many", number=len(rows), most=error, left=error.left)
            return self._pages.page(request, "export.html", 429, asked=asked, problem=problem)
        return await self._workbook(office, list(zip(rows, persons, strict=True)), reason)

    async def _paper(self, request: Request, template: str) -> Response:
        office = office_of(request, self._desk)
        office.need(Right.WORK)
        file = await run_in_threadpool(office.case, number_of(request))
        kinds = tuple(kind for kind in file.kinds if kind not in _HEALTH)
        return self._pages.page(request, template, case=file, kinds=kinds)

    async def _workbook(self, office: Office, rows: Sequence[tuple[CaseRow, Person | None]], reason: str) -> Response:
        from intake.exporting import workbook  # the xlsx library is loaded by exports only

        content = await run_in_threadpool(workbook, rows, self._wording)
        detail: dict[str, str | int] = {"cases": len(rows), "identities": int(bool(reason))}
        act = Act(staff_actor(office.member.id), "exported", "cases", detail)
        await run_in_threadpool(self._desk.audit.record, act)
        return Response(content, media_type=_XLSX, headers={"content-disposition": 'attachment; filename="cases.xlsx"'})
