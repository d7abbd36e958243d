"""Which messages can be handled."""

import pytest

from bot.messages import Refusal
from bot.reading import Refused, clean
from tests.bot.conftest import inbound


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u200b\u200d\ufeff", "\u3000", None])
def test_nothing_visible_is_empty(text: str | None) -> None:
    """White space and invisible characters are no message."""
    with pytest.raises(Refused) as caught:
        clean(inbound(text))
    assert caught.value.reason is Refusal.EMPTY


@pytest.mark.parametrize("text", ["\x00\x01\x02", "\x1b\x07", "PK\x03\x04\x00\x00\x08\x00", "\ufffd\ufffd\ufffdJFIF"])
def test_control_characters_are_unreadable(text: str) -> None:
    """What looks like a file or holds only control characters is refused."""
    with pytest.raises(Refused) as caught:
        clean(inbound(text))
    assert caught.value.reason is Refusal.UNREADABLE


@pytest.mark.parametrize("text", ["👍", "😭😭😭", "👨\u200d👩\u200d👧", "❤\ufe0f", "?", "\U0001fae9"])
def test_emoji_and_signs_pass(text: str) -> None:
    """Signs and emoji alone, also joined ones and ones newer than this Python, are passed on."""
    assert clean(inbound(text)).text == text


def test_stray_control_characters_are_dropped() -> None:
    """A few control characters in a sentence do not spoil it; line breaks stay."""
    assert clean(inbound("  第一行\x00\n第二行\x07  ")).text == "第一行\n第二行"


def test_half_a_surrogate_pair_is_replaced() -> None:
    """Text that no encoding can carry is mended, not passed on."""
    assert clean(inbound("补多少\ud83d")).text == "补多少?"


def test_notice_needs_no_text() -> None:
    """A picture without words is a message."""
    assert clean(inbound(None, notice="telegram.media")).text is None


def test_unknown_payload_is_a_dead_button() -> None:
    """A payload that is none of ours is refused as such."""
    with pytest.raises(Refused) as caught:
        clean(inbound(None, payload="/old_thing"))
    assert caught.value.reason is Refusal.DEAD_BUTTON
