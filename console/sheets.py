"""The sheets: a list of all with their state, and one as the farmers see it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.bench import Bench
from intake.rights import Right
from knowledge.differing import changes
from knowledge.drafts import Draft, read_draft, text_digest
from knowledge.expiring import expiring
from knowledge.sheets import Sheet
from knowledge.showing import sections_of, shown

SOON = (30, 60, 90)
STATES = ("live", "draft", "new", "retired")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A sheet in the list; `days_left` is that of the section that ends first, None when none ends soon."""

    sheet: Sheet
    published: bool
    draft: Draft | None
    days_left: int | None

    @property
    def state(self) -> str:
        """Return how it stands with farmers: one of STATES."""
        if not self.published:
            return "new"
        return "live" if self.sheet.status == "live" else "retired"


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the address; `days` 0 asks for no date."""

    state: str = ""
    text: str = ""
    days: int = 0

    @classmethod
    def of(cls, request: Request) -> "Asked":
        """Return the filters of a request; what is none is left out."""
        given = request.query_params
        state, days = given.get("state", ""), given.get("days", "")
        known = state if state in STATES else ""
        return cls(known, given.get("text", "").strip()[:_LONGEST], int(days) if days in map(str, SOON) else 0)

    def wants(self, line: Line) -> bool:
        """Tell whether the filters let a line through."""
        if self.state and self.state != line.state and not (self.state == "draft" and line.draft):
            return False
        if self.days and (line.days_left is None or line.days_left > self.days):
            return False
        sheet = line.sheet
        return not self.text or any(self.text in one for one in (sheet.title, sheet.topic, sheet.region, sheet.id))


class SheetPages:
    """Pages for everybody who may read the knowledge base."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def routes(self) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [
            Route("/knowledge", self.show),
            Route("/knowledge/sheets/{sheet}", self.sheet),
            Route("/knowledge/sheets/{sheet}/changes", self.changes),
        ]

    async def show(self, request: Request) -> Response:
        """Show the list; raises NotYourRight."""
        office, asked = self._bench.reader(request), Asked.of(request)
        lines = await run_in_threadpool(self._lines)
        return self._bench.pages.page(
            request,
            "sheets.html",
            lines=[line for line in lines if asked.wants(line)],
            number=len(lines),
            asked=asked,
            states=STATES,
            soon=SOON,
            may_edit=office.may(Right.KEEP_KNOWLEDGE),
        )

    async def sheet(self, request: Request) -> Response:
        """Show a sheet as the farmers see it; raises NotYourRight, HTTPException (404)."""
        office = self._bench.reader(request)
        sheet, draft = await run_in_threadpool(self._bench.sheet, request)
        seen = sheet or read_draft(draft.text if draft else "")
        return self._bench.pages.page(
            request,
            "sheet.html",
            sheet=seen,
            published=sheet is not None,
            draft=draft,
            sections=await run_in_threadpool(shown, seen),
            today=self._bench.today,
            may_edit=office.may(Right.KEEP_KNOWLEDGE),
        )

    async def changes(self, request: Request) -> Response:
        """Show what the draft of a sheet would change; raises NotYourRight, HTTPException (404)."""
        self._bench.reader(request)
        _, draft = await run_in_threadpool(self._bench.sheet, request)
        name = request.path_params["sheet"]
        old = self._bench.workshop.published().get(name)
        found = await run_in_threadpool(changes, old, draft.text) if draft else ()
        stale = draft is not None and draft.base != text_digest(old)
        return self._bench.pages.page(
            request, "sheet_changes.html", name=name, draft=draft, changes=found, stale=stale, is_new=old is None
        )

    def _lines(self) -> list[Line]:
        sheets, drafts = self._bench.workshop.sheets(), self._bench.workshop.drafts.all()
        ends = self._ends(sheets)
        return [
            *(Line(sheet, True, drafts.get(name), ends.get(name)) for name, sheet in sorted(sheets.items())),
            *_unpublished(sheets, drafts),
        ]

    def _ends(self, sheets: Mapping[str, Sheet]) -> dict[str, int]:
        passages = sections_of(sheet for sheet in sheets.values() if sheet.status == "live")
        ends: dict[str, int] = {}
        for one in expiring(passages, self._bench.today, max(SOON)):
            ends.setdefault(one.passage.id.partition(".")[0], one.days_left)
        return ends


def _unpublished(sheets: Mapping[str, Sheet], drafts: Mapping[str, Draft]) -> Iterator[Line]:
    for name, draft in sorted(drafts.items()):
        if name not in sheets:
            yield Line(read_draft(draft.text), False, draft, None)
