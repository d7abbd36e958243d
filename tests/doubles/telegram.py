"""A double of Telegram's Bot API: one bot, what people write to it, what it sends them."""

import json
import time
from dataclasses import dataclass
from threading import Condition
from typing import Any, Self
from urllib.parse import parse_qs

from tests.doubles.loopback import Answer, Heard, LoopbackServer

TOKEN = "700700:FAKE-token_of_the_double"
BOT_ID = 700700
_LONGEST_POLL = 0.5


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that the bot sent; `buttons` are (title, callback data)."""

    chat: int
    text: str
    buttons: tuple[tuple[str, str], ...] = ()


class FakeTelegram:
    """Holds updates until they are confirmed by a higher offset, as Telegram does; use as a context manager.

    `failing` maps a method's name to the HTTP status it answers with instead; "*" stands for all.
    """

    def __init__(self, token: str = TOKEN) -> None:
        self._server = LoopbackServer(self._handle)
        self._changed = Condition()
        self._pending: list[dict[str, Any]] = []
        self._all: list[dict[str, Any]] = []
        self._next_id = 1000
        self.token = token
        self.url = self._server.url
        self.sent: list[Sent] = []
        self.calls: list[str] = []
        self.failing: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self.failing["*"] = 502
            self._changed.notify_all()
        self._server.stop()

    # what people do

    def write(self, chat: int, text: str, times: int = 1) -> int:
        """Let a person write; the same update is delivered `times` times. Returns the update's id."""
        return self.push({"message": _message(chat, text=text)}, times)

    def press(self, chat: int, data: str) -> int:
        """Let a person press a button."""
        return self.push({"callback_query": _press(chat, data)})

    def edit(self, chat: int, text: str) -> int:
        """Let a person change a message."""
        return self.push({"edited_message": _message(chat, text=text, edit_date=1_700_000_100)})

    def send_photo(self, chat: int, caption: str | None = None) -> int:
        """Let a person send a picture."""
        photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
        return self.push({"message": _message(chat, photo=photo, **({"caption": caption} if caption else {}))})

    def write_in_group(self, chat: int, text: str) -> int:
        """Let somebody write in a group that the bot is in."""
        message = _message(chat, text=text)
        return self.push({"message": {**message, "chat": {"id": -chat, "type": "group", "title": "村群"}}})

    def push(self, content: dict[str, Any], times: int = 1) -> int:
        """Queue an update of any kind."""
        with self._changed:
            self._next_id += 1
            update = {"update_id": self._next_id, **content}
            self._pending += [update] * times
            self._all.append(update)
            self._changed.notify_all()
            return self._next_id

    def redeliver(self) -> None:
        """Deliver everything anew, as Telegram does to a bot that died before it confirmed."""
        with self._changed:
            self._pending = list(self._all)
            self._changed.notify_all()

    # what the bot did

    def wait_for(self, count: int, seconds: float = 10.0) -> list[Sent]:
        """Return the sent messages once there are `count`; raises AssertionError when they do not come."""
        with self._changed:
            came = self._changed.wait_for(lambda: len(self.sent) >= count, seconds)
        assert came, f"{len(self.sent)} of {count} messages were sent"
        return list(self.sent)

    def wait_until_confirmed(self, seconds: float = 10.0) -> None:
        """Wait until the bot has confirmed every update; raises AssertionError."""
        with self._changed:
            assert self._changed.wait_for(lambda: not self._pending, seconds), "updates are not confirmed"

    def wait_for_call(self, method: str, times: int = 1, seconds: float = 10.0) -> None:
        """Wait until the bot has called `method` so often; raises AssertionError."""
        with self._changed:
            came = self._changed.wait_for(lambda: self.calls.count(method) >= times, seconds)
        assert came, f"{method} was called {self.calls.count(method)} times"

    # the Bot API

    def _handle(self, request: Heard) -> Answer:
        prefix, _, method = request.path.rpartition("/")
        values = {name: rows[-1] for name, rows in parse_qs(request.body.decode()).items()}
        with self._changed:
            self.calls.append(method)
            self._changed.notify_all()
            code = self.failing.get(method) or self.failing.get("*")
            if code is not None:
                return _refusal(code)
            if prefix != f"/bot{self.token}":
                return _refusal(401)
            return _result(self._call(method, values))

    def _call(self, method: str, values: dict[str, str]) -> object:
        if method == "getMe":
            return {"id": BOT_ID, "is_bot": True, "first_name": "明白", "username": "mingbai_test_bot"}
        if method == "getUpdates":
            return self._updates(int(values.get("offset", 0)), float(values.get("timeout", 0)))
        if method == "sendMessage":
            return self._send(values)
        return True  # deleteWebhook, answerCallbackQuery

    def _updates(self, offset: int, seconds: float) -> list[dict[str, Any]]:
        self._pending = [update for update in self._pending if update["update_id"] >= offset]
        self._changed.notify_all()
        self._changed.wait_for(lambda: self._pending or "*" in self.failing, min(seconds, _LONGEST_POLL))
        return self._pending[:100]

    def _send(self, values: dict[str, str]) -> dict[str, Any]:
        rows = json.loads(values.get("reply_markup", "{}")).get("inline_keyboard", [])
        buttons = tuple((button["text"], button["callback_data"]) for row in rows for button in row)
        chat = int(values["chat_id"])
        self.sent.append(Sent(chat, values["text"], buttons))
        self._changed.notify_all()
        return {**_message(chat, text=values["text"]), "message_id": len(self.sent)}


def _message(chat: int, **content: Any) -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": "测试"}
    place = {"id": chat, "type": "private", "first_name": "测试"}
    now = int(time.time())
    return {"message_id": now % 100_000, "date": now, "chat": place, "from": person, **content}


def _press(chat: int, data: str) -> dict[str, Any]:
    message = _message(chat, text="…")
    return {"id": "1", "from": message["from"], "chat_instance": "1", "message": message, "data": data}


def _result(value: object) -> Answer:
    return Answer(json.dumps({"ok": True, "result": value}).encode())


def _refusal(code: int) -> Answer:
    body = {"ok": False, "error_code": code, "description": "refused by the double"}
    return Answer(json.dumps(body).encode(), code)
