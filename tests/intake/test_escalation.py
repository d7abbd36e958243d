"""What is overdue goes up."""

from intake.desk import IntakeDesk
from intake.domain import Move, Role
from tests.intake.samples import StoppedClock, a_report


def test_an_overdue_case_goes_up_level_by_level_and_once_each(
    desk: IntakeDesk, clock: StoppedClock, county: int
) -> None:
    """Filed on a Monday with two working days: Thursday the township, the Monday after the county."""
    number = desk.file(a_report()).case_number

    said = []
    for _ in range(8):
        said.append(desk.escalate())
        assert desk.escalate() == {}
        clock.advance(days=1)

    assert said == [{}, {}, {}, {number: Role.TOWNSHIP}, {}, {}, {}, {number: Role.COUNTY}]
    assert [event.note for event in desk.case(number).events if event.kind == "escalated"] == ["township", "county"]
    assert desk.audit.rows(1)[0].act == "escalated"


def test_a_move_starts_a_new_deadline(desk: IntakeDesk, clock: StoppedClock, county: int) -> None:
    """And may go up again when that passes."""
    number = desk.file(a_report()).case_number
    clock.advance(days=3)
    assert desk.escalate() == {number: Role.TOWNSHIP}
    desk.move(number, Move.TAKE, county)

    assert desk.escalate() == {}
    clock.advance(days=5)
    assert desk.escalate() == {number: Role.TOWNSHIP}


def test_a_closed_case_does_not_go_up(desk: IntakeDesk, clock: StoppedClock, county: int) -> None:
    """Nobody has to act any more."""
    desk.move(desk.file(a_report()).case_number, Move.REFER, county, "转民政")
    clock.advance(days=60)

    assert desk.escalate() == {}
