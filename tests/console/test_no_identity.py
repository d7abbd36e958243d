"""Seeded identities are looked for wherever they must not be: logs, exports, papers, pages, errors."""

import io
import logging
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from intake.domain import Move, Role
from intake.reports import Person
from tests.console.office import COUNTY, Browser, Office, templates_of
from tests.console.test_rights import browser_of
from tests.intake.sample_files import JPEG
from tests.intake.samples import LI, WANG, a_report, of_neighbour

SEEDED = Person(WANG.name, WANG.place, WANG.phone, 4, "邻居的女儿", "430623198001010018")
# What tells who somebody is: none of it stands anywhere without a reason given.
IDENTITIES = ("王建国", "李秀英", "13912345678", "13787654321", "430623198001010018", "天星村3组", "松木桥村")


@pytest.fixture
def number(office: Office) -> str:
    """A case with all kinds of personal data: in the report, the story, a ticket, a note's file, a search."""
    story = "我是王建国，住华容县东山镇天星村3组，电话13912345678，证件430623198001010018"
    number = office.desk.file(a_report(person=SEEDED, story=story)).case_number
    office.desk.file(of_neighbour("li", LI, story="李秀英家电话13787654321"))
    member = next(one.id for one in office.desk.staff.members() if one.name == COUNTY)
    office.desk.move(number, Move.TAKE, member)
    office.desk.attachments.add(number, member, "票据", JPEG)
    return number


def _pages(office: Office, browser: Browser, number: str) -> Iterator[tuple[str, str]]:
    for method, path in templates_of(office.app()):
        address = path.replace("{number}", number).replace("{kind}", "visits")
        if method == "GET" and not address.endswith(".xlsx"):
            yield address, browser.get(address).text
    yield "search", browser.submit("/password", "/find", number=number).text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.REPORTER])
def test_no_page_shows_who_it_is(office: Office, number: str, role: Role) -> None:
    """Every page that any role can open, walked from the application."""
    browser = browser_of(office, role, "华容县东山镇天星村")
    for address, text in _pages(office, browser, number):
        assert not [word for word in IDENTITIES if word in text], address


def test_no_masked_export_holds_who_it_is(county: Browser, number: str) -> None:
    """Every cell of every sheet."""
    assert number
    book = load_workbook(io.BytesIO(county.fetch("/export.xlsx?state=all")))
    rows = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
    cells = "|".join(str(cell) for row in rows for cell in row)

    assert "王**" in cells
    assert not [word for word in IDENTITIES if word in cells]


def test_the_public_notice_tells_nothing_of_health(county: Browser, number: str) -> None:
    """It hangs on a wall: no illness and no disability, neither as a kind nor from the story."""
    words = county.get(f"/cases/{number}/notice").words

    assert "大病" not in words
    assert "住院" not in words
    assert "家庭生活困难" in words


def test_nothing_of_it_reaches_a_log(
    office: Office,
    county: Browser,
    number: str,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """While they are searched for, revealed, exported, typed into wrong fields and sent to addresses that are none."""
    with caplog.at_level(logging.DEBUG):
        token = county.get("/").token
        for typed in IDENTITIES:
            county.post("/find", csrf=token, number=typed)
            county.post("/sign-in", csrf="x", name=typed, password=typed)
            county.post(f"/cases/{number}/note", csrf="x", note=typed)
            county.get(f"/cases/{typed}")
            Browser(office.app()).sign_in(typed, typed)
        assert county.post(f"/cases/{number}/reveal", csrf=token, reason="联系王建国 13912345678").status == 200
        assert county.post("/export?state=all", csrf=token, reason="录入").status == 200
        county.post(f"/cases/{number}/moves/decline", csrf=token, note="王建国家不符合")
        county.send_file(f"/cases/{number}/attachments", b"<html>", csrf=token, about="王建国的票据")
    printed = capsys.readouterr()
    ours = [one.getMessage() for one in caplog.records if not one.name.startswith(("httpx", "asyncio"))]
    written = "\n".join([printed.out, printed.err, *ours, repr(office.desk.audit.rows(1000))])

    assert "sign_in_refused" in written
    assert not [word for word in IDENTITIES if word in written]
