"""Tables uploaded in the console."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from intake.domain import Role
from tests.console.office import Browser, Office
from tests.console.test_rights import browser_of

_HEADINGS = ["姓名", "地址", "困难类型", "情况说明", "日期"]


def table(*rows: list[str], headings: list[str] | None = None) -> bytes:
    """Return a workbook with these rows under the headings of visits."""
    book = Workbook()
    assert book.active is not None
    for row in (headings or _HEADINGS, *rows):
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _send(browser: Browser, content: bytes, kind: str = "visits") -> tuple[int, str]:
    shown = browser.send_file("/import", content, csrf=browser.get("/import").token, kind=kind)
    return shown.status, shown.words


def test_what_is_right_is_filed_and_what_is_not_is_named(county: Browser, office: Office) -> None:
    """Row by row and column by column, by the numbers the sheet shows; the same table again repeats nothing."""
    content = table(
        ["赵六", "青山镇石桥村", "大病", "住院花了八万", "2026-11-20"],
        ["钱七", "青山镇石桥村", "大饼", "", "明年"],
        ["孙八", "青山镇白沙村", "上学", "学费没着落", "2026-11-21"],
    )
    status, words = _send(county, content)

    assert status == 422
    assert "2 行进了队列（其中 0 行以前导入过），3 处有错没有导入" in words
    assert "3 困难类型 不在可选的词里" in words
    assert "3 情况说明 没有填" in words
    assert "3 日期 日期看不懂" in words
    assert len(office.desk.queue()) == 2
    assert "其中 2 行以前导入过" in _send(county, content)[1]
    assert len(office.desk.queue()) == 2
    newest = office.desk.audit.rows(1)[0]
    assert (newest.act, newest.detail) == ("imported", '{"filed": 2, "kind": "visits", "wrong": 3}')


def test_alerts_name_their_department(county: Browser, office: Office) -> None:
    """It stands in the story, and the case says where it came from."""
    headings = [*_HEADINGS, "预警部门"]
    content = table(["赵六", "青山镇石桥村", "大病", "自付八万", "2026-11-20", "医保局"], headings=headings)

    status, words = _send(county, content, "alerts")

    assert status == 200
    number = office.desk.queue()[0].number
    assert f"第 2 行： {number}" in words
    assert "〔医保局 2026-11-20〕自付八万" in county.get(f"/cases/{number}").words
    assert "部门预警" in county.get(f"/cases/{number}").words


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (b"no workbook", "visits", "不是 xlsx 表格"),
        (b"", "visits", "请选一个 xlsx 文件"),
        (table(), "pigs", "请选这是哪一种表"),
        (table(headings=["姓名"]), "visits", "第一行缺少这些列：地址"),
    ],
)
def test_what_is_no_table_is_told(county: Browser, office: Office, content: bytes, kind: str, said: str) -> None:
    """With what to do; nothing was filed."""
    status, words = _send(county, content, kind)

    assert status == 422
    assert said in words
    assert office.desk.queue() == ()


def test_an_empty_table_can_be_taken_away(county: Browser) -> None:
    """With the headings of each kind."""
    book = load_workbook(io.BytesIO(county.fetch("/import/alerts.xlsx")))
    assert book.active is not None
    headings = [cell.value for cell in book.active[1]]

    assert "预警部门" in headings
    assert county.get("/import/pigs.xlsx").status == 404


def test_a_township_imports_its_own(office: Office) -> None:
    """Rows of other townships are named; a village told alone is completed with the township."""
    browser = browser_of(office, Role.TOWNSHIP, "华容县东山镇")
    content = table(
        ["赵六", "天星村3组", "大病", "住院", "2026-11-20"],
        ["钱七", "华容县三封寺镇松木桥村", "大病", "住院", "2026-11-20"],
    )
    status, words = _send(browser, content)

    assert status == 422
    assert "3 地址 不在您管的地方" in words
    (row,) = office.desk.queue()
    assert browser.get(f"/cases/{row.number}").status == 200
