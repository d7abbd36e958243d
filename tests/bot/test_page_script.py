"""What the chat page's script does, run by Node on a browser small enough for a test."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import bot

NODE = shutil.which("node")
SCRIPT = Path(bot.__file__).parent / "static" / "chat.js"
BROWSER = Path(__file__).parent / "browser.js"
pytestmark = pytest.mark.skipif(NODE is None, reason="Node is not installed")


def play(scenario: str) -> dict[str, Any]:
    """Return what the page showed and sent in this scenario."""
    command = [str(NODE), str(BROWSER), str(SCRIPT), scenario]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_answer_is_shown_whole() -> None:
    """An answer comes with its sources, receipt and buttons; a pressed button sends its payload."""
    seen = play("answer")
    assert [
        word for word in ("补120元", "依据", "《雨露》补多少", "湖南省", "MB1", "好") if word not in seen["shown"][1]
    ] == []
    assert [message.get("text", message.get("payload")) for message in seen["sent"]] == ["你好", "/affirm"]


def test_numbers_to_call_are_links_and_amounts_are_not() -> None:
    """In a crisis 120 and the help phone can be tapped; 120元 stays text."""
    assert play("answer")["links"] == ["tel:120", "tel:12317"]


def test_lost_network_is_tried_again_with_the_same_id() -> None:
    """Every try, also the person's own later one, carries the same message id; the person is told."""
    seen = play("lost")
    assert len(seen["sent"]) == 5
    assert len({message["message_id"] for message in seen["sent"]}) == 1
    assert "没有发出去" in seen["shown"][1]
    assert "好的" in seen["shown"][2]


def test_refused_text_stays_in_the_field() -> None:
    """The refusal is shown, and what was typed need not be typed again."""
    seen = play("refused")
    assert "太长了" in seen["shown"][1]
    assert seen["field"] == "很长"


def test_nonsense_can_be_sent_again() -> None:
    """An answer that is none offers another try."""
    assert "再发一次" in play("nonsense")["shown"][1]


def test_starters_send_what_they_say() -> None:
    """The first buttons send a payload or a question, in one session."""
    sent = play("starters")["sent"]
    assert sent[0]["payload"] == "/start_report"
    assert sent[1]["text"] == "低保怎么办"
    assert sent[0]["session"] == sent[1]["session"]
    assert len(sent[0]["session"]) >= 32


def test_one_message_at_a_time() -> None:
    """While a message is on its way the next one stays in the field."""
    seen = play("impatient")
    assert len(seen["sent"]) == 1
    assert seen["field"] == "二"


def test_works_without_storage() -> None:
    """A browser that keeps nothing still has one session per visit."""
    sent = play("noStorage")["sent"]
    assert sent[0]["session"] == sent[1]["session"]


def test_news_of_a_case_appears_by_itself() -> None:
    """The page asks for news at once and then every minute, for its own session; no news and faults show nothing."""
    seen = play("news")
    assert [line for line in seen["shown"] if "有人要来您家看看了" in line] == seen["shown"]
    assert len(seen["shown"]) == 1
    assert len({message["session"] for message in seen["askedForNews"]}) == 1
    assert len(seen["askedForNews"]) == 3
