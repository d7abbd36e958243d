"""What is kept for how long."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from intake.desk import IntakeDesk
from intake.domain import CaseState, Channel, Move, TicketKind
from intake.drafts import Draft
from intake.errors import BadRuleFile
from intake.reports import Person
from intake.retention import RETENTION_FILE, RetentionRules
from intake.tables import drafts, reports
from intake.tickets import NewTicket
from storage.engine import reading
from tests.intake.samples import LI, StoppedClock, a_report, bring_to_decision, make, of_neighbour

_NOTHING = {"drafts": 0, "tickets": 0, "deliveries": 0, "wishes": 0, "cases": 0}


@pytest.fixture
def office(desk: IntakeDesk, county: int) -> dict[str, str]:
    """One of everything that ends some day, and a household that is helped; receipts and case numbers by name."""
    refused, helped = desk.file(a_report()), desk.file(of_neighbour("li", LI))
    for number, move, note in ((refused, Move.DECLINE, "去过王建国家"), (helped, Move.INCLUDE, "")):
        bring_to_decision(desk, number.case_number, county)
        make(desk, number.case_number, move, county, note)
    for delivery in desk.deliveries.claim(100):
        desk.deliveries.complete(delivery)
    draft = Draft("k", Channel.WEB, "place", {"name": "王建国"}, desk.case(refused.number).opened_at)
    desk.save_draft("web-draft", draft)
    ticket = desk.open_ticket(NewTicket(TicketKind.HUMAN, "web-wang", Channel.WEB, "找人", "13912345678"))
    desk.close_ticket(ticket, county)
    confirmed = desk.wishes.begin("web-wang", Channel.WEB, "电工")
    desk.wishes.confirm(confirmed, "web-wang")
    desk.wishes.begin("web-wang", Channel.WEB, "没有说完")
    return {"refused": refused.number, "helped": helped.number}


def _drafts(engine: Engine) -> int:
    with reading(engine) as connection:
        return len(connection.execute(select(drafts)).all())


@pytest.mark.parametrize(
    ("days", "gone"),
    [
        (7, {}),
        (8, {"drafts": 1, "wishes": 1}),
        (91, {"drafts": 1, "wishes": 1, "deliveries": 12}),
        (366, {"drafts": 1, "wishes": 2, "deliveries": 12, "tickets": 1}),
        (1096, {"drafts": 1, "wishes": 2, "deliveries": 12, "tickets": 1, "cases": 1}),
    ],
)
def test_each_table_has_its_own_time(
    desk: IntakeDesk, office: dict[str, str], clock: StoppedClock, days: int, gone: dict[str, int]
) -> None:
    """A dry run counts what a run takes, and changes nothing; a second run finds nothing."""
    clock.advance(days=days)
    expected = _NOTHING | gone

    assert desk.retention.due() == expected
    assert desk.retention.due() == expected
    assert desk.retention.run() == expected
    assert desk.retention.run() == _NOTHING
    assert desk.audit.verify().wrong is None


def test_an_old_case_forgets_the_person_and_stays_counted(
    desk: IntakeDesk, office: dict[str, str], clock: StoppedClock, engine: Engine
) -> None:
    """States and times stay, stories, persons, notes and keys go; the household that is helped is not touched."""
    clock.advance(days=2000)
    desk.retention.run()
    file = desk.case(office["refused"])

    assert (file.state, file.person, file.story) == (CaseState.NOT_INCLUDED, Person(), "")
    assert all(event.note == "" and event.fields == {} for event in file.events)
    assert len(file.events) == 7
    assert desk.case(office["helped"]).person.name == "李**"
    with reading(engine) as connection:
        row = connection.execute(select(reports).where(reports.c.number == office["refused"])).one()
    assert (row.conversation, row.contact_key, row.phone_key, row.village_key) == ("erased", None, None, None)
    assert desk.status("web-wang") == ()


def test_a_merged_case_forgets_who_visited(desk: IntakeDesk, county: int, clock: StoppedClock) -> None:
    """It has no reports any more, but what was written down on the way: names without a note too."""
    one, two = desk.file(a_report()), desk.file(of_neighbour("li", LI))
    for move in (Move.TAKE, Move.VISIT, Move.REVIEW):
        make(desk, one.case_number, move, county)
    desk.move(one.case_number, Move.SEND_BACK, county, "再看看")
    desk.merge(one.case_number, two.case_number, county)
    clock.advance(days=1096)

    assert desk.retention.run()["cases"] == 1
    assert all(not event.fields for event in desk.case(one.case_number).events)
    assert desk.retention.due()["cases"] == 0


def test_an_open_case_is_kept_however_old(desk: IntakeDesk, clock: StoppedClock) -> None:
    """Somebody still has to look at it."""
    desk.file(a_report())
    clock.advance(days=5000)

    assert desk.retention.run() == _NOTHING


@pytest.mark.parametrize(
    ("old", "new"), [("days = 7\n", "days = 0\n"), ("[tickets]", "[ticket]"), ('source = "县里自定"', 'source = ""')]
)
def test_a_mistake_in_the_table_is_named(tmp_path: Path, old: str, new: str) -> None:
    """The county edits it by hand."""
    path = tmp_path / "retention.toml"
    path.write_text(RETENTION_FILE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    with pytest.raises(BadRuleFile, match=r"retention\.toml"):
        RetentionRules.load(path)
