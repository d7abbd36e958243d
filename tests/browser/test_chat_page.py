"""The web chat in Chromium: a question is answered in place, on a phone and on a wide screen."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from playwright.sync_api import expect

from bot.build import AllSettings, build
from bot.settings import BotSettings
from intake.settings import IntakeSettings
from storage.settings import StorageSettings
from tests.browser.serving import serving
from tests.browser.test_every_page import PHONE, WIDE, keep
from tests.browser.windows import Open
from tests.console.opening import Template
from tests.doubles.rasa import FakeRasa, custom

ANSWER = "【雨露计划明白纸·补多少钱】\n一学期补1500元，一年3000元，打进一卡通。\n拿不准打12345。"


@pytest.fixture
def chat(template: Template, tmp_path: Path) -> Iterator[str]:
    """The address of a bot that always gives one answer."""
    shutil.copy(template.path, tmp_path / "bot.db")
    with FakeRasa() as rasa:
        rasa.default = lambda: custom(ANSWER, ("怎么办理", "/ask"), status="answered")
        settings = AllSettings(
            BotSettings(rasa_url=rasa.url, actions_url=rasa.url),
            IntakeSettings(field_keys=Fernet.generate_key().decode()),
            StorageSettings(database_url=f"sqlite:///{tmp_path}/bot.db"),
        )
        with serving(build(settings).app) as url:
            yield url


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_a_question_is_answered(window: Open, chat: str, width: int) -> None:
    """The answer stands in the log, and the page stays within its width."""
    page = window(chat, viewport={"width": width, "height": 900})
    page.goto("/")
    page.get_by_label("把您想问的写在这里").fill("雨露计划补多少")
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_role("log")).to_contain_text("一学期补1500元")
    expect(page.get_by_role("button", name="怎么办理")).to_be_visible()
    keep(page, f"chat-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
