"""In Chromium, by clicks alone, a case comes from received to decided; two become one; the list is taken away."""

import io

import openpyxl
import pytest
from playwright.sync_api import Download, Page, expect

from intake.domain import CaseState, Who
from intake.reports import Person, Receipt
from tests.browser.hands import find, move, sign_in, take
from tests.browser.windows import Open
from tests.console.office import Office
from tests.intake.samples import WANG

VISITED = {"入户日期": "2026-11-16", "两名以上入户人员": "赵甲、钱乙", "劳动力情况": "弱劳动力或半劳动力"}
NOTICE = {"公示起始日期": "2026-11-17", "公示截止日期": "2026-11-21"}


@pytest.fixture
def receipt(office: Office) -> Receipt:
    """The Wang household's report."""
    return office.file()


@pytest.fixture
def page(window: Open, address: str) -> Page:
    """The county member's window, signed in at the form."""
    return sign_in(window(address))


def to_decision(page: Page, number: str) -> None:
    """Work a new case from the queue up to the county's decision."""
    find(page, number, leads_to=number)
    take(page)
    move(page, "入户核实", "入户核实")
    move(page, "交村级评议", "村级评议公示", **VISITED)
    move(page, "报乡镇审核", "乡镇审核", **NOTICE)
    move(page, "报县级审定", "县级审定")


def test_from_received_to_included(page: Page, office: Office, receipt: Receipt) -> None:
    """Every step is unfolded, filled in and confirmed; the record and the proposed help stand on the page."""
    to_decision(page, receipt.case_number)
    move(page, "纳入监测", "已纳入监测", 监测对象类别="突发严重困难户")

    expect(page.get_by_text("县级审定 → 已纳入监测")).to_be_visible()
    expect(page.get_by_text("两名以上入户人员：赵甲、钱乙")).to_be_visible()
    expect(page.get_by_role("heading", name="可以考虑的帮扶")).to_be_visible()
    assert office.desk.case(receipt.case_number).state is CaseState.INCLUDED


def test_refused_with_a_reason_and_appealed(page: Page, office: Office, receipt: Receipt) -> None:
    """The browser holds a refusal without a reason back; with one it goes through, and the appeal opens it again."""
    to_decision(page, receipt.case_number)
    page.locator("summary", has_text="不予纳入").click()
    page.get_by_role("button", name="确定：不予纳入").click()
    assert office.desk.case(receipt.case_number).state is CaseState.COUNTY_DECISION
    page.locator("summary", has_text="不予纳入").click()
    move(page, "不予纳入", "未纳入监测", 说明="收入高于监测线")
    move(page, "申请复核", "申请复核", 说明="还有债没算")
    move(page, "受理复核", "乡镇审核", 说明="重新核算支出")

    expect(page.get_by_text("收入高于监测线")).to_be_visible()
    assert office.desk.case(receipt.case_number).state is CaseState.TOWNSHIP_CHECK


def test_two_cases_of_one_household_become_one(page: Page, office: Office, receipt: Receipt) -> None:
    """The page proposes the other case by itself; after the merge one is at the case that goes on."""
    namesake = Person(WANG.name, "华容县东山镇天星村", "13899990000")
    other = office.file("second", conversation="web-n", who=Who.NEIGHBOUR, person=namesake)
    find(page, other.case_number, leads_to=other.case_number)
    expect(page.get_by_label("并到哪个案件号")).to_have_value(receipt.case_number)
    page.get_by_label("理由", exact=True).fill("同一户")
    page.get_by_role("button", name="确定：并案").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(f"案件 {receipt.case_number}")
    expect(page.get_by_role("heading", name="申报内容（2 份）")).to_be_visible()
    find(page, other.number, leads_to=receipt.case_number)


def test_the_list_is_taken_away(page: Page, receipt: Receipt) -> None:
    """What the filters show is downloaded as a table, names masked; with names only after a reason is given."""
    page.goto("/")
    page.get_by_label("困难类型").select_option(label="大病")
    page.get_by_role("button", name="筛选").click()
    with page.expect_download() as masked:
        page.get_by_role("link", name="导出成表格").click()
    assert receipt.case_number in rows_of(masked.value)
    assert str(WANG.name) not in rows_of(masked.value)

    page.get_by_role("link", name="带身份信息").click()
    page.get_by_label("导出的理由").fill("录入省平台")
    with page.expect_download() as whole:
        page.get_by_role("button", name="导出").click()
    assert str(WANG.name) in rows_of(whole.value)


def rows_of(download: Download) -> str:
    """Return what a downloaded workbook says."""
    content = io.BytesIO(download.path().read_bytes())
    return str(list(openpyxl.load_workbook(content).active.iter_rows(values_only=True)))
