"""Every page of the console as somebody comes to see it: its address, who opens it, what is done there first."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.busy_office import AUDITOR, PHONE_LOST, TOWNSHIP
from tests.console.office import ADMIN, COUNTY, EDITOR, NEWCOMER, OWN_PASSWORD, VILLAGE
from tests.console.test_imports import table

Act = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class Look:
    """A page to look at; `path` may name a case, a campaign, an edition or a job of the busy office in braces."""

    name: str
    path: str
    who: str = COUNTY
    act: Act | None = None


def _send(button: str, **fields: str) -> Act:
    """Fill in fields by their names and press a button, without the browser's own checks."""

    def act(page: Page) -> None:
        page.evaluate("for (const form of document.forms) form.noValidate = true")
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        pressed = page.get_by_role("button", name=button, exact=True).first
        form = page.locator("form", has=pressed).last
        for name, value in fields.items():
            control = form.locator(f'[name="{name}"]')
            if control.evaluate("one => one.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
        with page.expect_navigation():
            pressed.click()

    return act


def _upload(button: str, file: str, content: bytes, **fields: str) -> Act:
    def act(page: Page) -> None:
        page.locator("#file").set_input_files({"name": file, "mimeType": "application/octet-stream", "buffer": content})
        _send(button, **fields)(page)

    return act


def _sign_in(name: str, password: str) -> Act:
    return _send("登录", name=name, password=password)


_ROWS = (["赵六", "青山镇石桥村", "大病", "住院花了八万", "2026-11-20"], ["钱七", "青山镇石桥村", "大饼", "", "明年"])
_IMPORTED = {
    "title": "新技术学员补助",
    "topic": "新技术学员补助",
    "id": "xw",
    "region": "湖南省华容县",
    "issuer": "县农业农村局",
}
_READ = "一、补助标准\n每人每天补助100元，最多15天。\n二、怎么申请\n到村委会报名，带身份证。".encode()
_BAD_CAMPAIGN = {"name": "", "starts_on": "2026-12-31", "ends_on": "2026-01-01"}

OFFICE = (
    Look("sign-in", "/sign-in", ""),
    Look("sign-in-over", "/sign-in?over", ""),
    Look("sign-in-wrong", "/sign-in", "", _sign_in("没有这人", "falsch")),
    Look("sign-in-code", "/sign-in", "", _sign_in(PHONE_LOST, OWN_PASSWORD)),
    Look("queue", "/"),
    Look("queue-all-2", "/?state=all&page=2"),
    Look("queue-red", "/?colour=red"),
    Look("queue-empty", "/?kind=other&township=没有的镇"),
    Look("queue-not-found", "/", act=_send("查找", number="C1")),
    Look("queue-village", "/", VILLAGE),
    Look("case-new", "/cases/{new}"),
    Look("case-visit", "/cases/{visit}"),
    Look("case-refused", "/cases/{visit}", act=_send("确定：交村级评议", visited_on="2026-11-20", visitors="赵甲")),
    Look("case-revealed", "/cases/{visit}", act=_send("查看完整信息", reason="联系本人")),
    Look("case-no-reason", "/cases/{visit}", act=_send("查看完整信息", reason="")),
    Look("case-decision", "/cases/{decision}"),
    Look("case-included", "/cases/{included}"),
    Look("case-declined", "/cases/{declined}"),
    Look("case-green", "/cases/{green}"),
    Look("case-auditor", "/cases/{visit}", AUDITOR),
    Look("visit-sheet", "/cases/{visit}/visit-sheet"),
    Look("notice", "/cases/{review}/notice"),
    Look("export", "/export"),
    Look("export-no-reason", "/export", act=_send("导出", reason="")),
    Look("visit-new", "/visits/new"),
    Look("visit-wrong", "/visits/new", act=_send("报进队列", name="", place="青山镇石桥村", noted_on="2030-01-01")),
    Look("import", "/import"),
    Look("import-wrong", "/import", act=_upload("导入", "a.xlsx", table(*_ROWS))),
    Look("handover", "/handover"),
    Look("handover-wrong", "/handover", act=_send("全部移交", note="")),
    Look("tickets", "/tickets"),
    Look("deliveries", "/deliveries"),
    Look("campaigns", "/campaigns"),
    Look("campaign-new", "/campaigns/new"),
    Look("campaign-wrong", "/campaigns/new", act=_send("存下来，先不发", **_BAD_CAMPAIGN)),
    Look("campaign-running", "/campaigns/{running}"),
    Look("campaign-closed", "/campaigns/{closed}"),
    Look("campaign-made", "/campaigns/{made}"),
    Look("campaign-send", "/campaigns/{made}/send"),
    Look("campaigns-township", "/campaigns", TOWNSHIP),
    Look("wishes", "/wishes"),
    Look("wishes-none", "/wishes?subject=焊工"),
    Look("numbers", "/numbers"),
    Look("numbers-township", "/numbers", TOWNSHIP),
    Look("rules", "/rules"),
    Look("rules-history", "/rules/history/measures"),
    Look("measures", "/rules/measures"),
    Look("measure-new", "/rules/measures/new"),
    Look("measure", "/rules/measures/household_industry"),
    Look("holidays", "/rules/holidays"),
    Look("holidays-2026", "/rules/holidays/2026"),
    Look("holidays-2027", "/rules/holidays/2027"),
    Look("deadlines", "/rules/deadlines"),
    Look("audit", "/audit", AUDITOR),
    Look("accounts", "/accounts", ADMIN),
    Look(
        "account-added", "/accounts", ADMIN, _send("新建", name="村里小李", role="village", region="华容县青山镇石桥村")
    ),
    Look("account-wrong", "/accounts", ADMIN, _send("新建", name="村里小钱", role="village", region="")),
    Look("password", "/password"),
    Look("password-wrong", "/password", act=_send("保存新密码", old="falsch", new="kurz", again="kurz")),
    Look("password-first", "/password", NEWCOMER),
    Look("second-factor", "/second-factor"),
    Look("second-factor-on", "/second-factor", PHONE_LOST),
    Look("second-factor-scan", "/second-factor", VILLAGE, _send("开始", password=OWN_PASSWORD)),
    Look("failure-404", "/nothing"),
    Look("failure-403", "/accounts", VILLAGE),
    Look("failure-case", "/cases/C261123-000000"),
)
KNOWLEDGE = (
    Look("sheets", "/knowledge", EDITOR),
    Look("sheets-draft", "/knowledge?state=draft", EDITOR),
    Look("sheets-none", "/knowledge?text=没有", EDITOR),
    Look("sheets-reader", "/knowledge", VILLAGE),
    Look("sheet", "/knowledge/sheets/yulu", EDITOR),
    Look("sheet-draft-only", "/knowledge/sheets/xinzhi", EDITOR),
    Look("sheet-changes", "/knowledge/sheets/yulu/changes", EDITOR),
    Look("sheet-paper", "/knowledge/sheets/yulu/paper", EDITOR),
    Look("sheet-edit", "/knowledge/sheets/yulu/edit", EDITOR),
    Look("sheet-edit-stale", "/knowledge/sheets/dibao/edit", EDITOR),
    Look("sheet-edit-others", "/knowledge/sheets/xinzhi/edit", EDITOR),
    Look(
        "sheet-edit-wrong", "/knowledge/sheets/yulu/edit", EDITOR, _send("存草稿", text="---\nid: yulu\n---\n## 没有")
    ),
    Look("sheet-new", "/knowledge/new", EDITOR),
    Look("sheet-import", "/knowledge/import", EDITOR),
    Look(
        "sheet-imported",
        "/knowledge/import",
        EDITOR,
        _upload("读出来看看", "通知.txt", _READ, valid_from="2026-01-01", **_IMPORTED),
    ),
    Look("publish", "/knowledge/publish", EDITOR),
    Look("publish-wrong", "/knowledge/publish", EDITOR, _send("考过就发布", reason="")),
    Look("job-passed", "/knowledge/jobs/{passed}", EDITOR),
    Look("job-refused", "/knowledge/jobs/{refused}", EDITOR),
    Look("job-refused-admin", "/knowledge/jobs/{refused}", ADMIN),
    Look("job-published", "/knowledge/jobs/{published}", EDITOR),
    Look("job-failed", "/knowledge/jobs/{failed}", EDITOR),
    Look("job-lost", "/knowledge/jobs/{lost}", EDITOR),
    Look("editions", "/knowledge/editions", EDITOR),
    Look("edition-changes", "/knowledge/editions/changes?old={first}&new={second}", EDITOR),
    Look("gaps", "/knowledge/gaps", EDITOR),
    Look("feedback", "/knowledge/feedback", EDITOR),
)
