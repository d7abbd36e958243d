"""The office's commands."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from intake.__main__ import main
from intake.build import build
from intake.desk import IntakeDesk
from intake.domain import Channel, Role
from intake.drafts import Draft
from storage.engine import writing
from tests.intake.samples import StoppedClock, a_report


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


def test_the_audit_log_is_verified_and_a_wrong_row_named(
    office: IntakeDesk, sqlite: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last hash is printed to be noted down, and can be given the next time."""
    office.file(a_report())
    assert main(["audit", "verify"]) == 0
    printed = capsys.readouterr().out
    assert "共 1 条" in printed
    noted = printed.split()[-1]
    assert main(["audit", "verify", "--noted", noted]) == 0
    assert main(["audit", "verify", "--noted", "0" * 63 + "1"]) == 1

    with writing(sqlite) as connection:
        connection.execute(text("UPDATE audit SET act = 'nothing'"))
    assert main(["audit", "verify"]) == 1
    assert "第 1 条起不对" in capsys.readouterr().err


def test_retention_shows_before_it_takes(
    office: IntakeDesk, clock: StoppedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    """The dry run leaves everything where it is."""
    long_ago = clock.now.replace(year=2020)
    office.save_draft("web-li", Draft("k", Channel.WEB, "place", {"name": "李秀英"}, long_ago))

    for arguments, said in (
        (["retention", "--dry-run"], "草稿：1 条到期"),
        (["retention"], "草稿：清理了 1 条"),
        (["retention"], "草稿：清理了 0 条"),
    ):
        assert main(arguments) == 0
        assert said in capsys.readouterr().out


def test_keys_are_rotated(office: IntakeDesk, capsys: pytest.CaptureFixture[str]) -> None:
    """The new key is in the file, and what was filed before can be read with it."""
    receipt = office.file(a_report(story="住院花了八万"))
    assert main(["rotate-keys", "--new"]) == 0

    assert "重新加密 2 项" in capsys.readouterr().out
    assert len(Path("field.key").read_text().split()) == 2
    assert build().case(receipt.number).story == "住院花了八万"


def test_keys_of_the_setting_stay(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The operator is told where to put the new one."""
    monkeypatch.setenv("FIELD_KEYS", "a" * 43 + "=")

    assert main(["rotate-keys", "--new"]) == 4
    assert "FIELD_KEYS" in capsys.readouterr().err


def test_nothing_overdue_is_said_too(office: IntakeDesk, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty output could mean anything."""
    office.file(a_report())

    assert main(["escalate"]) == 0
    assert "没有新的超期案件" in capsys.readouterr().out


def test_a_rule_file_with_a_mistake_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is done."""
    (tmp_path / "my.toml").write_text("[state]", encoding="utf-8")
    monkeypatch.setenv("DEADLINES_FILE", "my.toml")

    assert main(["list"]) == 1
    assert "my.toml" in capsys.readouterr().err


def test_a_table_is_made_filled_in_and_imported(office: IntakeDesk, capsys: pytest.CaptureFixture[str]) -> None:
    """From the template to the queue, with what is wrong named by row and column."""
    openpyxl = pytest.importorskip("openpyxl")
    office.staff.add("李干部", Role.COUNTY)
    assert main(["template", "alerts", "alerts.xlsx"]) == 0
    book = openpyxl.load_workbook("alerts.xlsx")
    table = book.active
    headings = [cell.value for cell in table[1]]
    good = {"姓名": "王建国", "地址": "天星村", "困难类型": "大病", "情况说明": "住院", "日期": "2023-02-01"}
    for row in (good | {"预警部门": "县医保局"}, good):
        table.append([row.get(heading) for heading in headings])
    book.save("alerts.xlsx")

    assert main(["import", "alerts", "alerts.xlsx", "--staff", "李干部"]) == 0
    printed = capsys.readouterr().out
    assert "第 3 行“预警部门”：没有填" in printed
    assert "导入 1 行" in printed
    assert len(office.queue()) == 1
    assert main(["import", "alerts", "alerts.xlsx", "--staff", "王五"]) == 3
    assert main(["import", "alerts", "nowhere.xlsx", "--staff", "李干部"]) == 1
