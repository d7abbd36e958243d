"""The sheet editor in Chromium: what farmers would see is shown while one types, a bad draft does not get out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from intake.domain import Role
from tests.browser.hands import publish, sign_in, write
from tests.browser.serving import serving
from tests.browser.windows import Open
from tests.console.office import EDITOR, Office
from tests.console.test_publishing import LOSING
from tests.console.test_sheet_editor import EDIT, RENAMED


@pytest.fixture
def page(window: Open, library: Office) -> Iterator[Page]:
    """An editor's window on a library of two sheets."""
    library.member(EDITOR, Role.EDITOR)
    with serving(library.app()) as address:
        yield sign_in(window(address), EDITOR)


def test_the_preview_follows_what_is_typed(page: Page) -> None:
    """It comes by itself, without the page being opened anew; a mistake is named by its line."""
    page.goto(EDIT)
    page.evaluate("window.stayed = true")
    seen = page.get_by_label("预览", exact=True).and_(page.locator("section"))
    page.get_by_label("明白纸的内容").fill(RENAMED)
    expect(seen).to_contain_text("雨露计划明白纸·一学期补多少")
    page.get_by_label("明白纸的内容").fill(RENAMED.replace("valid_from: 2015-01-01", "valid_from: 去年"))
    expect(seen).to_contain_text("第 6 行，valid_from")
    assert page.evaluate("window.stayed") is True


def test_refused_mended_published_rolled_back(page: Page, library: Office) -> None:
    """A draft that would lose a right answer is refused with both answers; mended it is published, then taken back."""
    store = library.workshop.store
    first = store.live_id
    write(page, "yulu", LOSING)
    publish(page, "雨露计划明白纸", "改了编号")
    expect(page.get_by_text("考题变差了，没有发布")).to_be_visible()
    expect(page.get_by_role("heading", name="问：雨露计划每个学期补助多少钱")).to_be_visible()
    assert store.live_id == first

    page.get_by_role("link", name="改一改草稿").click()
    page.get_by_label("明白纸的内容").fill(RENAMED)
    page.get_by_role("button", name="存草稿").click()
    expect(page.get_by_text("草稿已经存好")).to_be_visible()
    publish(page, "雨露计划明白纸", "改了标题")
    expect(page.get_by_text("已发布")).to_be_visible()
    assert "一学期补多少" in store.sheets(store.live_id)["yulu"]

    page.goto("/knowledge/editions")
    page.get_by_text("退回到这一版").click()
    page.get_by_label("为什么退回").fill("改错了")
    page.get_by_role("button", name="确定退回").click()
    expect(page.get_by_text("已经退回")).to_be_visible()
    assert "一学期补多少" not in store.sheets(store.live_id)["yulu"]
