"""The wire to Rasa."""

import json

import httpx
import pytest

from bot.messages import Button
from bot.rasa import Rasa, RasaSilent, RasaUnavailable, read_replies
from tests.doubles.rasa import FakeRasa, failure, silence


def _body(*items: object) -> bytes:
    return json.dumps(list(items)).encode()


def test_custom_is_read_with_its_buttons_and_meta() -> None:
    """A custom item is a reply, with its meta as our action wrote it."""
    meta = {"status": "answered", "passages": [{"id": "yulu.amount"}]}
    custom = {"text": "补1500元", "buttons": [{"title": "怎么办", "payload": "/help"}], "meta": meta}
    (reply,) = read_replies(_body({"recipient_id": "x", "custom": custom}))
    assert (reply.text, reply.buttons, reply.meta) == ("补1500元", (Button("怎么办", "/help"),), meta)


def test_plain_text_is_read_too() -> None:
    """A plain text of Rasa's own is a reply and gets a status."""
    (reply,) = read_replies(_body({"recipient_id": "x", "text": "你好"}))
    assert (reply.text, reply.meta) == ("你好", {"status": "smalltalk"})


@pytest.mark.parametrize("status", [None, "made_up", 7, ["answered"]])
def test_unknown_status_is_replaced(status: object) -> None:
    """Every reply has one of the known statuses."""
    (reply,) = read_replies(_body({"custom": {"text": "好", "meta": {"status": status}}}))
    assert reply.meta["status"] == "smalltalk"


def test_buttons_that_cannot_be_pressed_are_dropped() -> None:
    """A button whose payload the bot would refuse, or that has no title, is not shown."""
    rows = [{"title": "好", "payload": "/affirm"}, {"title": "坏", "payload": "/restart"}, {"title": " "}, 5]
    (reply,) = read_replies(_body({"custom": {"text": "选", "buttons": rows}}))
    assert reply.buttons == (Button("好", "/affirm"),)


@pytest.mark.parametrize("item", [7, None, [], {"custom": {}}, {"custom": {"text": 5}}, {"text": "  "}, {"image": "x"}])
def test_unreadable_items_are_skipped(item: object) -> None:
    """What has no text is skipped, and what stands beside it is kept."""
    assert [reply.text for reply in read_replies(_body(item, {"text": "好"}))] == ["好"]


@pytest.mark.parametrize("content", [b"", b"<html>", b"[", b"\xff\xfe", b"[" * 100_000])
def test_not_json_is_silence(content: bytes) -> None:
    """A body that is no JSON is an error of the client's own kind."""
    with pytest.raises(RasaSilent):
        read_replies(content)


@pytest.mark.anyio
async def test_failures_are_told_apart(rasa: FakeRasa) -> None:
    """Nothing said, a failing server and a dead one are errors."""
    async with httpx.AsyncClient() as client:
        wire = Rasa(client, rasa.url)
        rasa.will(silence, failure)
        with pytest.raises(RasaSilent):
            await wire.say("web-1", "你好", {}, 2)
        with pytest.raises(RasaUnavailable, match="500"):
            await wire.say("web-1", "你好", {}, 2)
        rasa.go_down()
        with pytest.raises(RasaUnavailable):
            await wire.say("web-1", "你好", {}, 2)
