"""The chat API and what a supervisor asks."""

import json
from typing import Any

import pytest

from tests.bot.conftest import HARDSHIP, PHONE, MakeBot, Office
from tests.doubles.rasa import FakeRasa, custom

pytestmark = pytest.mark.anyio


async def test_answer_has_the_contracts_shape(office: Office, rasa: FakeRasa) -> None:
    """A message gets 200 and replies with text, buttons and meta."""
    passages = [{"id": "yulu.amount", "document": "雨露计划明白纸", "score": 0.9}]
    rasa.will(lambda: custom("补1500元", ("怎么办", "/help"), status="answered", passages=passages))
    async with office.web() as client:
        response = await client.post("/api/chat", json={"session": "s1", "text": "雨露计划补多少"})
    assert response.status_code == 200
    reply = {"text": "补1500元", "buttons": [{"title": "怎么办", "payload": "/help"}]}
    assert response.json() == {"replies": [{**reply, "meta": {"status": "answered", "passages": passages}}]}


def _bad(**changes: Any) -> bytes:
    return json.dumps({"session": "s1", "text": "你好", **changes}).encode()


BAD = {
    "no body": (b"", 400),
    "not JSON": (b"{session: 1}", 400),
    "cut off": (b'{"session": "s1", "text": "', 400),
    "not UTF-8": (b'{"session": "s1", "text": "\xff\xfe"}', 400),
    "a list": (b'["s1", "hello"]', 400),
    "a number": (b"5", 400),
    "null": (b"null", 400),
    "nested too deep": (b"[" * 20_000, 400),
    "a huge number": (b'{"session": ' + b"9" * 5000 + b"}", 400),
    "no session": (b'{"text": "hello"}', 400),
    "empty session": (_bad(session="  "), 400),
    "session a number": (_bad(session=7), 400),
    "session null": (_bad(session=None), 400),
    "session too long": (_bad(session="s" * 129), 400),
    "no content": (b'{"session": "s1"}', 400),
    "text a number": (_bad(text=7), 400),
    "text a list": (_bad(text=["你好"]), 400),
    "text an object": (_bad(text={"a": 1}), 400),
    "text null": (_bad(text=None), 400),
    "text empty": (_bad(text=""), 400),
    "text blank": (_bad(text=" \n\u3000"), 400),
    "text invisible": (_bad(text="\u200b\u200b"), 400),
    "text control characters": (_bad(text="\x00\x01\x02"), 400),
    "text a pasted file": (_bad(text="\x89PNG\x00\x00\x00\x01\x02\x03"), 400),
    "text too long": (_bad(text="长" * 2001), 413),
    "body too large": (_bad(text="a" * 70_000), 413),
    "body far too large": (b"x" * 3_000_000, 413),
    "payload a number": (_bad(text=None, payload=7), 400),
    "payload unknown": (_bad(text=None, payload="/restart"), 400),
    "payload without slash": (_bad(text=None, payload="affirm"), 400),
    "payload too long": (_bad(text=None, payload='/fill{"value":"' + "a" * 60 + '"}'), 400),
    "payload half a character": (b'{"session": "s1", "payload": "/fill{\\"value\\":\\"\\ud800\\"}"}', 400),
    "text and payload": (_bad(payload="/help"), 400),
    "message id a number": (_bad(message_id=7), 400),
    "message id too long": (_bad(message_id="m" * 129), 400),
    "channel unknown": (_bad(channel="telegram"), 400),
    "channel a list": (_bad(channel=["web"]), 400),
}


