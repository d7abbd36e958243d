"""The conversation in the terminal, over HTTP."""

import json
from collections import deque
from collections.abc import Iterator

import httpx
import pytest

from bot.terminal import ChatClient, Screen, Terminal
from bot.wording import TEXTS_FILE, Wording
from language.texts import Texts
from tests.bot.conftest import PHONE
from tests.doubles.loopback import Answer, Heard, LoopbackServer


class FakeBot:
    """A double of the bot's chat API."""

    def __init__(self) -> None:
        self.server = LoopbackServer(self._handle).start()
        self.heard: list[dict[str, str]] = []
        self.answers: deque[Answer] = deque()

    def will(self, value: object, code: int = 200) -> None:
        """Answer the next message so."""
        self.answers.append(Answer(json.dumps(value).encode(), code))

    def _handle(self, request: Heard) -> Answer:
        self.heard.append(json.loads(request.body))
        return self.answers.popleft()


@pytest.fixture
def bot() -> Iterator[FakeBot]:
    """Return a running double of the bot."""
    double = FakeBot()
    yield double
    double.server.stop()


def talk(url: str, *lines: str) -> tuple[int, str]:
    """Type these lines, then Ctrl-D; return the exit code and all that was shown."""
    typed = deque(lines)
    shown: list[str] = []

    def read(prompt: str) -> str:
        if not typed:
            raise EOFError
        return typed.popleft()

    with httpx.Client(trust_env=False) as client:
        wording = Wording(Texts.load(TEXTS_FILE), PHONE)
        code = Terminal(ChatClient(client, url, "s1"), Screen(read, shown.append), wording, url).run()
    return code, "\n".join(shown)


def test_replies_are_shown_with_numbered_buttons(bot: FakeBot) -> None:
    """Buttons have numbers through all replies, and sources and receipts are shown."""
    meta = {
        "status": "answered",
        "passages": [{"document": "雨露", "section": "补多少", "region": "省", "valid_to": None}],
    }
    first = {"text": "补1500元", "buttons": [{"title": "怎么办", "payload": "/help"}], "meta": meta}
    second = {"text": "记下了", "buttons": [{"title": "好", "payload": "/affirm"}], "meta": {"receipt": "MB1"}}
    bot.will({"replies": [first, second]})
    code, shown = talk(bot.server.url, "雨露计划")
    assert code == 0
    assert [word for word in ("1. 怎么办", "2. 好", "《雨露》补多少", "MB1") if word not in shown] == []


@pytest.mark.parametrize("typed", ["2", "二", "第二个", "\uff12"])
def test_number_presses_the_button(bot: FakeBot, typed: str) -> None:
    """A number in any form presses that button."""
    buttons = [{"title": "自己", "payload": '/fill{"value":"self"}'}, {"title": "邻居", "payload": "/stop"}]
    bot.will({"replies": [{"text": "谁?", "buttons": buttons, "meta": {}}]})
    bot.will({"replies": []})
    talk(bot.server.url, "申报", typed)
    assert bot.heard[1]["payload"] == "/stop"
    assert bot.heard[1]["channel"] == "terminal"


def test_number_without_such_a_button_is_text(bot: FakeBot) -> None:
    """A number that no button has is what was typed."""
    bot.will({"replies": [{"text": "家里几口人?", "buttons": [], "meta": {}}]})
    bot.will({"replies": []})
    talk(bot.server.url, "申报", "5")
    assert bot.heard[1]["text"] == "5"


def test_errors_are_shown_and_the_talk_goes_on(bot: FakeBot) -> None:
    """A refusal is shown as the bot says it; an answer that makes no sense is told with the phone."""
    bot.will({"error": "太长了"}, 413)
    bot.answers.append(Answer(b"<html>", 502))
    bot.will({"replies": [{"text": "好的"}]})
    code, shown = talk(bot.server.url, "长", "乱", "好")
    assert code == 0
    assert "太长了" in shown
    assert PHONE in shown
    assert "好的" in shown


def test_bot_not_running_is_told(bot: FakeBot) -> None:
    """Without a bot the person is told how to start it, and the command fails."""
    other = LoopbackServer(lambda _: Answer(b"")).start()
    other.stop()
    code, shown = talk(other.url, "你好")
    assert code == 1
    assert "make run" in shown


def test_end_of_input_ends_cleanly(bot: FakeBot) -> None:
    """Ctrl-D ends with a goodbye, and empty lines are not sent."""
    code, shown = talk(bot.server.url, "", "  ")
    assert (code, bot.heard) == (0, [])
    assert "再见" in shown
