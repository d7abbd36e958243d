"""Updates read, and texts cut."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.telegram_updates import read_update, split_text
from tests.doubles.telegram import BOT_ID


def _update(**content: Any) -> Update:
    chat = {"id": 5, "type": "private"}
    message = {"message_id": 1, "date": 1_700_000_000, "chat": chat, **content}
    update = Update.de_json({"update_id": 9, "message": message})
    assert update is not None
    return update


PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
VOICE = {"file_id": "f", "file_unique_id": "u", "duration": 3}


def test_key_is_bot_and_update() -> None:
    """An update's key names the bot and the update."""
    found = read_update(BOT_ID, _update(text="你好"), "你好")
    assert found is not None
    assert (found.update_key, found.address, found.text) == (f"{BOT_ID}:9", "5", "你好")


def test_pictures_sent_together_share_a_key() -> None:
    """An album without words is one message; a picture with words is one of its own."""
    album = read_update(BOT_ID, _update(photo=PHOTO, media_group_id="g1"), "")
    words = read_update(BOT_ID, _update(photo=PHOTO, media_group_id="g1", caption="漏雨"), "")
    assert album is not None
    assert words is not None
    assert (album.update_key, words.update_key) == (f"{BOT_ID}:album g1", f"{BOT_ID}:9")


def test_shared_contact_is_its_number() -> None:
    """A contact shared in place of typing is the phone number."""
    found = read_update(BOT_ID, _update(contact={"phone_number": "13812345678", "first_name": "王"}), "")
    assert found is not None
    assert found.text == "13812345678"


@pytest.mark.parametrize("content", [{"voice": VOICE}, {"photo": PHOTO}, {"location": {"latitude": 1, "longitude": 2}}])
def test_unreadable_gets_a_notice(content: dict[str, Any]) -> None:
    """Voice, pictures and places are answered with a notice."""
    found = read_update(BOT_ID, _update(**content), "")
    assert found is not None
    assert found.notice == "telegram.media"


def test_service_messages_are_ignored() -> None:
    """That somebody joined or pinned something needs no answer."""
    assert read_update(BOT_ID, _update(new_chat_title="新名字"), "") is None


def test_moving_location_is_ignored() -> None:
    """A live location that moves is not an edited sentence."""
    chat = {"id": 5, "type": "private"}
    place = {"message_id": 1, "date": 1, "edit_date": 2, "chat": chat, "location": {"latitude": 1, "longitude": 2}}
    update = Update.de_json({"update_id": 9, "edited_message": place})
    assert update is not None
    assert read_update(BOT_ID, update, "") is None


def test_command_followed_by_words_is_a_text() -> None:
    """Words after a command are not thrown away."""
    found = read_update(BOT_ID, _update(text="/help 我崽病了"), "你好")
    assert found is not None
    assert (found.text, found.payload) == ("/help 我崽病了", None)


def test_cut_at_a_line() -> None:
    """A text is cut where a line ends, if there is one in the second half."""
    assert list(split_text("第一行第一行\n第二行", 8)) == ["第一行第一行", "第二行"]


def test_short_text_is_one_part() -> None:
    """A text that fits is not touched, and an empty one gives nothing to send."""
    assert list(split_text("好")) == ["好"]
    assert list(split_text("  ")) == []


@given(st.text(max_size=300), st.integers(min_value=4, max_value=40))
def test_nothing_is_lost_and_nothing_too_long(text: str, longest: int) -> None:
    """Parts fit in UTF-16 units as Telegram counts, and hold every visible character in order."""
    parts = list(split_text(text, longest))
    assert all(len(part.encode("utf-16-le")) <= longest * 2 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