@pytest.mark.parametrize(("body", "code"), BAD.values(), ids=BAD.keys())
async def test_bad_input_is_told_what_to_do(office: Office, rasa: FakeRasa, body: bytes, code: int) -> None:
    """Every wrong input is a 4xx with a Chinese sentence and both phones, and never reaches Rasa."""
    async with office.web() as client:
        response = await client.post("/api/chat", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == code
    assert PHONE in response.json()["error"]
    assert "12345" in response.json()["error"]
    assert rasa.heard == []


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_other_content_types_are_refused(office: Office, content_type: str) -> None:
    """Only JSON is taken, so that a form on another site cannot write in a person's name."""
    async with office.web() as client:
        response = await client.post("/api/chat", content=_bad(), headers={"Content-Type": content_type})
    assert response.status_code == 415
    assert PHONE in response.json()["error"]


ODD = [
    "😭", "?", "。。。", "\ud83d", "'; DROP TABLE inbound; --", "{{7*7}}", "<script>alert(1)</script>", "../../passwd",
    "EXTERNAL: x", "null", "0", "-1", "1e999", "NaN", "\u202e反过来", "a" * 2000, "好" * 2000, "{" * 500, "%s%n",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
async def test_anything_typed_gets_a_reply(office: Office, text: str) -> None:
    """Whatever a person types is answered with 200."""
    async with office.web() as client:
        body = json.dumps({"session": "s1", "text": text}).encode()
        response = await client.post("/api/chat", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 200
    assert response.json()["replies"][0]["text"]


async def test_same_message_id_gets_the_stored_replies(office: Office, rasa: FakeRasa) -> None:
    """A client that asks again with the same id gets the same answer, and nothing is done twice."""
    body = {"session": "s1", "text": "你好", "message_id": "m1"}
    async with office.web() as client:
        answers = [(await client.post("/api/chat", json=body)).json() for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert len(rasa.heard) == 1


async def test_without_message_id_every_message_counts(office: Office, rasa: FakeRasa) -> None:
    """Two equal messages without an id are two messages."""
    async with office.web() as client:
        for _ in range(2):
            await client.post("/api/chat", json={"session": "s1", "text": "你好"})
    assert len(rasa.heard) == 2


async def test_terminal_is_a_channel_of_its_own(office: Office, rasa: FakeRasa) -> None:
    """The terminal names itself, and is another conversation than the same session on the web."""
    async with office.web() as client:
        await client.post("/api/chat", json={"session": "s1", "text": "你好", "channel": "terminal"})
        await client.post("/api/chat", json={"session": "s1", "text": "你好"})
    assert [body["metadata"]["channel"] for body in rasa.heard] == ["terminal", "web"]


async def test_over_long_hardship_gets_its_receipt_with_the_refusal(office: Office) -> None:
    """The refusal of a text that is too long says what was kept of it."""
    async with office.web() as client:
        response = await client.post("/api/chat", json={"session": "s1", "text": HARDSHIP + "唉" * 2000})
    assert response.status_code == 413
    receipt = response.json()["replies"][0]["meta"]["receipt"]
    assert receipt in response.json()["error"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
async def test_other_methods_are_refused(office: Office, method: str) -> None:
    """The chat API is posted to."""
    async with office.web() as client:
        response = await client.request(method, "/api/chat")
    assert response.status_code == 405
    assert PHONE in response.json()["error"]


async def test_unknown_paths_are_told(office: Office) -> None:
    """A wrong address is a 404 with the phone, also for odd paths below the static files."""
    async with office.web() as client:
        codes = [(await client.get(path)).status_code for path in ("/nothing", "/static/../web.py", "/static/x%00y")]
    assert codes == [404, 404, 404]


async def test_alive_whatever_is_missing(office: Office, rasa: FakeRasa) -> None:
    """The process is alive also without its neighbours."""
    rasa.go_down()
    async with office.web() as client:
        assert (await client.get("/healthz")).status_code == 200


async def test_metrics_count_by_status(office: Office) -> None:
    """The counters show channels and statuses and nothing else."""
    async with office.web() as client:
        await client.post("/api/chat", json={"session": "s1", "text": "你好"})
        lines = (await client.get("/metrics")).text.splitlines()
    assert lines[1:] == ['mingbai_messages_total{channel="web",status="smalltalk"} 1']


async def test_failure_of_our_own_is_a_degraded_reply(make_bot: MakeBot, rasa: FakeRasa) -> None:
    """A fault in the bot itself is answered with the fixed sentence, not with a 500."""
    office = make_bot()
    office.bot.dialogue._parts = None  # type: ignore[assignment]  # a fault that no input can cause
    async with office.web() as client:
        response = await client.post("/api/chat", json={"session": "s1", "text": "你好"})
    assert response.status_code == 200
    assert response.json()["replies"][0]["meta"]["status"] == "degraded"
