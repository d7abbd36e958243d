"""Filing reports."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from intake.domain import CaseState, ReportSource, Urgency, Who
from intake.errors import IntakeBusy
from intake.reports import Person, Receipt
from intake.tables import cases
from storage.engine import reading, writing
from tests.intake.samples import LI, ScriptedNumbers, StoppedClock, a_report, count_rows, of_neighbour


def test_a_filed_report_is_on_disk_and_opens_a_case(desk: IntakeDesk, engine: Engine) -> None:
    """One report, one case, one event."""
    receipt = desk.file(a_report())

    assert receipt == Receipt(receipt.number, receipt.case_number, linked=False, repeated=False)
    assert receipt.number.startswith("MB261123-")
    assert receipt.case_number.startswith("C261123-")
    assert count_rows(engine) == (1, 1, 1)
    assert desk.case(receipt.number).events[0].kind == "opened"


def test_the_same_key_gives_the_same_receipt(desk: IntakeDesk, engine: Engine) -> None:
    """A repeated delivery never makes a second report, even with another text."""
    first = desk.file(a_report())
    again = desk.file(a_report(story="改过的说法"))

    assert again == replace(first, repeated=True)
    assert count_rows(engine) == (1, 1, 1)


def test_the_same_key_from_another_conversation_is_another_report(desk: IntakeDesk, engine: Engine) -> None:
    """Message ids that clients choose may collide; a stranger's report must not be lost for it."""
    first = desk.file(a_report("1"))
    other = desk.file(a_report("1", conversation="web-li", person=LI))

    assert not other.repeated
    assert other.number != first.number
    assert count_rows(engine)[0] == 2


def test_a_second_report_joins_the_open_case_of_the_household(desk: IntakeDesk, engine: Engine) -> None:
    """The neighbour's report gets a receipt of its own and stands in the same case."""
    first = desk.file(a_report())
    second = desk.file(of_neighbour("n", Person("王建国", "东山镇天星村三组")))

    assert second.linked
    assert second.case_number == first.case_number
    assert second.number != first.number
    assert [event.kind for event in desk.case(first.case_number).events] == ["opened", "linked"]
    assert count_rows(engine)[:2] == (2, 1)


def test_a_repeated_link_says_linked_again(desk: IntakeDesk) -> None:
    """The receipt is the first one, in all it says."""
    desk.file(a_report())
    linked = desk.file(of_neighbour("n"))

    assert desk.file(of_neighbour("n")) == replace(linked, repeated=True)


def test_name_and_phone_find_the_household_when_its_place_is_told_differently(desk: IntakeDesk) -> None:
    """天星村 alone is not 东山镇天星村3组, but the same name with the same phone is the same household."""
    first = desk.file(a_report())
    second = desk.file(of_neighbour("n", Person("王建国", "天星村", "13912345678")))

    assert second.case_number == first.case_number


def test_a_self_report_of_the_same_conversation_joins_its_open_case(desk: IntakeDesk) -> None:
    """Whoever first wrote without a name and then with one is still one household."""
    first = desk.file(a_report("1", person=Person(), source=ReportSource.CRISIS))
    second = desk.file(a_report("2"))
    neighbours = desk.file(of_neighbour("3"))

    assert second.linked
    assert second.case_number == neighbours.case_number == first.case_number


def test_the_household_named_counts_for_more_than_the_conversation(desk: IntakeDesk) -> None:
    """A phone lent to a neighbour does not put the neighbour's household into the owner's case."""
    owners = desk.file(a_report("1"))
    neighbours = desk.file(of_neighbour("2", LI))
    lent = desk.file(a_report("3", person=LI))

    assert lent.case_number == neighbours.case_number != owners.case_number


def test_a_conversation_that_reports_others_reports_several_households(desk: IntakeDesk) -> None:
    """A cadre files many reports from one chat."""
    first = desk.file(of_neighbour("1", who=Who.CADRE))
    second = desk.file(of_neighbour("2", LI, who=Who.CADRE))

    assert first.case_number != second.case_number


