"""The page of a case: its reports and history, taking it, and revealing whom it is about."""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.forms import Form
from console.gate import visit_of
from console.pages import Pages
from intake.desk import IntakeDesk
from intake.domain import CaseState, Move, Urgency, allowed_moves
from intake.errors import MoveNotAllowed, NoteRequired
from intake.history import CaseEvent
from intake.queue import CaseFile
from intake.reports import Person
from intake.wording import Wording

_LONGEST_REASON = 200
_TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history, as it is read."""

    event: CaseEvent
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says beyond the case itself."""

    status: int = 200
    notice: str = ""
    problem: str = ""
    reason: str = ""
    reason_problem: str = ""
    revealed: Person | None = None


class CasePages:
    """Shows a case and carries out what staff does to it."""

    def __init__(self, desk: IntakeDesk, pages: Pages, wording: Wording) -> None:
        self._desk = desk
        self._pages = pages
        self._wording = wording

    async def show(self, request: Request) -> Response:
        """Show the case with the number (or receipt) in the path; raises UnknownCase, IntakeBusy."""
        number = _number(request)
        file = await run_in_threadpool(self._desk.case, number)
        if file.number != number:
            return RedirectResponse(f"/cases/{file.number}", 303)
        mine = file.state is CaseState.ACCEPTED and file.taken_by == visit_of(request).member.name
        taken = mine and request.query_params.get("done") == _TAKEN
        return self._page(request, file, Told(notice=self._pages.texts("done.taken") if taken else ""))

    async def take(self, request: Request, form: Form) -> Response:
        """Take the case, or show who has it by now; raises UnknownCase, UnknownStaff, IntakeBusy."""
        number, member = _number(request), visit_of(request).member
        try:
            await run_in_threadpool(self._desk.move, number, Move.TAKE, member.id)
        except MoveNotAllowed:
            file = await run_in_threadpool(self._desk.case, number)
            if not (file.state is CaseState.ACCEPTED and file.taken_by == member.name):  # not one's own second click
                return self._page(request, file, Told(409, problem=self._not_taken(file)))
        return RedirectResponse(f"/cases/{number}?done={_TAKEN}", 303)

    async def reveal(self, request: Request, form: Form) -> Response:
        """Show the personal data once, after the reason is written down; raises UnknownCase, IntakeBusy."""
        number, reason = _number(request), form.get("reason", "").strip()
        told = Told(422, reason=reason, reason_problem=self._pages.texts("problem.reason", longest=_LONGEST_REASON))
        if len(reason) <= _LONGEST_REASON:
            try:
                person = await run_in_threadpool(self._desk.reveal, number, visit_of(request).member.id, reason)
                told = Told(revealed=person)
            except NoteRequired:
                pass  # `told` says so
        return self._page(request, await run_in_threadpool(self._desk.case, number), told)

    def _page(self, request: Request, file: CaseFile, told: Told) -> Response:
        return self._pages.page(
            request,
            "case.html",
            told.status,
            case=file,
            entries=tuple(self._entry(event) for event in reversed(file.events)),
            may_take=Move.TAKE in allowed_moves(file.state, visit_of(request).member.role),
            longest_reason=_LONGEST_REASON,
            told=told,
        )

    def _entry(self, event: CaseEvent) -> Entry:
        by = event.staff or self._pages.texts("by.system" if event.kind == "urgency_raised" else "by.reporter")
        raised = event.kind == "urgency_raised" and event.note in {urgency.value for urgency in Urgency}
        return Entry(event, by, self._wording.label(Urgency(event.note)) if raised else event.note)

    def _not_taken(self, file: CaseFile) -> str:
        name = "problem.taken_by_other" if file.taken_by else "problem.not_to_take"
        return self._pages.texts(name, name=file.taken_by, state=self._wording.label(file.state))


def _number(request: Request) -> str:
    number: str = request.path_params["number"]
    return number
