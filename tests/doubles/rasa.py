"""A double of the Rasa server: its REST channel with scripted replies and every way it fails, and its health."""

import json
from collections import deque
from collections.abc import Callable
from threading import Event
from typing import Any, Self

from tests.doubles.loopback import Answer, Heard, LoopbackServer

Behaviour = Callable[[], Answer]


class FakeRasa:
    """Answers `default` unless something was scripted; `heard` holds the posted messages."""

    def __init__(self) -> None:
        self._server = LoopbackServer(self._handle)
        self._scripted: deque[Behaviour] = deque()
        self._up = True
        self.url = self._server.url
        self.default: Behaviour = lambda: custom("好的", status="smalltalk")
        self.heard: list[dict[str, Any]] = []
        self.status_code = 200
        self.health_code = 200

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._up:
            self.go_down()

    @property
    def messages(self) -> list[str]:
        """Return what was said to it."""
        return [body["message"] for body in self.heard]

    def will(self, *behaviours: Behaviour) -> None:
        """Answer the next messages so, one each."""
        self._scripted.extend(behaviours)

    def go_down(self) -> None:
        """Refuse connections from now on."""
        self._up = False
        self._server.stop()

    def _handle(self, request: Heard) -> Answer:
        if request.path == "/webhooks/rest/":
            return Answer(b"{}", self.status_code)
        if request.path == "/health":  # the action server's, so that one double can stand for both
            return Answer(b'{"status":"ok"}', self.health_code)
        self.heard.append(json.loads(request.body))
        return (self._scripted.popleft() if self._scripted else self.default)()


def custom(text: str, *buttons: tuple[str, str], **meta: Any) -> Answer:
    """Answer with one reply as our actions say it."""
    rows = [{"title": title, "payload": payload} for title, payload in buttons]
    return replies({"custom": {"text": text, "buttons": rows, "meta": meta}})


def replies(*items: object) -> Answer:
    """Answer with these items of the REST channel."""
    return Answer(json.dumps(list(items)).encode())


def silence() -> Answer:
    """Answer as Rasa does when an action fails: 200 and nothing."""
    return Answer(b"[]")


def hang(until: Event) -> Behaviour:
    """Return the behaviour of not answering before the event."""

    def waiting() -> Answer:
        until.wait(20)
        return silence()

    return waiting


def failure() -> Answer:
    """Answer with a server error."""
    return Answer(b"boom", 500, "text/plain")


def garbage() -> Answer:
    """Answer with something that is not JSON."""
    return Answer(b"<html>\xff\xfe not json")
