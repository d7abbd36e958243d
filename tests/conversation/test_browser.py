"""A sheet's way through Chromium and every real process: refused, mended, published, asked in chat, taken back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from intake.desk import IntakeDesk
from intake.domain import Role
from knowledge.sheets import SHEETS_FOLDER
from tests.browser.hands import publish, sign_in, write
from tests.browser.windows import Open
from tests.conversation.servers import Servers
from tests.conversation.staff import OWN_PASSWORD

pytestmark = pytest.mark.servers
EDITOR, TITLE, QUESTION = "编辑小何", "雨露计划明白纸", "雨露计划补多少"
YULU = (SHEETS_FOLDER / "yulu.md").read_text(encoding="utf-8")
LOSING = YULU.replace("{#amount}", "{#amount_new}")  # the golden questions ask for the old number
ADDED = "这句话是刚刚添上去的。"
TOLD = YULU.replace("\n雨露计划每个学生每学期补1500元", f"\n{ADDED}雨露计划每个学生每学期补1500元")
_ASKED_AT_MOST = 100


@pytest.fixture
def editor(window: Open, servers: Servers, desk: IntakeDesk) -> Page:
    """An editor's window on the console, signed in."""
    password = desk.staff.add(EDITOR, Role.EDITOR)
    member = next(one for one in desk.staff.members() if one.name == EDITOR)
    desk.staff.change_password(member.id, password, OWN_PASSWORD)
    return sign_in(window(servers.url("console")), EDITOR, OWN_PASSWORD)


def answer_until(chat: Page, fits: Callable[[str], bool]) -> None:
    """Ask in the web chat until the answer fits: a running assistant takes a new edition within seconds."""
    text = ""
    for _ in range(_ASKED_AT_MOST):
        before = chat.get_by_role("log").locator(".said.bot").count()
        chat.get_by_label("把您想问的写在这里").fill(QUESTION)
        chat.get_by_role("button", name="发送").click()
        answer = chat.get_by_role("log").locator(".said.bot").nth(before)
        expect(answer).to_contain_text("1500元")
        text = answer.inner_text()
        if fits(text):
            return
    raise AssertionError(text)


def test_from_the_editor_to_the_farmer_and_back(editor: Page, window: Open, servers: Servers) -> None:
    """The farmer reads the new words after the publish, and the old ones after the rollback."""
    chat = window(servers.url("bot"))
    chat.goto("/")
    answer_until(chat, lambda text: ADDED not in text)

    write(editor, "yulu", LOSING)
    publish(editor, TITLE, "改了编号")
    expect(editor.get_by_text("考题变差了，没有发布")).to_be_visible()

    write(editor, "yulu", TOLD)
    publish(editor, TITLE, "添一句话")
    expect(editor.get_by_text("已发布")).to_be_visible()
    answer_until(chat, lambda text: ADDED in text)

    editor.goto("/knowledge/editions")
    editor.get_by_text("退回到这一版").first.click()
    editor.get_by_label("为什么退回").first.fill("试过了")
    editor.get_by_role("button", name="确定退回").first.click()
    expect(editor.get_by_text("已经退回")).to_be_visible()
    answer_until(chat, lambda text: ADDED not in text)
