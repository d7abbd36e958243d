"""The page of a case: its reports and history, what may be done to it, and revealing whom it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.forms import Form
from console.gate import office_of, visit_of
from console.pages import Pages
from intake.attachments import MOST_BYTES
from intake.casefile import CaseFile
from intake.desk import IntakeDesk
from intake.domain import CLOSED, MOVES, CaseState, HouseholdKind, Labour, Move, Needed, Role, Urgency, allowed_moves
from intake.errors import MoveNotAllowed, NoteRequired, TooManyReveals
from intake.history import CaseEvent
from intake.office import Office
from intake.reports import Person
from intake.rights import Right
from intake.staff import StaffMember
from intake.wording import Wording

_LONGEST_REASON = 200
_DONE = frozenset({"taken", "moved", "noted", "assigned", "merged", "attached", "detached"})
# Merging has a form of its own; taking is one button.
_APART = frozenset({Move.TAKE, Move.MERGE})
# What the program itself notes, and what the note is a word of.
_NOTED: Mapping[str, type[StrEnum]] = {"urgency_raised": Urgency, "escalated": Role}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history, as it is read: `told` are the fields of a move with their words."""

    event: CaseEvent
    by: str
    note: str
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says beyond the case itself; `form` names the form that is to be seen again with `typed` in it."""

    status: int = 200
    notice: str = ""
    problem: str = ""
    reason: str = ""
    reason_problem: str = ""
    revealed: Person | None = None
    form: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


class CasePages:
    """Shows a case, and whom it is about when asked with a reason."""

    def __init__(self, desk: IntakeDesk, pages: Pages, wording: Wording) -> None:
        self._desk = desk
        self._pages = pages
        self._wording = wording
        self.texts = pages.texts

    async def show(self, request: Request) -> Response:
        """Show the case with the number (or receipt) in the path; raises UnknownCase, IntakeBusy."""
        number = number_of(request)
        file = await run_in_threadpool(office_of(request, self._desk).case, number)
        if file.number != number:
            return RedirectResponse(f"/cases/{file.number}", 303)
        done = request.query_params.get("done", "")
        mine = file.state is CaseState.ACCEPTED and file.taken_by == visit_of(request).member.name
        said = done in _DONE and (done != "taken" or mine)
        return await self.page(request, file, Told(notice=self._pages.texts(f"done.{done}") if said else ""))

    async def take(self, request: Request, form: Form) -> Response:
        """Take the case, or show who has it by now; raises UnknownCase, NotYourRight, IntakeBusy."""
        number, office = number_of(request), office_of(request, self._desk)
        try:
            await run_in_threadpool(office.move, number, Move.TAKE)
        except MoveNotAllowed:
            file = await run_in_threadpool(office.case, number)
            if not (file.state is CaseState.ACCEPTED and file.taken_by == office.member.name):  # not a second click
                return await self.page(request, file, Told(409, problem=self._not_taken(file)))
        return RedirectResponse(f"/cases/{number}?done=taken", 303)

    async def reveal(self, request: Request, form: Form) -> Response:
        """Show the personal data once, after the reason is written down; raises UnknownCase, IntakeBusy."""
        number, reason, office = number_of(request), form.get("reason", "").strip(), office_of(request, self._desk)
        told = Told(422, reason=reason, reason_problem=self._pages.texts("problem.reason", longest=_LONGEST_REASON))
        if len(reason) <= _LONGEST_REASON:
            try:
                person = await run_in_threadpool(office.reveal, number, reason)
                told = Told(revealed=person)
            except NoteRequired:
                pass  # `told` says so
            except TooManyReveals as error:
                told = Told(429, reason=reason, reason_problem=self._wording.error(error))
        return await self.page(request, await run_in_threadpool(office.case, number), told)

    async def page(self, request: Request, file: CaseFile, told: Told) -> Response:
        """Return the page of `file` with what `told` says."""
        office = office_of(request, self._desk)
        works = office.may(Right.WORK)
        open_case = file.state not in CLOSED
        moves = [move for move in allowed_moves(file.state, office.member.role) if move not in _APART] if works else []
        return self._pages.page(
            request,
            "case.html",
            told.status,
            case=file,
            entries=tuple(self._entry(event) for event in reversed(file.events)),
            may_take=works and Move.TAKE in allowed_moves(file.state, office.member.role),
            moves=[(move, MOVES[move].needs) for move in moves],
            needed=Needed,
            labours=tuple(Labour),
            household_kinds=tuple(HouseholdKind),
            may_work=works,
            may_reveal=office.may(Right.REVEAL),
            may_merge=works and Move.MERGE in allowed_moves(file.state, office.member.role),
            duplicates=await run_in_threadpool(self._duplicates, office, file) if works and open_case else (),
            colleagues=await run_in_threadpool(self._colleagues, office, file) if open_case else (),
            attachments=await run_in_threadpool(office.attachments, file.number),
            megabytes=MOST_BYTES // 1_000_000,
            longest_reason=_LONGEST_REASON,
            told=told,
        )

    def _duplicates(self, office: Office, file: CaseFile) -> tuple[object, ...]:
        return office.duplicates(file.number)

    def _colleagues(self, office: Office, file: CaseFile) -> tuple[StaffMember, ...]:
        return office.colleagues(file.number) if office.may(Right.ASSIGN) and file.taken_by else ()

    def _entry(self, event: CaseEvent) -> Entry:
        by = event.staff or self._pages.texts("by.system" if event.kind in _NOTED else "by.reporter")
        kind = _NOTED.get(event.kind)
        note = self._wording.label(kind(event.note)) if kind and event.note in set(kind) else event.note
        return Entry(event, by, note, tuple(self._field(name, value) for name, value in event.fields.items()))

    def _field(self, name: str, value: str) -> tuple[str, str]:
        kinds = {Needed.LABOUR: Labour, Needed.HOUSEHOLD_KIND: HouseholdKind}
        kind = kinds.get(Needed(name)) if name in set(Needed) else None
        told = self._wording.label(kind(value)) if kind and value in set(kind) else value
        return (self._wording.label(Needed(name)) if name in set(Needed) else name), told

    def _not_taken(self, file: CaseFile) -> str:
        name = "problem.taken_by_other" if file.taken_by else "problem.not_to_take"
        return self._pages.texts(name, name=file.taken_by, state=self._wording.label(file.state))


def number_of(request: Request) -> str:
    """Return the number in the path."""
    number: str = request.path_params["number"]
    return number
