"""Wishes for training: the list of needs, filtered and counted; as a workbook, with identities only for a reason."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.forms import Form, Forms
from console.gate import office_of
from console.pages import Pages
from intake.audit import Act, staff_actor
from intake.desk import IntakeDesk
from intake.office import Office
from intake.rights import Right
from intake.wishes import WishFilter
from intake.wording import Wording
from language.identity import redact

_SHOWN, _MOST, _LONGEST = 100, 5000, 20
_LONGEST_REASON = 100
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the address, as they came."""

    township: str
    subject: str

    @classmethod
    def of(cls, request: Request) -> "Asked":
        """Return the filters of a request."""
        given = request.query_params
        return cls(*(given.get(name, "").strip()[:_LONGEST] for name in ("township", "subject")))

    @property
    def query(self) -> str:
        """The address's query for these filters."""
        return urlencode({"township": self.township, "subject": self.subject})

    @property
    def wanted(self) -> WishFilter:
        """The filter that is asked for."""
        return WishFilter(self.township, self.subject)


class WishPages:
    """Shows what people in one's region would like to learn."""

    def __init__(self, desk: IntakeDesk, pages: Pages, wording: Wording) -> None:
        self._desk, self._pages, self._wording = desk, pages, wording

    def routes(self, forms: Forms) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [
            Route("/wishes", self.show),
            Route("/wishes.xlsx", self.export),
            forms.route("/wishes.xlsx", self.export_identities),
        ]

    async def show(self, request: Request) -> Response:
        """Show the wishes, masked; raises NotYourRight."""
        office = office_of(request, self._desk)
        office.need(Right.NUMBERS)
        return await self._page(request, office)

    async def export(self, request: Request) -> Response:
        """Give the filtered wishes as a workbook, masked; raises NotYourRight."""
        office = office_of(request, self._desk)
        office.need(Right.EXPORT)
        return await self._workbook(request, office, "")

    async def export_identities(self, request: Request, form: Form) -> Response:
        """Give the filtered wishes with places and phones, for a reason that is written down; raises NotYourRight."""
        office, reason = office_of(request, self._desk), form.get("reason", "").strip()
        office.need(Right.EXPORT_IDENTITIES)
        if not reason:
            return await self._page(request, office, 422, self._pages.texts("problem.export_reason"))
        return await self._workbook(request, office, redact(reason)[:_LONGEST_REASON])

    async def _page(self, request: Request, office: Office, status: int = 200, problem: str = "") -> Response:
        asked, wishes = Asked.of(request), self._desk.wishes
        rows = await run_in_threadpool(wishes.page, office.sight, asked.wanted, _SHOWN)
        subjects = await run_in_threadpool(wishes.subjects, office.sight, WishFilter(asked.township))
        return self._pages.page(
            request,
            "wishes.html",
            status,
            rows=rows,
            subjects=subjects,
            number=subjects.get(asked.subject, 0) if asked.subject else sum(subjects.values()),
            asked=asked,
            may_export=office.may(Right.EXPORT),
            may_export_identities=office.may(Right.EXPORT_IDENTITIES),
            problem=problem,
        )

    async def _workbook(self, request: Request, office: Office, reason: str) -> Response:
        from intake.exporting import wish_workbook  # the xlsx library is loaded by exports only

        wanted, identities = Asked.of(request).wanted, bool(reason)
        rows = await run_in_threadpool(self._desk.wishes.page, office.sight, wanted, _MOST, 0, identities)
        content = await run_in_threadpool(wish_workbook, rows, self._wording)
        detail: dict[str, str | int] = {"wishes": len(rows), "identities": int(identities)}
        if reason:
            detail["reason"] = reason
        act = Act(staff_actor(office.member.id), "exported", "wishes", detail)
        await run_in_threadpool(self._desk.audit.record, act)
        headers = {"content-disposition": 'attachment; filename="wishes.xlsx"'}
        return Response(content, media_type=_XLSX, headers=headers)
