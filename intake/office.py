"""The intake as one staff member has it: within their rights and their region, whatever page or program asks."""

from collections.abc import Mapping, Sequence

from intake.attachments import AttachedFile, Attachment
from intake.casefile import CaseFile, CaseRow
from intake.casework import MoveRequest
from intake.deadlines import Colour
from intake.desk import IntakeDesk
from intake.domain import OPEN, CaseState, Move, Needed
from intake.duplicates import Candidate
from intake.entering import within
from intake.errors import NoColleague, NotYourRight, UnknownCase
from intake.importing import ImportColumn, ImportKind, ImportProblem, ImportResult, Row, RowProblem
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
        self.sight: Sight = self._sight_of(member)

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

    def colleagues(self, number: str = "") -> tuple[StaffMember, ...]:
        """Return the caseworkers, of a case in sight only those who see it, oneself included; raises UnknownCase."""
        workers = tuple(one for one in self._desk.staff.members() if has_right(one.role, Right.WORK))
        if not number:
            return workers
        self._seen(number, Right.ASSIGN)
        area = self._desk.worklist.area(number)
        return tuple(one for one in workers if self._sight_of(one).sees(*area))

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
        """Return whom a case in sight is about, written down; raises UnknownCase, NoteRequired, TooManyReveals."""
        self._seen(number, Right.REVEAL)
        return self._desk.reveal(number, self.member.id, reason)

    def reveal_all(self, rows: Sequence[CaseRow], reason: str) -> tuple[Person, ...]:
        """Return whom the cases of a page are about, all or none; raises NoteRequired, TooManyReveals."""
        self.need(Right.EXPORT_IDENTITIES)
        return self._desk.revealing.reveal([row.number for row in rows], self.member.id, reason)

    def note(self, number: str, text: str) -> None:
        """Add a note to a case in sight; raises UnknownCase, NoteRequired."""
        self._seen(number, Right.WORK)
        self._desk.handing.note(number, self.member.id, text)

    def attachments(self, number: str) -> tuple[Attachment, ...]:
        """Return the files of a case in sight; raises UnknownCase."""
        self._seen(number, Right.SEE_CASES)
        return self._desk.attachments.of(number)

    def attach(self, number: str, about: str, content: bytes) -> None:
        """Keep a file with a case in sight; raises UnknownCase, NoteRequired, BadFile."""
        self._seen(number, Right.WORK)
        self._desk.attachments.add(number, self.member.id, about, content)

    def attachment(self, number: str, attachment_id: int, reason: str) -> AttachedFile:
        """Return a file of a case in sight, written down; raises what IntakeDesk.attachments.view raises."""
        self._seen(number, Right.REVEAL)
        return self._desk.attachments.view(number, attachment_id, self.member.id, reason)

    def detach(self, number: str, attachment_id: int, reason: str) -> None:
        """Take a file off a case in sight; raises UnknownCase, UnknownAttachment, NoteRequired."""
        self._seen(number, Right.WORK)
        self._desk.attachments.remove(number, attachment_id, self.member.id, reason)

    def assign(self, number: str, to: int, reason: str) -> None:
        """Give a case in sight to a colleague who sees it too.

        Raises UnknownCase, NoColleague, NoteRequired, MoveNotAllowed.
        """
        if to not in {one.id for one in self.colleagues(number)}:
            raise NoColleague("no caseworker who sees the case has this id")
        self._desk.handing.assign(number, to, self.member.id, reason)

    def hand_over(self, from_id: int, to: int, reason: str) -> int:
        """Give all open cases of a colleague to another; raises NoColleague, NoteRequired."""
        self.need(Right.ASSIGN)
        workers = {one.id: one for one in self.colleagues()}
        if from_id not in workers or to not in workers or from_id == to:
            raise NoColleague("two caseworkers are needed")
        theirs, worklist = Wanted(states=OPEN, taken_by=from_id), self._desk.worklist
        number = worklist.count(Sight(True), theirs)
        if {self.count(theirs), worklist.count(self._sight_of(workers[to]), theirs)} != {number}:
            raise NoColleague("there are cases that one of those concerned does not see")
        return self._desk.handing.hand_over(from_id, to, self.member.id, reason)

    def enter(self, kind: ImportKind, rows: Sequence[Row], right: Right) -> ImportResult:
        """File rows that lie within sight, and name what is wrong with the others; raises NotYourRight."""
        self.need(right)
        placed = [(row, within(row, self.sight, self.member.region, self._desk.cipher)) for row in rows]
        away = [RowProblem(row.number, ImportColumn.PLACE, ImportProblem.ELSEWHERE) for row, here in placed if not here]
        result = self._desk.import_rows(kind, [here for _, here in placed if here], self.member.id)
        problems = sorted((*result.problems, *away), key=lambda one: one.row)
        return ImportResult(result.filed, tuple(problems))

    def _sight_of(self, member: StaffMember) -> Sight:
        return sight_of(member.role, member.region, self._desk.cipher)

    def _seen(self, number: str, right: Right) -> None:
        self.need(right)
        if not self._desk.worklist.within(self.sight, number):
            raise UnknownCase("no case in sight has this number")
