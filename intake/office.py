"""The intake as one staff member has it: within their rights and their region, whatever page or program asks."""

from collections.abc import Mapping

from intake.casework import MoveRequest
from intake.deadlines import Colour
from intake.desk import IntakeDesk
from intake.domain import OPEN, CaseState, Move, Needed
from intake.duplicates import Candidate
from intake.errors import NotYourRight, UnknownCase
from intake.queue import CaseFile, CaseRow
from intake.regions import Sight, sight_of
from intake.reports import Person
from intake.rights import Right, has_right
from intake.staff import StaffMember
from intake.worklist import Wanted


class Office:
    """What `member` may see and do; a case out of sight is as one that does not exist (UnknownCase).

    Every method may raise NotYourRight and IntakeBusy.
    """

    def __init__(self, desk: IntakeDesk, member: StaffMember) -> None:
        self._desk, self.member = desk, member
        self.sight: Sight = sight_of(member.role, member.region, desk.cipher)

    def may(self, right: Right) -> bool:
        """Tell whether the member's role has `right`."""
        return has_right(self.member.role, right)

    def need(self, right: Right) -> None:
        """Raise NotYourRight unless the member's role has `right`."""
        if not self.may(right):
            raise NotYourRight(f"{self.member.role} has not the right {right}")

    # reading

    def page(self, wanted: Wanted, limit: int, offset: int = 0) -> tuple[CaseRow, ...]:
        """Return a page of the cases in sight."""
        self.need(Right.SEE_CASES)
        return self._desk.worklist.page(self.sight, wanted, limit, offset)

    def count(self, wanted: Wanted) -> int:
        """Return how many cases in sight the filter finds."""
        self.need(Right.SEE_CASES)
        return self._desk.worklist.count(self.sight, wanted)

    def states(self) -> Mapping[CaseState, int]:
        """Return how many cases in sight are in each state."""
        self.need(Right.SEE_CASES)
        return self._desk.worklist.states(self.sight)

    def colours(self, mine: bool = False) -> Mapping[Colour, int]:
        """Return how many open cases in sight (or of one's own) have each colour."""
        self.need(Right.SEE_CASES)
        return self._desk.worklist.colours(self.sight, self.member.id if mine else None)

    def find(self, typed: str) -> tuple[CaseRow, ...]:
        """Return the cases in sight that a number or a phone leads to."""
        self.need(Right.SEE_CASES)
        return self._desk.worklist.find(self.sight, typed)

    def case(self, number: str) -> CaseFile:
        """Return the file of a case in sight; raises UnknownCase."""
        self._seen(number, Right.SEE_CASES)
        return self._desk.case(number)

    def duplicates(self, number: str) -> tuple[Candidate, ...]:
        """Return other cases in sight that may be the same household's; raises UnknownCase."""
        self._seen(number, Right.WORK)
        found = self._desk.duplicates(number)
        return tuple(one for one in found if self._desk.worklist.within(self.sight, one.number))

    def colleagues(self) -> tuple[StaffMember, ...]:
        """Return whom a case in sight may be given to: caseworkers who see no less than it needs, oneself included."""
        return tuple(one for one in self._desk.staff.members() if has_right(one.role, Right.WORK))

    # working

    def move(self, number: str, move: Move, note: str = "", fields: Mapping[Needed, str] | None = None) -> CaseState:
        """Make a move on a case in sight; raises UnknownCase and what IntakeDesk.make raises."""
        self._seen(number, Right.WORK)
        return self._desk.make(MoveRequest(number, move, self.member.id, note, fields or {}))

    def merge(self, number: str, into: str, reason: str) -> CaseState:
        """Merge a case in sight into another in sight; raises UnknownCase and what IntakeDesk.merge raises."""
        self._seen(number, Right.WORK)
        self._seen(into, Right.WORK)
        return self._desk.merge(number, into, self.member.id, reason)

    def reveal(self, number: str, reason: str) -> Person:
        """Return whom a case in sight is about, written down; raises UnknownCase, NoteRequired."""
        self._seen(number, Right.REVEAL)
        return self._desk.reveal(number, self.member.id, reason)

    def note(self, number: str, text: str) -> None:
        """Add a note to a case in sight; raises UnknownCase, NoteRequired."""
        self._seen(number, Right.WORK)
        self._desk.handing.note(number, self.member.id, text)

    def assign(self, number: str, to: int, reason: str) -> None:
        """Give a case in sight to a colleague; raises UnknownCase, UnknownStaff, NoteRequired, MoveNotAllowed."""
        self._seen(number, Right.ASSIGN)
        self._desk.handing.assign(number, to, self.member.id, reason)

    def hand_over(self, from_id: int, to: int, reason: str) -> int:
        """Give all open cases of a colleague to another; raises UnknownStaff, NoteRequired."""
        self.need(Right.ASSIGN)
        mine = {one.id for one in self.colleagues()}
        hidden = Wanted(states=OPEN, taken_by=from_id)
        if from_id not in mine or self._desk.worklist.count(Sight(True), hidden) != self.count(hidden):
            raise NotYourRight("the colleague has cases out of sight")
        return self._desk.handing.hand_over(from_id, to, self.member.id, reason)

    def _seen(self, number: str, right: Right) -> None:
        self.need(right)
        if not self._desk.worklist.within(self.sight, number):
            raise UnknownCase("no case in sight has this number")
