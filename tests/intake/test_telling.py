"""What the farmer is told of each move."""

import pytest

from intake.desk import IntakeDesk
from intake.domain import MOVES, Channel, Move, Who
from intake.wording import Wording
from tests.intake.samples import a_report, bring_to_decision, make, of_neighbour


def _bodies(desk: IntakeDesk) -> dict[str, str]:
    """Return the newest message of each conversation, and take all."""
    return {one.conversation: one.body for one in desk.deliveries.claim(100)}


@pytest.mark.parametrize("move", [move for move, rule in MOVES.items() if rule.tells])
def test_every_move_that_is_told_has_a_sentence(move: Move) -> None:
    """It names the receipt; a decision is told as the county's, never as the assistant's own."""
    said = Wording.load().texts(f"told.{move}", receipt="MB261123-000001", phone="12317")

    assert "MB261123-000001" in said
    assert "符合条件" not in said


def test_a_refusal_tells_the_household_why_and_what_to_do(desk: IntakeDesk, county: int) -> None:
    """The neighbour who reported too learns the outcome, not the reason."""
    number = desk.file(a_report()).case_number
    desk.file(of_neighbour("n"))
    bring_to_decision(desk, number, county)
    desk.move(number, Move.DECLINE, county, "家庭收入高于监测线")
    told = _bodies(desk)

    assert set(told) == {"web-wang", "web-neighbour"}
    assert "申请复核" in told["web-wang"]
    assert "12317" in told["web-wang"]
    assert "家庭收入高于监测线" in told["web-wang"]
    assert "家庭收入高于监测线" not in told["web-neighbour"]


def test_a_note_for_colleagues_is_not_told(desk: IntakeDesk, county: int) -> None:
    """Only where the rule of the move says so."""
    receipt = desk.file(a_report())
    desk.move(receipt.number, Move.TAKE, county, "此户与邻居有纠纷")

    assert "纠纷" not in _bodies(desk)["web-wang"]


def test_a_conversation_with_several_reports_is_told_once(desk: IntakeDesk, county: int) -> None:
    """Of the newest."""
    desk.file(a_report("1"))
    receipt = desk.file(a_report("2"))
    desk.move(receipt.number, Move.TAKE, county)
    deliveries = desk.deliveries.claim(10)

    assert len(deliveries) == 1
    assert receipt.number in deliveries[0].body


def test_who_took_the_report_back_or_cannot_be_written_to_is_told_nothing(desk: IntakeDesk, county: int) -> None:
    """An alert of a department has no conversation to answer in."""
    receipt = desk.file(a_report())
    neighbour = desk.file(of_neighbour("n"))
    desk.file(a_report("alert", conversation="office", channel=Channel.OFFICE, who=Who.CADRE))
    desk.withdraw(neighbour.number, "web-neighbour")
    make(desk, receipt.number, Move.TAKE, county)

    assert set(_bodies(desk)) == {"web-wang"}
