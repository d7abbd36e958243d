"""Tables of visits and alerts, uploaded: what is right goes into the queue, what is not is named row by row."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.gate import office_of
from console.pages import Pages
from console.uploads import Upload, Uploads
from intake.audit import Act, staff_actor
from intake.desk import IntakeDesk
from intake.errors import BadWorkbook
from intake.importing import ImportKind, ImportResult
from intake.office import Office
from intake.rights import Right
from intake.wording import Wording

_MOST_BYTES = 5_000_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportPages:
    """The page for an import; importing the same table again changes nothing."""

    def __init__(self, desk: IntakeDesk, pages: Pages, wording: Wording) -> None:
        self._desk, self._pages, self._wording = desk, pages, wording

    def routes(self, uploads: Uploads) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [
            Route("/import", self.show),
            Route("/import/{kind}.xlsx", self.template),
            uploads.route("/import", self.enter, _MOST_BYTES),
        ]

    async def show(self, request: Request) -> Response:
        """Show the form; raises NotYourRight."""
        return self._page(request)

    async def template(self, request: Request) -> Response:
        """Give an empty table to fill in; raises HTTPException (404), NotYourRight."""
        from intake.workbook import template  # the xlsx library is loaded by imports and exports only

        office_of(request, self._desk).need(Right.IMPORT)
        kind = request.path_params["kind"]
        if kind not in set(ImportKind):
            raise HTTPException(404)
        content = await run_in_threadpool(template, ImportKind(kind), self._wording)
        named = {"content-disposition": f'attachment; filename="{kind}.xlsx"'}
        return Response(content, media_type=_XLSX, headers=named)

    async def enter(self, request: Request, upload: Upload) -> Response:
        """File the rows of the table and show what became of them; raises NotYourRight, IntakeBusy."""
        office, kind = office_of(request, self._desk), upload.form.get("kind", "")
        office.need(Right.IMPORT)
        if kind not in set(ImportKind):
            return self._page(request, 422, self._pages.texts("problem.import_kind"))
        if not upload.content:
            return self._page(request, 422, self._pages.texts("problem.import_file"), kind)
        try:
            result = await run_in_threadpool(self._enter, office, ImportKind(kind), upload.content)
        except BadWorkbook as error:
            return self._page(request, 422, self._wording.error(error), kind)
        return self._page(request, 422 if result.problems else 200, kind=kind, result=result)

    def _enter(self, office: Office, kind: ImportKind, content: bytes) -> ImportResult:
        from intake.workbook import read_rows

        result = office.enter(kind, read_rows(content, kind, self._wording), Right.IMPORT)
        detail: dict[str, str | int] = {"kind": kind.value, "filed": len(result.filed), "wrong": len(result.problems)}
        self._desk.audit.record(Act(staff_actor(office.member.id), "imported", "cases", detail))
        return result

    def _page(
        self,
        request: Request,
        status: int = 200,
        problem: str = "",
        kind: str = "",
        result: ImportResult | None = None,
    ) -> Response:
        office_of(request, self._desk).need(Right.IMPORT)
        notice = ""
        if result is not None:
            repeated = sum(one.receipt.repeated for one in result.filed)
            counts = {"filed": len(result.filed), "repeated": repeated, "problems": len(result.problems)}
            notice = self._pages.texts("done.imported", **counts)
        context = {"problem": problem, "notice": notice, "chosen": kind, "result": result}
        return self._pages.page(request, "import.html", status, kinds=tuple(ImportKind), **context)
