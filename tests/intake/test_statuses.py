"""What a reporter can ask and take back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from intake.desk import IntakeDesk
from intake.domain import CaseState, Move
from intake.errors import IntakeBusy, MoveNotAllowed, NotYours, UnknownReceipt
from intake.reports import Person
from storage.engine import writing
from tests.intake.samples import LI, StoppedClock, a_report, of_neighbour


def test_a_conversation_sees_its_own_reports_newest_first(desk: IntakeDesk, clock: StoppedClock) -> None:
    """And nobody else's, not even in the same case."""
    first = desk.file(a_report("1"))
    clock.advance(hours=1)
    second = desk.file(a_report("2"))
    desk.file(of_neighbour("3"))

    statuses = desk.status(conversation="web-wang")

    assert [status.receipt for status in statuses] == [second.number, first.number]
    assert statuses[0].filed_at == clock.now


def test_the_bearer_of_a_number_sees_that_one_report(desk: IntakeDesk) -> None:
    """However the number was typed, with no more of the name than its first character."""
    receipt = desk.file(a_report("1"))
    desk.file(a_report("2"))

    (status,) = desk.status(number=receipt.number.lower().replace("-", " "))

    assert status.receipt == receipt.number
    assert status.state is CaseState.RECEIVED
    assert status.masked_name == "王**"
    assert not hasattr(status, "__dict__")


def test_nothing_found_is_an_empty_answer(desk: IntakeDesk) -> None:
    """For a number that was never given, for what is no number, for a new conversation, for no question."""
    desk.file(a_report())

    assert desk.status(number="MB000101-000000") == ()
    assert desk.status(number="'; DROP TABLE reports") == ()
    assert desk.status(conversation="web-new") == ()
    assert desk.status() == ()


def test_a_number_and_a_conversation_must_both_fit(desk: IntakeDesk) -> None:
    """A number of somebody else's is not one's own report."""
    receipt = desk.file(a_report())

    assert len(desk.status("web-wang", receipt.number)) == 1
    assert desk.status("web-li", receipt.number) == ()


def test_a_report_without_a_name_has_no_masked_one(desk: IntakeDesk) -> None:
    """Not a star too many."""
    desk.file(a_report(person=Person()))

    assert desk.status("web-wang")[0].masked_name == ""


def test_a_status_follows_the_case(desk: IntakeDesk, clock: StoppedClock, county: int) -> None:
    """All reports of a case stand where the case stands."""
    desk.file(a_report())
    neighbours = desk.file(of_neighbour("n"))
    desk.move(neighbours.case_number, Move.TAKE, county)

    (own,), (other,) = desk.status("web-wang"), desk.status("web-neighbour")

    assert own.state is other.state is CaseState.ACCEPTED
    assert own.state_since == clock.now


def test_a_withdrawn_report_closes_its_case(desk: IntakeDesk, clock: StoppedClock) -> None:
    """With an event that names the report."""
    receipt = desk.file(a_report())
    clock.advance(days=1)

    status = desk.withdraw(receipt.number, "web-wang")
    event = desk.case(receipt.case_number).events[-1]

    assert (status.state, status.state_since) == (CaseState.WITHDRAWN, clock.now)
    assert (event.kind, event.to_state, event.receipt) == ("withdraw", CaseState.WITHDRAWN, receipt.number)
    assert desk.queue() == ()


def test_a_case_goes_on_while_another_report_stands_in_it(desk: IntakeDesk) -> None:
    """One reporter's change of mind does not take the neighbour's report away."""
    own = desk.file(a_report())
    neighbours = desk.file(of_neighbour("n"))

    assert desk.withdraw(own.number, "web-wang").state is CaseState.WITHDRAWN
    assert desk.status(number=neighbours.number)[0].state is CaseState.RECEIVED
    assert desk.case(own.case_number).events[-1].kind == "report_withdrawn"

    desk.withdraw(neighbours.number, "web-neighbour")
    assert desk.case(own.case_number).state is CaseState.WITHDRAWN


def test_two_who_withdraw_at_the_same_moment_close_the_case(desk: IntakeDesk) -> None:
    """Neither takes the other's report for one that still stands."""
    numbers = [desk.file(of_neighbour(str(one), conversation=f"web-{one}")).number for one in range(4)]

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(desk.withdraw, numbers, [f"web-{one}" for one in range(4)]))

    assert {status.state for status in statuses} == {CaseState.WITHDRAWN}
    assert desk.case(numbers[0]).state is CaseState.WITHDRAWN


def test_only_where_it_was_filed_can_a_report_be_withdrawn(desk: IntakeDesk) -> None:
    """The bearer of the number may look, not take back."""
    receipt = desk.file(a_report())

    with pytest.raises(NotYours):
        desk.withdraw(receipt.number, "web-neighbour")
    with pytest.raises(UnknownReceipt):
        desk.withdraw("MB000101-000000", "web-wang")
    assert desk.status("web-wang")[0].state is CaseState.RECEIVED


def test_what_is_closed_cannot_be_withdrawn(desk: IntakeDesk, county: int) -> None:
    """Neither twice nor after another office has it."""
    receipt = desk.file(a_report())
    desk.withdraw(receipt.number, "web-wang")
    with pytest.raises(MoveNotAllowed):
        desk.withdraw(receipt.number, "web-wang")

    other = desk.file(a_report("li", conversation="web-li", person=LI))
    desk.move(other.case_number, Move.REFER, county, "转医保局")
    with pytest.raises(MoveNotAllowed):
        desk.withdraw(other.number, "web-li")


def test_a_locked_database_still_answers_questions(sqlite_desk: IntakeDesk, sqlite: Engine) -> None:
    """Reading waits for nobody; a withdrawal learns that it is busy and changes nothing."""
    receipt = sqlite_desk.file(a_report())
    with writing(sqlite):
        assert len(sqlite_desk.status("web-wang")) == 1
        with pytest.raises(IntakeBusy):
            sqlite_desk.withdraw(receipt.number, "web-wang")

    assert sqlite_desk.status("web-wang")[0].state is CaseState.RECEIVED
