"""The queue's page: order, masking, filters, paging, finding a number."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from intake.domain import Channel, Move, RiskKind, Urgency
from intake.reports import Person
from tests.console.office import COUNTY, VILLAGE, Browser, Office, Shown
from tests.intake.samples import LI, WANG

File = Callable[..., str]


@pytest.fixture
def file(office: Office) -> File:
    """File a report of a household of its own a minute later and return its case number."""
    filed: list[str] = []

    def one(urgency: Urgency = Urgency.NORMAL, **changes: Any) -> str:
        office.clock.advance(minutes=1)
        number = len(filed)
        household = Person(f"赵{number}", f"华容县东山镇新村{number}组", f"1390000{number:04}")
        changes = {"conversation": f"web-{number}", "person": household} | changes
        filed.append(office.file(f"report {number}", urgency=urgency, **changes).case_number)
        return filed[-1]

    return one


def _numbers(shown: Shown) -> list[str]:
    return re.findall(r'<a href="/cases/(C[\d-]+)">', shown.text)


def test_an_empty_queue_says_so(county: Browser) -> None:
    """Nothing to do is told in words, without an empty table."""
    shown = county.get("/")

    assert "现在没有未办结的案件" in shown.words
    assert "<table" not in shown.text


def test_most_urgent_first_then_newest(county: Browser, file: File) -> None:
    """Urgency decides, then the later report stands above the earlier."""
    old_normal, now, new_normal = file(), file(Urgency.NOW), file()
    soon, second_now = file(Urgency.SOON), file(Urgency.NOW)

    assert _numbers(county.get("/")) == [second_now, now, soon, new_normal, old_normal]


def test_a_line_tells_what_is_needed_to_choose(county: Browser, office: Office) -> None:
    """Urgency in words, kinds, masked name, place, Beijing time, state, channel; no phone, no full name."""
    office.file(urgency=Urgency.NOW, risk_kinds=(RiskKind.DISEASE, RiskKind.DEBT), channel=Channel.TELEGRAM)

    words = county.get("/").words.partition("并入申报")[2]

    for told in ("紧急", "大病、欠债", "王**", "华容县东山镇", "2026-11-23 16:00", "已收到", "Telegram"):
        assert told in words
    for hidden in ("王建国", "天星村", "13912345678", "住院"):
        assert hidden not in words


def test_linked_reports_are_counted(county: Browser, office: Office) -> None:
    """A second report of the household adds no line but a number."""
    number = office.file().case_number
    office.file("second", conversation="web-li", person=WANG)

    shown = county.get("/")

    assert _numbers(shown) == [number]
    assert "1 份" in shown.words


def test_the_filter_shows_one_state(county: Browser, office: Office, file: File) -> None:
    """Each state can be looked at by itself, with its number in the choice; the open ones are the default."""
    waiting, taken = file(), file()
    member = office.desk.staff.members()[0]
    office.desk.move(taken, Move.TAKE, member.id)

    shown = county.get("/?state=accepted")

    assert _numbers(shown) == [taken]
    assert member.name in shown.words
    assert '<option value="accepted" selected>已受理（1）' in shown.text
    assert _numbers(county.get("/")) == _numbers(county.get("/?state=")) == [taken, waiting]


def test_closed_cases_are_found_under_all(county: Browser, office: Office) -> None:
    """A withdrawn case leaves the open ones and stays findable."""
    receipt = office.file()
    office.desk.withdraw(receipt.number, "web-wang")

    assert _numbers(county.get("/")) == []
    assert _numbers(county.get("/?state=all")) == _numbers(county.get("/?state=withdrawn")) == [receipt.case_number]
    assert "请换一个状态再看" in county.get("/?state=visit").words


def test_no_such_filter(county: Browser) -> None:
    """A state that does not exist is a page that does not exist."""
    assert county.get("/?state=nothing").status == 404


def test_paging_shows_every_case_once(county: Browser, file: File) -> None:
    """21 cases make two pages with links between them; a page beyond the last shows the last."""
    filed = [file() for _ in range(21)]

    first, second = county.get("/"), county.get("/?page=2")

    assert _numbers(first) + _numbers(second) == filed[::-1]
    assert 'rel="next" href="/?page=2"' in first.text
    assert 'rel="prev" href="/?page=1"' in second.text
    assert _numbers(county.get("/?page=99")) == _numbers(second)


def test_paging_keeps_the_filter(county: Browser, file: File) -> None:
    """The next page of a filtered queue is filtered too."""
    for _ in range(21):
        file()

    assert 'href="/?state=received&amp;page=2"' in county.get("/?state=received").text


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e9", "9" * 40, "", "²"])
def test_any_page_number_is_answered(county: Browser, file: File, page: str) -> None:
    """Whatever stands in the address, there is a page."""
    file()

    assert county.get(f"/?page={page}").status == 200


def test_a_receipt_read_out_on_the_phone_finds_its_case(county: Browser, office: Office) -> None:
    """The number is found however it is typed, by receipt or by case."""
    receipt = office.file()

    by_receipt = county.submit("/", "/find", number=receipt.number.lower().replace("-", " "))

    assert by_receipt.location == f"/cases/{receipt.case_number}"
    assert county.submit("/", "/find", number=receipt.case_number).location == by_receipt.location


def test_what_is_not_found_is_told_beside_its_field(county: Browser, office: Office) -> None:
    """A name typed there is not searched for and never stands in an address."""
    office.file(person=LI)

    shown = county.submit("/", "/find", number="李秀英")

    assert shown.status == 404
    assert "没有这个案件号或回执号" in shown.words
    assert 'aria-invalid="true" aria-describedby="problem"' in shown.text
    assert not shown.location


def test_times_are_beijing_times_over_midnight(signed_in: Callable[[str], Browser], office: Office) -> None:
    """A report filed at 16:30 UTC was filed the next morning here."""
    office.clock.now = office.clock.now.replace(hour=16, minute=30)
    office.file()
    office.clock.now += timedelta(minutes=1)

    assert "2026-11-24 00:30" in signed_in(VILLAGE).get("/").words
    assert "2026-11-24 00:30" in signed_in(COUNTY).get("/").words
