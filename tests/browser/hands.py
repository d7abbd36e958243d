"""What a member of staff does with a browser, by the words on the page alone."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import PATIENCE
from tests.console.office import COUNTY, OWN_PASSWORD


def sign_in(page: Page, name: str = COUNTY, password: str = OWN_PASSWORD) -> Page:
    """Sign in at the form, and come to the page behind it."""
    page.goto("/sign-in")
    page.get_by_label("姓名（账号名）").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()
    return page


def find(page: Page, told: str, leads_to: str) -> None:
    """Find a case from the queue by its number, a receipt or a phone."""
    page.goto("/")
    page.get_by_label("按案件号、回执号或电话查找").fill(told)
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"案件 {leads_to}")


def take(page: Page) -> None:
    """Take the case of the page."""
    page.get_by_role("button", name="由我受理").click()
    expect(state(page, "已受理")).to_be_visible()


def move(page: Page, name: str, becomes: str, **fields: str) -> None:
    """Unfold the move `name`, fill in `fields` by their labels, confirm, and see the case in its new state."""
    # Only the label's beginning: what must be filled in says so in brackets.
    page.locator("summary", has_text=re.compile(f"^{name}$")).click()
    form = page.locator("details[open]", has=page.get_by_role("button", name=f"确定：{name}", exact=True))
    for label, value in fields.items():
        control = form.get_by_label(label)
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(label=value)
        else:
            control.fill(value)
    page.get_by_role("button", name=f"确定：{name}", exact=True).click()
    expect(state(page, becomes)).to_be_visible()


def state(page: Page, name: str) -> Locator:
    """Return the tag beside the heading that says where the case stands."""
    return page.locator(".heading .state", has_text=name)


def write(page: Page, sheet: str, text: str) -> None:
    """Put `text` in place of a sheet's and keep it as a draft."""
    page.goto(f"/knowledge/sheets/{sheet}/edit")
    page.get_by_label("明白纸的内容").fill(text)
    page.get_by_role("button", name="存草稿").click()
    expect(page.get_by_text("草稿已经存好")).to_be_visible()


def publish(page: Page, title: str, reason: str) -> None:
    """Ask for a sheet's draft to be published, and wait until the job has ended; its page opens itself anew."""
    page.goto("/knowledge/publish")
    page.get_by_label(title).check()
    page.get_by_label("为什么发布").fill(reason)
    page.get_by_role("button", name="考过就发布").click()
    expect(page.get_by_role("heading", level=1, name=f"发布：{title}")).to_be_visible()
    expect(page.get_by_text("正在进行")).to_have_count(0, timeout=10 * PATIENCE)
