"""Tickets, the audit log, accounts and visits, as pages."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

import console
from console.pages import load_texts
from intake.domain import Channel, Role, TicketKind
from intake.tickets import NewTicket
from storage.engine import open_engine, writing
from tests.console.office import COUNTY, Browser, Office

ADMIN, AUDITOR = "管理老周", "审计老吴"


@pytest.fixture
def member(office: Office) -> Callable[[str, Role], Browser]:
    """Add a member with a role and give them a browser."""

    def add(name: str, role: Role) -> Browser:
        return office.member(name, role)

    return add


def test_a_ticket_is_worked_off(county: Browser, office: Office) -> None:
    """A complaint stands on the page until somebody marks it as done."""
    complaint = NewTicket(TicketKind.COMPLAINT, "web-x", Channel.WEB, "村里收手续费", None)
    number = office.desk.open_ticket(complaint)
    assert "村里收手续费" in county.get("/tickets").words

    assert county.submit("/tickets", "/tickets/close", number=number).location == "/tickets?done=closed"
    assert "没有等着处理的" in county.get("/tickets").words


def test_the_auditor_sees_a_broken_chain(
    member: Callable[[str, Role], Browser], office: Office, tmp_path: Path
) -> None:
    """One byte changed in the log, and the page names the row."""
    office.file()
    browser = member(AUDITOR, Role.AUDITOR)
    assert "没有被改动" in browser.get("/audit").words
    with writing(open_engine(f"sqlite:///{tmp_path}/mingbai.db")) as connection:
        connection.execute(text("UPDATE audit SET object = 'case:x' WHERE sequence = 1"))
    assert "第 1 条被改动过" in browser.get("/audit").words


def _acts() -> set[str]:
    """Return what the console's modules write into the log, read from their text."""
    found = set()
    for module in Path(console.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in ("Act", "record"):
                found |= {str(told.value) for told in call.args[1:2] if isinstance(told, ast.Constant)}
    return found


def test_every_act_of_the_console_has_words() -> None:
    """What a page writes into the log can be read there."""
    texts = load_texts()
    assert len(_acts()) > 5
    assert {act for act in _acts() if f"act.{act}" not in texts} == set()


def test_an_administrator_keeps_the_accounts(member: Callable[[str, Role], Browser], office: Office) -> None:
    """A new account gets a one-time password shown once; a village account needs its region; accounts can be closed."""
    browser = member(ADMIN, Role.ADMIN)
    assert browser.submit("/accounts", "/accounts/add", name="村里小李", role="village", region="").status == 422
    shown = browser.submit("/accounts", "/accounts/add", name="村里小李", role="village", region="示范县青山镇石桥村")
    password = re.search(r"一次性密码：(\S+)", shown.words)
    assert password is not None
    assert office.desk.staff.verify("村里小李", password[1]) is not None
    assert password[1] not in browser.get("/accounts").words
    assert browser.submit("/accounts", "/accounts/close", name=ADMIN).status == 422
    browser.submit("/accounts", "/accounts/close", name="村里小李")
    assert office.desk.staff.verify("村里小李", password[1]) is None


def test_a_visit_is_entered(county: Browser, office: Office) -> None:
    """A cadre's visit stands in the queue; a mistake is named at its field and nothing typed is lost."""
    told = {"name": "李秀英", "place": "华容县东山镇五星村", "kinds": "大病", "story": "老人住院"}
    told["noted_on"] = "2026-11-20"
    wrong = county.submit("/visits/new", "/visits/new", **{**told, "noted_on": "2030-01-01"})
    assert wrong.status == 422
    assert 'value="李秀英"' in wrong.text

    shown = county.submit("/visits/new", "/visits/new", **told)
    assert shown.status == 303
    (case,) = office.desk.queue()
    assert (str(case.source), case.number) == ("visit", shown.location.rpartition("/")[2])


def test_who_sees_no_cases_is_led_elsewhere(member: Callable[[str, Role], Browser], office: Office) -> None:
    """The front page of an administrator is the accounts; the bar shows only what one may open."""
    browser = member(ADMIN, Role.ADMIN)
    assert browser.get("/").location == "/accounts"
    words = browser.get("/accounts").words
    assert "案件队列" not in words
    assert COUNTY in words
