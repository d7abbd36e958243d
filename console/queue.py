"""The queue: pages of cases, most urgent first, filtered by state; and finding a case by a number."""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.forms import Form
from console.pages import Pages
from intake.desk import IntakeDesk
from intake.domain import OPEN, CaseState
from intake.errors import UnknownCase
from intake.queue import CaseRow

PAGE_SIZE = 20
_ALL = "all"
_LISTED = tuple(state for state in CaseState if state is not CaseState.MERGED)  # a merged case has no line of its own


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter as it is offered: `key` is the query's value, "" the open cases."""

    key: str
    states: frozenset[CaseState]
    number: int

    @property
    def state(self) -> CaseState | None:
        """The one state, when the filter is for one."""
        return CaseState(self.key) if self.key not in ("", _ALL) else None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the queue; `page` counts from 1."""

    rows: tuple[CaseRow, ...]
    choices: tuple[Choice, ...]
    chosen: Choice
    page: int
    pages: int


class QueuePages:
    """The queue's page and the search for a number."""

    def __init__(self, desk: IntakeDesk, pages: Pages) -> None:
        self._desk = desk
        self._pages = pages

    async def show(self, request: Request) -> Response:
        """Show a page of the queue; a page number beyond the last shows the last. Raises HTTPException (404)."""
        return await self._page(request)

    async def find(self, request: Request, form: Form) -> Response:
        """Go to the case with the number typed, which may be a receipt's; posted, so that no address ever holds it."""
        typed = form.get("number", "").strip()
        try:
            file = await run_in_threadpool(self._desk.case, typed)
        except UnknownCase:
            return await self._page(request, 404, typed)
        return RedirectResponse(f"/cases/{file.number}", 303)

    async def _page(self, request: Request, status: int = 200, typed: str = "") -> Response:
        asked = request.query_params
        number = int(asked["page"]) if asked.get("page", "").isdecimal() and len(asked["page"]) < 7 else 1
        listing = await run_in_threadpool(self._listing, asked.get("state", ""), number)
        texts = self._pages.texts
        return self._pages.page(
            request,
            "queue.html",
            status,
            listing=listing,
            typed=typed,
            problem=texts("problem.number") if status != 200 else "",
            notice=texts("done.password") if asked.get("done") == "password" else "",
        )

    def _listing(self, key: str, page: int) -> Listing:
        choices = _choices(self._desk.counts())
        chosen = next((choice for choice in choices if choice.key == key), None)
        if chosen is None:
            raise HTTPException(404)
        pages = max(1, -(-chosen.number // PAGE_SIZE))
        page = min(max(page, 1), pages)
        return Listing(self._rows(chosen, (page - 1) * PAGE_SIZE), choices, chosen, page, pages)

    def _rows(self, chosen: Choice, offset: int) -> tuple[CaseRow, ...]:
        if chosen.key == _ALL:
            return self._desk.everything(PAGE_SIZE, offset)
        return self._desk.queue(PAGE_SIZE, offset, chosen.state)


def _choices(counts: dict[CaseState, int]) -> tuple[Choice, ...]:
    offered = [("", OPEN), (_ALL, frozenset(_LISTED)), *((state.value, frozenset({state})) for state in _LISTED)]
    return tuple(Choice(key, states, sum(counts.get(state, 0) for state in states)) for key, states in offered)
