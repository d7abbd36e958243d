"""What a reporter may ask about their own data."""

import json
from datetime import UTC, datetime

import pytest

from intake.desk import IntakeDesk
from intake.domain import CaseState, Channel, Move, TicketKind
from intake.drafts import Draft
from intake.duplicates import SameBy
from intake.errors import NotErasable, NotYours, UnknownReceipt
from intake.reports import Person
from intake.tickets import NewTicket
from tests.intake.samples import WANG, a_report, bring_to_decision, of_neighbour


def test_a_copy_holds_everything_of_the_conversation_and_nothing_of_others(desk: IntakeDesk, county: int) -> None:
    """Readable JSON: reports with their steps, messages, tickets, the draft; no colleague's note, no colleague."""
    receipt = desk.file(a_report(story="住院花了八万"))
    desk.file(of_neighbour("n", story="邻居说的话"))
    desk.move(receipt.number, Move.TAKE, county, "内部说明")
    desk.open_ticket(NewTicket(TicketKind.COMPLAINT, "web-wang", Channel.WEB, "没人理我"))
    desk.save_draft(
        "web-wang", Draft("k", Channel.WEB, "place", {"name": "王小二"}, datetime(2026, 11, 23, 7, tzinfo=UTC))
    )
    copied = json.loads(json.dumps(desk.own_data.copy("web-wang"), ensure_ascii=False))
    told = json.dumps(copied, ensure_ascii=False)

    (report,) = copied["reports"]
    assert (report["receipt"], report["story"], report["person"]["name"]) == (receipt.number, "住院花了八万", "王建国")
    assert [step["state"] for step in report["steps"]] == ["received", "accepted"]
    assert len(copied["messages"]) == 1
    assert copied["tickets"][0]["text"] == "没人理我"
    assert "王小二" in copied["draft"]
    assert not [word for word in ("内部说明", "邻居说的话", "周县长") if word in told]
    assert desk.audit.rows(1)[0].act == "copied"
    nothing = desk.own_data.copy("web-nobody")
    assert set(nothing) == {"reports", "messages", "tickets", "draft", "wishes", "campaigns"}
    assert not any(nothing.values())


def test_a_correction_changes_what_was_told_and_stays_in_the_history(desk: IntakeDesk, county: int) -> None:
    """What is not told again stays; the corrected phone finds duplicates from now on."""
    receipt = desk.file(a_report())
    other = desk.file(of_neighbour("n", Person("王强", "松木桥村", "13800001111")))
    after = desk.own_data.correct(receipt.number, "web-wang", Person(phone="13800001111", household_size=5))

    assert after == Person(WANG.name, WANG.place, "13800001111", 5)
    assert desk.reveal(receipt.number, county, "核实") == after
    assert desk.case(receipt.number).events[-2].kind == "corrected"
    assert [one.number for one in desk.duplicates(receipt.number)] == [other.case_number]
    assert desk.duplicates(receipt.number)[0].because == (SameBy.PHONE,)
    assert "13800001111" not in repr(desk.audit.rows())


def test_only_whoever_filed_it_corrects_or_deletes(desk: IntakeDesk) -> None:
    """From the same conversation."""
    receipt = desk.file(a_report())
    with pytest.raises(NotYours):
        desk.own_data.correct(receipt.number, "web-li", Person("李秀英"))
    with pytest.raises(NotYours):
        desk.own_data.delete(receipt.number, "web-li")
    with pytest.raises(UnknownReceipt):
        desk.own_data.delete("MB000101-000000", "web-wang")


def test_a_withdrawn_report_is_deleted_for_good(desk: IntakeDesk, county: int) -> None:
    """Nothing can be read any more, by nobody, and the conversation has no report."""
    receipt = desk.file(a_report())
    desk.move(receipt.number, Move.TAKE, county, "王建国不在家")
    with pytest.raises(NotErasable):
        desk.own_data.delete(receipt.number, "web-wang")
    desk.withdraw(receipt.number, "web-wang")
    desk.own_data.delete(receipt.number, "web-wang")
    file = desk.case(receipt.number)

    assert (file.state, file.person, file.story) == (CaseState.WITHDRAWN, Person(), "")
    assert [event.note for event in file.events] == [""] * 4
    assert desk.status("web-wang") == ()
    assert desk.own_data.copy("web-wang")["messages"] == []
    with pytest.raises(NotYours):
        desk.own_data.delete(receipt.number, "erased")
    assert desk.audit.verify().wrong is None


def test_a_report_beside_others_goes_alone(desk: IntakeDesk) -> None:
    """The neighbour's report of the same household stays as it is."""
    receipt = desk.file(a_report())
    neighbour = desk.file(of_neighbour("n", story="邻居说的话"))
    desk.withdraw(receipt.number, "web-wang")
    desk.own_data.delete(receipt.number, "web-wang")

    assert desk.case(neighbour.number).story == "邻居说的话"
    assert desk.case(neighbour.number).state is CaseState.RECEIVED


def test_what_the_county_helps_is_kept(desk: IntakeDesk, county: int) -> None:
    """A refused one may go."""
    receipt = desk.file(a_report())
    bring_to_decision(desk, receipt.case_number, county)
    with pytest.raises(NotErasable):
        desk.own_data.delete(receipt.number, "web-wang")
    desk.move(receipt.number, Move.DECLINE, county, "收入高于监测线")

    desk.own_data.delete(receipt.number, "web-wang")
    assert desk.case(receipt.number).person == Person()
