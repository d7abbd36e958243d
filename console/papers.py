"""Papers to print and to take away: the visit checklist, the public notice, the workbook; identities masked."""

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
from intake.desk import IntakeDesk
from intake.errors import NoteRequired
from intake.office import Office
from intake.queue import CaseRow
from intake.reports import Person
from intake.rights import Right
from intake.wording import Wording

_MOST = 2000
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
        """Give the filtered cases with identities, each revealed with the reason; raises NotYourRight."""
        office = office_of(request, self._desk)
        office.need(Right.EXPORT_IDENTITIES)
        reason, asked = form.get("reason", "").strip(), Asked.of(request)
        if not reason:
            problem = self._pages.texts("problem.export_reason")
            return self._pages.page(request, "export.html", 422, asked=asked, problem=problem)
        wanted = wanted_of(office, asked, states_of(asked.state))
        rows = await run_in_threadpool(office.page, wanted, _MOST)
        return await self._workbook(office, await run_in_threadpool(_revealed, office, rows, reason), reason)

    async def _paper(self, request: Request, template: str) -> Response:
        office = office_of(request, self._desk)
        office.need(Right.WORK)
        file = await run_in_threadpool(office.case, number_of(request))
        return self._pages.page(request, template, case=file)

    async def _workbook(self, office: Office, rows: list[tuple[CaseRow, Person | None]], reason: str) -> Response:
        from intake.exporting import workbook  # the xlsx library is loaded by exports only

        content = await run_in_threadpool(workbook, rows, self._wording)
        detail: dict[str, str | int] = {"cases": len(rows), "identities": int(bool(reason))}
        act = Act(staff_actor(office.member.id), "exported", "cases", detail)
        await run_in_threadpool(self._desk.audit.record, act)
        return Response(content, media_type=_XLSX, headers={"content-disposition": 'attachment; filename="cases.xlsx"'})


def _revealed(office: Office, rows: tuple[CaseRow, ...], reason: str) -> list[tuple[CaseRow, Person | None]]:
    if not reason:
        raise NoteRequired("a reason is needed to export personal data")
    return [(row, office.reveal(row.number, reason)) for row in rows]
