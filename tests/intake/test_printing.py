"""Cases and tickets on a terminal."""

import json
import unicodedata
from dataclasses import replace

import pytest

from intake.desk import IntakeDesk
from intake.domain import Channel, Move, RiskKind, TicketKind, Urgency
from intake.printing import case_json, case_row_json, case_table, case_text, printable, ticket_text
from intake.reports import Person
from intake.tickets import NewTicket
from intake.wording import Wording
from tests.intake.samples import LI, WANG, a_report, of_neighbour


@pytest.fixture(scope="module")
def wording() -> Wording:
    """The texts that come with the package."""
    return Wording.load()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def test_the_columns_of_a_table_stand_under_their_headings(sqlite_desk: IntakeDesk, wording: Wording) -> None:
    """A Chinese character is two columns wide."""
    sqlite_desk.file(a_report())
    sqlite_desk.file(
        a_report("li", conversation="web-li", person=LI, risk_kinds=(RiskKind.DEBT, RiskKind.ELDERLY_ALONE))
    )
    heading, *lines = case_table(sqlite_desk.queue(), wording).splitlines()

    for column, values in (("申报时间", ("2026-11-23 16:00",) * 2), ("姓名", ("李**", "王**"))):
        starts = {_width(line[: line.index(value)]) for line, value in zip(lines, values, strict=True)}
        assert starts == {_width(heading[: heading.index(column)])}


def test_an_empty_queue_is_said_to_be_empty(wording: Wording) -> None:
    """Not a table of headings."""
    assert case_table((), wording) == "没有案件。"


def test_a_line_as_json_holds_values_and_local_times(sqlite_desk: IntakeDesk) -> None:
    """Programs read the domain's values, not their Chinese words."""
    receipt = sqlite_desk.file(a_report())
    line = json.loads(json.dumps(case_row_json(sqlite_desk.queue()[0])))

    assert line["case"] == receipt.case_number
    assert line["receipts"] == [receipt.number]
    assert (line["state"], line["urgency"], line["kinds"]) == ("received", "normal", ["disease"])
    assert (line["channel"], line["source"], line["who"], line["name"]) == ("web", "form", "self", "王**")
    assert line["filed_at"] == "2026-11-23T16:00:00+08:00"


def test_a_file_tells_story_reports_and_events(desk: IntakeDesk, wording: Wording, county: int) -> None:
    """In Chinese, with the person masked."""
    first = desk.file(a_report(story="住院花了八万"))
    second = desk.file(of_neighbour("n", replace(WANG, relation="邻居"), story="他家欠了债"))
    desk.withdraw(second.number, "web-neighbour")
    desk.move(first.case_number, Move.TAKE, county, "今天就去")
    text = case_text(desk.case(first.number), wording)

    for said in (first.number, second.number, "住院花了八万", "他家欠了债", "已撤回", "邻居", "王**", "139****5678"):
        assert said in text
    assert "受理(已收到 → 已受理)  周县长  今天就去" in text
    assert "经办人 周县长" in text
    assert "王建国" not in text


def test_a_file_as_json_holds_all_of_it(sqlite_desk: IntakeDesk) -> None:
    """Receipts, story and kinds of the case stand at the top."""
    receipt = sqlite_desk.file(a_report(story="住院花了八万"))
    file = json.loads(json.dumps(case_json(sqlite_desk.case(receipt.number))))

    assert (file["case"], file["receipts"], file["kinds"]) == (receipt.case_number, [receipt.number], ["disease"])
    assert file["story"] == file["reports"][0]["story"] == "住院花了八万"
    assert file["person"]["name"] == "王**"
    assert file["events"][0]["kind"] == "opened"


def test_what_is_not_known_is_said_to_be_so(sqlite_desk: IntakeDesk, wording: Wording) -> None:
    """No None on a screen."""
    receipt = sqlite_desk.file(a_report(person=Person(), story=""))
    text = case_text(sqlite_desk.case(receipt.number), wording)

    assert "姓名 未填  地点 未填  电话 未填  家庭人口 未填" in text
    assert "None" not in text


def test_tickets_are_listed_with_text_and_phone(sqlite_desk: IntakeDesk, wording: Wording) -> None:
    """Whoever calls back needs both."""
    assert ticket_text((), wording) == wording.texts("tickets.empty")
    number = sqlite_desk.open_ticket(
        NewTicket(TicketKind.COMPLAINT, "web-wang", Channel.WEB, "村里不给登记", "13912345678")
    )
    text = ticket_text(sqlite_desk.tickets(), wording)

    assert all(said in text for said in (number, "投诉", "13912345678", "村里不给登记"))


def test_control_characters_do_not_reach_the_terminal() -> None:
    """A story could otherwise clear the screen or write another line over it; line ends stay."""
    assert printable("住院\x1b[2J\r花了\u202e八万\n欠债") == "住院[2J花了八万\n欠债"


def test_a_case_says_until_when_and_why_it_stands_where_it_does(sqlite_desk: IntakeDesk, wording: Wording) -> None:
    """The list has the deadline, the file its source and the reasons of the order."""
    number = sqlite_desk.file(a_report(urgency=Urgency.NOW)).case_number

    assert "2026-11-24 时间充足" in case_table(sqlite_desk.queue(), wording)
    shown = case_text(sqlite_desk.case(number), wording)
    assert "期限 2026-11-24 时间充足  依据 县里自定" in shown
    assert "排序 235 分（只排先后，不作结论）：紧急程度：紧急，困难类型：大病" in shown
    assert case_row_json(sqlite_desk.queue()[0])["due"]["on"] == "2026-11-24"
