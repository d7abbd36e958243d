"""The intake on the command line."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from intake.__main__ import main
from intake.build import build
from intake.desk import IntakeDesk
from intake.domain import Channel, TicketKind
from intake.tickets import NewTicket
from storage.engine import writing
from tests.intake.samples import LI, a_report

_ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _office(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working directory with a migrated database and nothing set but that."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.delenv("FIELD_KEYS", raising=False)
    monkeypatch.setenv("FIELD_KEY_FILE", "field.key")


@pytest.fixture
def office() -> IntakeDesk:
    """The intake that the commands see."""
    return build()


def test_list_prints_a_table_and_json(office: IntakeDesk, capsys: pytest.CaptureFixture[str]) -> None:
    """The same cases, for a person and for a program."""
    receipt = office.file(a_report())

    assert main(["list"]) == 0
    assert receipt.number in capsys.readouterr().out
    assert main(["list", "--json"]) == 0
    assert [line["receipts"] for line in json.loads(capsys.readouterr().out)] == [[receipt.number]]


def test_list_shows_one_state_or_all(office: IntakeDesk, capsys: pytest.CaptureFixture[str]) -> None:
    """Closed cases are listed too, after the open ones."""
    closed = office.file(a_report())
    office.withdraw(closed.number, "web-wang")
    opened = office.file(a_report("li", conversation="web-li", person=LI))

    for arguments, expected in (
        (["list", "--json"], [opened.case_number, closed.case_number]),
        (["list", "--json", "--state", "withdrawn"], [closed.case_number]),
        (["list", "--json", "--limit", "1"], [opened.case_number]),
    ):
        assert main(arguments) == 0
        assert [line["case"] for line in json.loads(capsys.readouterr().out)] == expected


def test_show_prints_the_story(office: IntakeDesk, capsys: pytest.CaptureFixture[str]) -> None:
    """By case number or receipt."""
    receipt = office.file(a_report(story="住院花了八万"))

    assert main(["show", receipt.case_number]) == 0
    assert "住院花了八万" in capsys.readouterr().out
    assert main(["show", receipt.number, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["story"] == "住院花了八万"


def test_tickets_are_listed(office: IntakeDesk, capsys: pytest.CaptureFixture[str]) -> None:
    """As text and as JSON."""
    number = office.open_ticket(NewTicket(TicketKind.HUMAN, "web-wang", Channel.WEB, "想找人问问"))

    assert main(["tickets"]) == 0
    assert number in capsys.readouterr().out
    assert main(["tickets", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["text"] == "想找人问问"


def test_staff_add_and_reset_print_a_one_time_password_once(
    office: IntakeDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each opens the account, the later one in place of the earlier."""
    passwords = []
    for arguments in (
        ["staff", "add", "李干部", "--role", "county", "--region", "华容县"],
        ["staff", "reset", "李干部"],
    ):
        assert main(arguments) == 0
        passwords += re.findall(r"\w{4}-\w{4}-\w{4}-\w{4}", capsys.readouterr().out)

    assert len(passwords) == 2
    assert office.staff.verify("李干部", passwords[0]) is None
    assert office.staff.verify("李干部", passwords[1]) is not None


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["show", "MB000101-000000"], 3, "没有这个案件号或回执号"),
        (["staff", "reset", "王五"], 3, "没有这个工作人员账号"),
        (["staff", "add", "王", "--role", "county"], 1, "2 到 40 个字"),
        (["staff", "add", "王五", "--role", "mayor"], 2, "命令写得不对"),
        (["list", "--state", "lost"], 2, "命令写得不对"),
        (["list", "--limit", "0"], 2, "命令写得不对"),
        ([], 2, "命令写得不对"),
    ],
)
def test_what_is_refused_is_said_in_chinese_with_a_code(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    """On stderr, so that JSON on stdout stays JSON."""
    assert main(arguments) == code
    printed = capsys.readouterr()

    assert said in printed.err
    assert printed.out == ""


def test_a_database_that_is_not_upgraded_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And after doing it the command works."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.db")

    assert main(["list"]) == 4
    assert "python -m intake upgrade" in capsys.readouterr().err
    assert main(["upgrade"]) == 0
    assert main(["list"]) == 0


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATABASE_URL", "mysql://root:secret@127.0.0.1/x", "DATABASE_URL 写得不对"),
        ("DATABASE_URL", "postgresql+psycopg://root:secret@127.0.0.1:1/x", "连不上"),
        ("FIELD_KEYS", "secret", "加密密钥不能用"),
    ],
)
def test_settings_that_do_not_work_are_named_without_their_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, said: str
) -> None:
    """The code says that trying again later or repairing helps."""
    monkeypatch.setenv(name, value)

    assert main(["list"]) == 4
    error = capsys.readouterr().err
    assert said in error
    assert "secret" not in error


def test_a_locked_database_is_said_to_be_busy(sqlite: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing was changed, the command can be given again."""
    with writing(sqlite):
        assert main(["staff", "add", "李干部", "--role", "county"]) == 4
        assert main(["upgrade"]) == 4

    assert "数据库正忙" in capsys.readouterr().err


def test_the_module_runs_as_a_command() -> None:
    """As the documentation writes it, with UTF-8 whatever the terminal says."""
    ran = subprocess.run(
        [sys.executable, "-m", "intake", "list"],
        env=os.environ | {"PYTHONPATH": str(_ROOT), "LC_ALL": "C"},
        capture_output=True,
        timeout=60,
    )

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode() == "没有案件。\n"
