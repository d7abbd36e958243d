"""What staff does to a case."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from intake.deadlines import Colour
from intake.desk import IntakeDesk
from intake.domain import CaseState, Labour, Move, Needed, Role, Urgency
from intake.errors import (
    FieldRequired,
    IntakeBusy,
    MoveNotAllowed,
    NoteRequired,
    NotYours,
    TakenByOther,
    UnknownCase,
    UnknownStaff,
)
from intake.reports import Person
from storage.engine import writing
from tests.intake.samples import LI, TO_DECISION, WANG, StoppedClock, a_report, bring_to_decision, make, of_neighbour

AddStaff = Callable[[str, Role], int]


@pytest.fixture
def number(desk: IntakeDesk) -> str:
    """The number of a case that nobody has taken."""
    return desk.file(a_report()).case_number


def test_a_case_goes_through_the_whole_procedure(desk: IntakeDesk, number: str, county: int) -> None:
    """Every move is an event that says from where, to where and by whom."""
    states = [make(desk, number, move, county) for move in (*TO_DECISION, Move.INCLUDE)]
    events = desk.case(number).events

    assert states[-1] is CaseState.INCLUDED
    assert [event.to_state for event in events[1:]] == states
    assert [event.from_state for event in events[1:]] == [CaseState.RECEIVED, *states[:-1]]
    assert {event.staff for event in events[1:]} == {"周县长"}
    assert desk.queue() == ()


def test_taking_a_case_writes_down_who_has_it(desk: IntakeDesk, number: str, county: int, clock: StoppedClock) -> None:
    """In the file and in the list, with the moment of the move."""
    clock.advance(hours=2)
    desk.move(number, Move.TAKE, county, " 今天就去 ")
    file = desk.case(number)

    assert (file.taken_by, file.state_since, file.version) == ("周县长", clock.now, 2)
    assert file.events[-1].note == "今天就去"
    assert desk.queue()[0].taken_by == "周县长"


def test_a_case_is_found_by_a_receipt_too(desk: IntakeDesk, county: int) -> None:
    """People read out what they have."""
    receipt = desk.file(a_report())

    assert desk.move(receipt.number, Move.TAKE, county) is CaseState.ACCEPTED


def test_of_two_who_take_a_case_one_wins(desk: IntakeDesk, number: str, add_staff: AddStaff) -> None:
    """Eight at the same moment: one has it, seven learn that it is taken, one event is written."""
    staff = [add_staff(f"干部{one}", Role.VILLAGE) for one in range(8)]

    def take(staff_id: int) -> bool:
        try:
            desk.move(number, Move.TAKE, staff_id)
        except TakenByOther:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(take, staff))

    assert won.count(True) == 1
    assert desk.case(number).taken_by == f"干部{won.index(True)}"
    assert [event.kind for event in desk.case(number).events] == ["opened", "take"]


@pytest.mark.parametrize("move", [Move.VISIT, Move.REVIEW, Move.INCLUDE, Move.DECLINE, Move.APPEAL])
def test_a_move_that_the_state_does_not_allow_changes_nothing(
    desk: IntakeDesk, number: str, county: int, move: Move
) -> None:
    """No step of the procedure is skipped."""
    with pytest.raises(MoveNotAllowed):
        desk.move(number, move, county, "说明")

    assert desk.case(number).state is CaseState.RECEIVED
    assert len(desk.case(number).events) == 1


def test_a_move_that_the_role_does_not_allow_changes_nothing(
    desk: IntakeDesk, number: str, county: int, add_staff: AddStaff
) -> None:
    """The village does not decide."""
    bring_to_decision(desk, number, county)

    with pytest.raises(MoveNotAllowed, match="role village"):
        desk.move(number, Move.INCLUDE, add_staff("村干部", Role.VILLAGE))
    assert desk.case(number).state is CaseState.COUNTY_DECISION


def test_a_move_that_needs_more_than_a_note_names_what_is_missing(desk: IntakeDesk, number: str, county: int) -> None:
    """The case stays where it is; with everything told it goes on and the event keeps it."""
    for move in (Move.TAKE, Move.VISIT):
        desk.move(number, move, county)

    with pytest.raises(FieldRequired) as caught:
        desk.move(number, Move.REVIEW, county)
    assert caught.value.refusal is not None
    assert caught.value.refusal.fields == (Needed.VISITED_ON, Needed.VISITORS, Needed.LABOUR)
    assert make(desk, number, Move.REVIEW, county) is CaseState.VILLAGE_REVIEW
    assert desk.case(number).events[-1].fields["visitors"] == "赵甲、钱乙"
    assert desk.case(number).labour is Labour.WEAK


def test_a_sudden_disaster_is_helped_first_and_decided_later(
    desk: IntakeDesk, number: str, add_staff: AddStaff
) -> None:
    """The green channel skips the queue, not the procedure: from there only the visit leads to a decision."""
    township = add_staff("乡镇干部", Role.TOWNSHIP)
    state = make(desk, number, Move.GREEN_CHANNEL, township, "昨夜大水进屋")

    assert state is CaseState.EMERGENCY_HELP
    assert desk.queue()[0].green
    with pytest.raises(MoveNotAllowed):
        make(desk, number, Move.TO_COUNTY, township)
    assert desk.move(number, Move.VISIT, township) is CaseState.VISIT
    assert desk.case(number).green_at is not None


def test_the_reporter_appeals_and_the_township_looks_again(desk: IntakeDesk, county: int, clock: StoppedClock) -> None:
    """From where the report was filed only; the total deadline starts anew."""
    receipt = desk.file(a_report())
    bring_to_decision(desk, receipt.case_number, county)
    desk.move(receipt.case_number, Move.DECLINE, county, "收入高于监测线")
    clock.advance(days=30)

    with pytest.raises(NotYours):
        desk.appeal(receipt.number, "web-li")
    assert desk.appeal(receipt.number, "web-wang", "住院费没有算进去").state is CaseState.APPEAL
    with pytest.raises(MoveNotAllowed):
        desk.appeal(receipt.number, "web-wang")
    desk.move(receipt.number, Move.RECHECK, county, "重新核算")
    due = desk.case(receipt.number).due
    assert due is not None
    assert due.colour is Colour.GREEN
    assert [event.note for event in desk.case(receipt.number).events][-2:] == ["住院费没有算进去", "重新核算"]


def test_a_refusal_needs_a_reason(desk: IntakeDesk, number: str, county: int) -> None:
    """White space is none."""
    bring_to_decision(desk, number, county)

    with pytest.raises(NoteRequired):
        desk.move(number, Move.DECLINE, county, "  ")
    assert desk.move(number, Move.DECLINE, county, "收入高于监测线") is CaseState.NOT_INCLUDED


def test_unknown_cases_and_accounts_are_refused(desk: IntakeDesk, number: str, county: int) -> None:
    """Nobody acts without an account, nor on what is not there."""
    with pytest.raises(UnknownStaff):
        desk.move(number, Move.TAKE, county + 1)
    with pytest.raises(UnknownCase):
        desk.move("C000101-000000", Move.TAKE, county)


def test_an_appeal_is_refused_while_the_household_has_another_open_case(
    desk: IntakeDesk, number: str, county: int
) -> None:
    """One open case per household; a new report after the refusal is the one that counts."""
    bring_to_decision(desk, number, county)
    desk.move(number, Move.DECLINE, county, "收入高于监测线")
    again = desk.file(a_report("second"))

    with pytest.raises(MoveNotAllowed, match="another open case"):
        desk.move(number, Move.APPEAL, county)
    desk.withdraw(again.number, "web-wang")
    assert desk.move(number, Move.APPEAL, county) is CaseState.APPEAL


def test_the_reports_of_a_merged_case_follow_the_one_that_goes_on(desk: IntakeDesk, county: int) -> None:
    """Receipts show where the remaining case stands, which takes the higher urgency over."""
    one = desk.file(a_report())
    other = desk.file(of_neighbour("n", Person("王老三", "天星村"), urgency=Urgency.NOW))
    desk.move(other.case_number, Move.MERGE, county, f"与 {one.case_number} 同一户")
    desk.move(one.case_number, Move.TAKE, county)
    file = desk.case(other.number)

    assert (file.number, file.urgency) == (one.case_number, Urgency.NOW)
    assert desk.status(number=other.number)[0].state is CaseState.ACCEPTED
    assert file.events[1].note == other.case_number
    assert desk.case(other.case_number).reports == ()
    assert desk.queue(state=CaseState.MERGED) == ()


def test_a_merge_names_an_open_case(desk: IntakeDesk, number: str, county: int) -> None:
    """Not itself, not a closed one, not none."""
    closed = desk.file(a_report("li", conversation="web-li", person=LI))
    desk.withdraw(closed.number, "web-li")

    for note, error in (("同一户", NoteRequired), (number, NoteRequired), (closed.case_number, UnknownCase)):
        with pytest.raises(error):
            desk.move(number, Move.MERGE, county, note)
    assert desk.case(number).state is CaseState.RECEIVED


def test_revealing_a_person_needs_a_reason_and_is_written_down(desk: IntakeDesk, number: str, county: int) -> None:
    """Who looked and why stands in the case's history."""
    assert desk.reveal(number, county, "入户前核对电话") == WANG
    event = desk.case(number).events[-1]

    assert (event.kind, event.staff, event.note) == ("revealed", "周县长", "入户前核对电话")
    with pytest.raises(NoteRequired):
        desk.reveal(number, county, " ")
    with pytest.raises(UnknownStaff):
        desk.reveal(number, county + 1, "好奇")
    assert len(desk.case(number).events) == 2


def test_a_revealed_person_is_put_together_from_all_reports(desk: IntakeDesk, county: int) -> None:
    """The newest report that tells a thing wins."""
    desk.file(a_report("1", person=Person(phone="13800000000", household_size=3)))
    receipt = desk.file(a_report("2", person=Person("王建国", "天星村", "13912345678")))

    assert desk.reveal(receipt.number, county, "核实") == Person("王建国", "天星村", "13912345678", 3)


def test_a_locked_database_changes_nothing(sqlite_desk: IntakeDesk, sqlite: Engine) -> None:
    """The move can be made again."""
    number = sqlite_desk.file(a_report()).case_number
    with writing(sqlite), pytest.raises(IntakeBusy):
        sqlite_desk.move(number, Move.TAKE, 1)

    assert sqlite_desk.case(number).version == 1
