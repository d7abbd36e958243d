"""What a page says when it cannot be shown."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from intake.casework import MoveRequest
from intake.desk import IntakeDesk
from intake.domain import CaseState
from intake.worklist import Worklist
from storage.engine import open_engine
from tests.console.office import COUNTY, Browser, Office


class FaultyDesk(IntakeDesk):
    """A desk with a fault of ours in it."""

    @property
    def worklist(self) -> Worklist:
        """Fail as no desk should."""
        raise RuntimeError("a fault of ours")

    @worklist.setter
    def worklist(self, worklist: Worklist) -> None:
        """Take what the desk is built with."""


class HastyDesk(IntakeDesk):
    """A desk on which the county account is closed at the moment it moves a case."""

    def make(self, request: MoveRequest) -> CaseState:
        """Close the account, then move."""
        self.staff.deactivate(COUNTY)
        return super().make(request)


@pytest.fixture
def engine(office: Office, tmp_path: Path) -> Iterator[Engine]:
    """A second engine on the office's database."""
    engine = open_engine(f"sqlite:///{tmp_path}/mingbai.db")
    yield engine
    engine.dispose()


def _at(office: Office, desk: IntakeDesk) -> Browser:
    browser = Browser(office.app(desk))
    browser.session_cookie = office.cookie(COUNTY)
    return browser


def test_a_locked_database_is_told_and_nothing_is_lost(county: Browser, office: Office, tmp_path: Path) -> None:
    """While another program holds the database the page says to try again, and the case stays as it was."""
    number = office.file().case_number
    token = county.get("/").token
    other = sqlite3.connect(tmp_path / "mingbai.db")
    other.execute("BEGIN IMMEDIATE")

    shown = county.post(f"/cases/{number}/take", csrf=token)
    other.close()

    assert (shown.status, shown.headers["retry-after"]) == (503, "5")
    assert "系统正忙" in shown.words
    assert "请等几秒钟再试一次" in shown.words
    assert office.desk.case(number).state is CaseState.RECEIVED


def test_signing_in_while_the_database_is_locked(browser: Browser, tmp_path: Path) -> None:
    """A wrong password cannot be counted then: the answer is 503, never a way around the count."""
    other = sqlite3.connect(tmp_path / "mingbai.db")
    other.execute("BEGIN IMMEDIATE")

    shown = browser.sign_in(COUNTY, "x")
    other.close()

    assert shown.status == 503


def test_the_gate_itself_tells_that_the_database_is_gone(county: Browser, tmp_path: Path) -> None:
    """Without the accounts nobody passes, and the page still says what to do."""
    with sqlite3.connect(tmp_path / "mingbai.db") as connection:
        connection.execute("ALTER TABLE staff RENAME TO gone")

    shown = county.get("/")

    assert shown.status == 503
    assert "一直不行，请告诉管理员" in shown.words


def test_a_fault_of_ours_is_owned_up_to(office: Office, engine: Engine) -> None:
    """The page for 500 says whose fault it is and what to do, with no trace and under the same headers."""
    shown = _at(office, FaultyDesk(engine, office.desk.cipher, office.clock)).get("/")

    assert shown.status == 500
    assert "这是系统的问题，不是您的操作有误" in shown.words
    assert "RuntimeError" not in shown.text
    assert shown.headers["cache-control"] == "no-store"


def test_an_account_closed_in_the_middle_is_refused(office: Office, engine: Engine) -> None:
    """Between the gate and the desk an account can be closed; the desk has the last word."""
    number = office.file().case_number
    browser = _at(office, HastyDesk(engine, office.desk.cipher, office.clock))

    shown = browser.submit("/", f"/cases/{number}/take")

    assert shown.status == 403
    assert "什么都没有改动" in shown.words
    assert office.desk.case(number).state is CaseState.RECEIVED


def test_no_such_page(county: Browser) -> None:
    """An unknown address behind the gate is told in Chinese, with a way back."""
    shown = county.get("/nothing")

    assert shown.status == 404
    assert "没有这个页面" in shown.words
    assert '<a class="button" href="/">' in shown.text


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/find"), ("DELETE", "/"), ("PUT", "/cases/C1"), ("GET", "/sign-out")]
)
def test_a_wrong_method_is_told(county: Browser, method: str, path: str) -> None:
    """An address of a button cannot be opened by itself."""
    shown = county.send(method, path)

    assert shown.status == 405
    assert "不能这样打开" in shown.words
    assert shown.headers["allow"]


def test_what_has_no_page_of_its_own(county: Browser) -> None:
    """Static files that are not there answer in Chinese like everything else."""
    assert "没有这个页面" in county.get("/static/nothing.css").words
    assert county.get("/static/../app.py").status == 404