def test_after_a_case_is_closed_a_report_opens_a_new_one(desk: IntakeDesk) -> None:
    """One open case per household, any number of closed ones."""
    first = desk.file(a_report("1"))
    desk.withdraw(first.number, "web-wang")
    second = desk.file(a_report("2"))

    assert not second.linked
    assert second.case_number != first.case_number


@pytest.mark.parametrize(
    ("first", "second", "then"),
    [
        (Urgency.NORMAL, Urgency.NOW, Urgency.NOW),
        (Urgency.NOW, Urgency.NORMAL, Urgency.NOW),
        (Urgency.SOON, Urgency.SOON, Urgency.SOON),
    ],
)
def test_a_linked_report_can_only_raise_the_urgency(
    desk: IntakeDesk, first: Urgency, second: Urgency, then: Urgency
) -> None:
    """And the case's history tells when it did."""
    desk.file(a_report("1", urgency=first))
    receipt = desk.file(a_report("2", urgency=second))
    file = desk.case(receipt.case_number)

    assert file.urgency is then
    assert ("urgency_raised" in [event.kind for event in file.events]) == (then is not first)


def test_a_number_that_is_taken_is_replaced(engine: Engine, cipher: FieldCipher, clock: StoppedClock) -> None:
    """Six digits collide now and then; nobody notices."""
    numbers = ScriptedNumbers(MB=["MB1", "MB1", "MB2"], C=["C1", "C2", "C3"])
    desk = IntakeDesk(engine, cipher, clock, numbers)
    desk.file(a_report())

    receipt = desk.file(a_report("li", conversation="web-li", person=LI))

    assert (receipt.number, receipt.case_number) == ("MB2", "C3")
    assert count_rows(engine)[:2] == (2, 2)


def test_the_database_itself_refuses_a_second_open_case(engine: Engine, desk: IntakeDesk) -> None:
    """Whatever a program does, the household has one."""
    desk.file(a_report())
    with reading(engine) as connection:
        row = dict(connection.execute(select(cases)).mappings().one()) | {"id": 99, "number": "C-other"}

    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(cases.insert().values(**row))
    with writing(engine) as connection:
        connection.execute(cases.insert().values(**row | {"state": CaseState.WITHDRAWN.value}))


def test_a_locked_database_loses_nothing(sqlite_desk: IntakeDesk, sqlite: Engine) -> None:
    """The caller learns that it is busy, the same call works later, and the report is there once."""
    with writing(sqlite), pytest.raises(IntakeBusy):
        sqlite_desk.file(a_report())
    assert count_rows(sqlite) == (0, 0, 0)

    receipt = sqlite_desk.file(a_report())

    assert not receipt.repeated
    assert count_rows(sqlite) == (1, 1, 1)


def _rough(desk: IntakeDesk, story: str) -> Receipt:
    """File what was told while the assistant was away."""
    return desk.file(
        a_report("message", story=story, source=ReportSource.DEGRADED, person=Person(), consent_at=None)
    )


def test_the_form_completes_what_was_taken_down_meanwhile(desk: IntakeDesk, engine: Engine, county: int) -> None:
    """The story told again in the form keeps its receipt; neither message nor form makes a second report after it."""
    story = a_report().story
    rough = _rough(desk, story)
    full = desk.file(a_report(story=f"{story}\n还有欠债"))
    assert (full.number, full.case_number) == (rough.number, rough.case_number)
    assert desk.file(a_report(story=f"{story}\n还有欠债")) == replace(full, repeated=True)
    assert _rough(desk, story).number == rough.number
    assert count_rows(engine)[:2] == (1, 1)
    (filed,) = desk.case(rough.number).reports
    assert filed.source is ReportSource.FORM
    assert filed.story.endswith("还有欠债")
    assert [event.kind for event in desk.case(rough.number).events] == ["opened", "completed"]
    assert desk.reveal(rough.number, county, "核对").name == "王建国"


def test_another_trouble_is_a_report_of_its_own(desk: IntakeDesk) -> None:
    """A form that does not tell what was taken down before gets its own receipt, in the same case."""
    rough = _rough(desk, "屋里房子烧了一半")
    full = desk.file(a_report())
    assert full.number != rough.number
    assert full.case_number == rough.case_number
