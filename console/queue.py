"""The queue: the cases in sight, most urgent first, filtered; and finding one by a number or a phone."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.forms import Form
from console.gate import office_of
from console.pages import Pages
from intake.casefile import CaseRow
from intake.deadlines import Colour
from intake.desk import IntakeDesk
from intake.domain import OPEN, CaseState, RiskKind
from intake.office import Office
from intake.rights import Right
from intake.worklist import Wanted

PAGE_SIZE = 20
_ALL = "all"
_LISTED = tuple(state for state in CaseState if state is not CaseState.MERGED)  # a merged case has no line of its own
_LONGEST_PLACE = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter by state as it is offered: `key` is the query's value, "" the open cases."""

    key: str
    states: frozenset[CaseState]
    number: int

    @property
    def state(self) -> CaseState | None:
        """The one state, when the filter is for one."""
        return CaseState(self.key) if self.key not in ("", _ALL) else None


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the address, as they came."""

    state: str = ""
    colour: str = ""
    kind: str = ""
    township: str = ""
    mine: bool = False

    @classmethod
    def of(cls, request: Request) -> "Asked":
        """Return the filters of a request."""
        given = request.query_params
        words = {name: given.get(name, "").strip() for name in ("state", "colour", "kind")}
        return cls(**words, township=given.get("township", "").strip()[:_LONGEST_PLACE], mine=bool(given.get("mine")))

    def query(self, **more: object) -> str:
        """Return the address's query for these filters and `more`."""
        told = {"state": self.state, "colour": self.colour, "kind": self.kind, "township": self.township}
        told |= {"mine": "1" if self.mine else "", **{name: str(value) for name, value in more.items()}}
        return urlencode({name: value for name, value in told.items() if value})


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the queue; `page` counts from 1, `number` is how many cases the filters find."""

    rows: tuple[CaseRow, ...]
    choices: tuple[Choice, ...]
    chosen: Choice
    number: int
    page: int
    pages: int
    colours: dict[Colour, int]


class QueuePages:
    """The queue's page and the search."""

    def __init__(self, desk: IntakeDesk, pages: Pages) -> None:
        self._desk = desk
        self._pages = pages

    async def show(self, request: Request) -> Response:
        """Show a page of the queue; a page number beyond the last shows the last. Raises HTTPException (404)."""
        office = office_of(request, self._desk)
        if not office.may(Right.SEE_CASES):
            return RedirectResponse(home_of(office), 303)
        return await self._page(request)

    async def find(self, request: Request, form: Form) -> Response:
        """Go to the case that a number or phone leads to; posted, so that no address ever holds it."""
        typed = form.get("number", "").strip()
        found = await run_in_threadpool(office_of(request, self._desk).find, typed)
        if len(found) == 1:
            return RedirectResponse(f"/cases/{found[0].number}", 303)
        return await self._page(request, 200 if found else 404, typed, found)

    async def _page(
        self, request: Request, status: int = 200, typed: str = "", found: tuple[CaseRow, ...] = ()
    ) -> Response:
        given = request.query_params
        number = int(given["page"]) if given.get("page", "").isdecimal() and len(given["page"]) < 7 else 1
        asked, office = Asked.of(request), office_of(request, self._desk)
        listing = await run_in_threadpool(self._listing, office, asked, number)
        texts = self._pages.texts
        return self._pages.page(
            request,
            "queue.html",
            status,
            listing=replace(listing, rows=found) if found else listing,
            found=bool(found),
            asked=asked,
            kinds=tuple(RiskKind),
            typed=typed,
            may_export=office.may(Right.EXPORT),
            may_export_identities=office.may(Right.EXPORT_IDENTITIES),
            missing_years=await run_in_threadpool(self._desk.ruling.missing_years) if office.may(Right.RULES) else (),
            problem=texts("problem.number") if status != 200 else "",
            notice=texts("done.password") if given.get("done") == "password" else "",
        )

    def _listing(self, office: Office, asked: Asked, page: int) -> Listing:
        choices = _choices(dict(office.states()))
        chosen = next((choice for choice in choices if choice.key == asked.state), None)
        if chosen is None:
            raise HTTPException(404)
        wanted = wanted_of(office, asked, chosen.states)
        number = office.count(wanted)
        pages = max(1, -(-number // PAGE_SIZE))
        page = min(max(page, 1), pages)
        rows = office.page(wanted, PAGE_SIZE, (page - 1) * PAGE_SIZE)
        return Listing(rows, choices, chosen, number, page, pages, dict(office.colours(asked.mine)))


def wanted_of(office: Office, asked: Asked, states: frozenset[CaseState]) -> Wanted:
    """Return the filter that the address asks for; raises HTTPException (404) for a word that is none."""
    try:
        colour = Colour(asked.colour) if asked.colour else None
        kind = RiskKind(asked.kind) if asked.kind else None
    except ValueError as error:
        raise HTTPException(404) from error
    return Wanted(states, office.member.id if asked.mine else None, colour, kind, asked.township)


def states_of(key: str) -> frozenset[CaseState]:
    """Return the states that a filter's key stands for; raises HTTPException (404)."""
    chosen = next((choice for choice in _choices({}) if choice.key == key), None)
    if chosen is None:
        raise HTTPException(404)
    return chosen.states


def home_of(office: Office) -> str:
    """Return the first page of somebody who sees no cases."""
    if office.may(Right.ACCOUNTS):
        return "/accounts"
    return "/knowledge" if office.may(Right.SEE_KNOWLEDGE) else "/password"


def _choices(counts: dict[CaseState, int]) -> tuple[Choice, ...]:
    offered = [("", OPEN), (_ALL, frozenset(_LISTED)), *((state.value, frozenset({state})) for state in _LISTED)]
    return tuple(Choice(key, states, sum(counts.get(state, 0) for state in states)) for key, states in offered)
