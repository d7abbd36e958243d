"""The queue as staff reads it."""

import pytest

from intake.desk import IntakeDesk
from intake.domain import CaseState, Move, RiskKind, Urgency, Who
from intake.errors import UnknownCase
from intake.reports import Person
from tests.intake.samples import StoppedClock, a_report, of_neighbour


def _file(desk: IntakeDesk, name: str, urgency: Urgency = Urgency.NORMAL) -> str:
    person = Person(name, "东山镇天星村")
    return desk.file(a_report(name, conversation=f"web-{name}", person=person, urgency=urgency)).case_number


def test_the_most_urgent_comes_first_then_the_newest(desk: IntakeDesk, clock: StoppedClock) -> None:
    """now, soon, normal; within each the last one filed leads."""
    filed = {}
    for name, urgency in (("甲甲", "normal"), ("乙乙", "now"), ("丙丙", "soon"), ("丁丁", "normal"), ("戊戊", "now")):
        filed[_file(desk, name, Urgency(urgency))] = name
        clock.advance(minutes=1)

    assert [filed[row.number] for row in desk.queue()] == ["戊戊", "乙乙", "丙丙", "丁丁", "甲甲"]
    assert [filed[row.number] for row in desk.queue(limit=2, offset=1)] == ["乙乙", "丙丙"]


def test_a_line_holds_what_staff_needs_and_no_more_of_the_person(desk: IntakeDesk, clock: StoppedClock) -> None:
    """The name is masked, the place ends at the township; receipts and kinds are those of all reports."""
    first = desk.file(a_report())
    second = desk.file(of_neighbour("n", risk_kinds=(RiskKind.DEBT, RiskKind.DISEASE)))
    (row,) = desk.queue()

    assert (row.masked_name, row.place) == ("王**", "华容县东山镇")
    assert row.receipts == (first.number, second.number)
    assert row.kinds == (RiskKind.DISEASE, RiskKind.DEBT)
    assert (row.who, row.filed_at, row.state) == (Who.SELF, clock.now, CaseState.RECEIVED)
    assert "王建国" not in repr(row)


def test_the_queue_holds_open_cases_and_every_state_can_be_asked_for(desk: IntakeDesk, county: int) -> None:
    """Closed ones come last where all are listed."""
    taken, closed, new = (_file(desk, name) for name in ("甲甲", "乙乙", "丙丙"))
    desk.move(taken, Move.TAKE, county)
    desk.move(closed, Move.REFER, county, "转民政")

    assert [row.number for row in desk.queue()] == [new, taken]
    assert [row.number for row in desk.queue(state=CaseState.REFERRED)] == [closed]
    assert [row.number for row in desk.everything(limit=10)] == [new, taken, closed]
    assert desk.counts() == {CaseState.RECEIVED: 1, CaseState.ACCEPTED: 1, CaseState.REFERRED: 1}


def test_a_file_holds_all_reports_and_stories(desk: IntakeDesk) -> None:
    """Oldest first, each as its reporter told it."""
    first = desk.file(a_report(story="住院花了八万"))
    second = desk.file(of_neighbour("n", story="隔壁老王病了", risk_kinds=(RiskKind.DEBT,)))
    file = desk.case(second.number)

    assert file.number == first.case_number
    assert [report.receipt for report in file.reports] == [first.number, second.number]
    assert file.story == "住院花了八万\n\n隔壁老王病了"
    assert file.kinds == (RiskKind.DISEASE, RiskKind.DEBT)


def test_a_file_masks_the_person_and_numbers_in_the_story(desk: IntakeDesk) -> None:
    """Until somebody reveals it with a reason."""
    story = "我叫他打13912345678,身份证430623198001010018,欠了80000元"
    file = desk.case(desk.file(a_report(story=story)).number)

    assert file.person == Person("王**", "华容县东山镇", "139****5678", household_size=4)
    assert "13912345678" not in file.story
    assert "430623198001010018" not in file.story
    assert "欠了80000元" in file.story


def test_a_file_of_a_person_who_told_nothing_can_be_read(desk: IntakeDesk) -> None:
    """Crisis reports hold a story and nothing else."""
    file = desk.case(desk.file(a_report(person=Person())).number)

    assert file.person == Person()
    assert desk.queue()[0].masked_name == ""


@pytest.mark.parametrize("number", ["C000101-000000", "MB000101-000000", "", "王建国"])
def test_a_number_that_was_never_given_is_unknown(desk: IntakeDesk, number: str) -> None:
    """The error does not repeat what was typed, which may be anything."""
    with pytest.raises(UnknownCase) as caught:
        desk.case(number)

    assert not number or number not in str(caught.value)


def test_a_story_hides_whom_it_is_about(desk: IntakeDesk) -> None:
    """The name and the house that a reporter put into the story stand there as little as the phone does."""
    receipt = desk.file(a_report(story="我叫王建国,住华容县东山镇天星村3组,电话13912345678,看不起病"))
    story = desk.case(receipt.case_number).reports[0].story

    for hidden in ("王建国", "天星村", "13912345678"):
        assert hidden not in story
    assert "看不起病" in story
