"""A conversation in the terminal, through the chat API of the running bot."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from bot.wording import Wording
from language.choices import pick

_SECONDS = 15.0


class BotDown(Exception):
    """The bot does not answer at its address."""


class ChatClient:
    """Speaks the chat API for one session."""

    def __init__(self, client: httpx.Client, url: str, session: str) -> None:
        self._client = client
        self._url = url
        self._session = session

    def say(self, content: dict[str, str]) -> dict[str, Any]:
        """Return the API's answer, `replies` or `error`; raises BotDown, httpx.TimeoutException, ValueError."""
        body = {"session": self._session, "channel": "terminal", "message_id": secrets.token_hex(16), **content}
        try:
            value = self._client.post(f"{self._url}/api/chat", json=body, timeout=_SECONDS).json()
        except httpx.TimeoutException:
            raise
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise BotDown("the bot does not answer") from error
        if not isinstance(value, dict):
            raise ValueError("an object was expected")
        return value


@dataclass(frozen=True, slots=True)
class Screen:
    """Where lines are read from (raises EOFError at the end) and printed to."""

    read: Callable[[str], str]
    show: Callable[[str], None]


class Terminal:
    """Shows replies with numbered buttons and sends what is typed, or the button whose number is typed."""

    def __init__(self, chat: ChatClient, screen: Screen, wording: Wording, url: str) -> None:
        self._chat = chat
        self._screen = screen
        self._wording = wording
        self._url = url
        self._buttons: list[dict[str, str]] = []

    def run(self) -> int:
        """Talk until the input ends; return the exit code: 0, or 1 when the bot is not running."""
        self._screen.show(self._wording("terminal.welcome"))
        try:
            while True:
                line = self._screen.read(self._wording("terminal.prompt") + " ").strip()
                if line:
                    self._turn(line)
        except (EOFError, KeyboardInterrupt):
            self._screen.show("\n" + self._wording("terminal.bye"))
            return 0
        except BotDown:
            self._screen.show(self._wording("terminal.down", url=self._url))
            return 1

    def _turn(self, line: str) -> None:
        try:
            value = self._chat.say(self._content(line))
        except httpx.TimeoutException:
            self._screen.show(self._wording("terminal.slow"))
            return
        except ValueError:
            self._screen.show(self._wording("terminal.odd"))
            return
        if "error" in value:
            self._screen.show(str(value["error"]))
            return
        self._show(value.get("replies") or [])

    def _content(self, line: str) -> dict[str, str]:
        # Numbers only: words go to the dialogue, which knows what they mean.
        choice = pick(line, [()] * len(self._buttons)) if self._buttons else None
        return {"text": line} if choice is None else {"payload": self._buttons[choice]["payload"]}

    def _show(self, replies: Sequence[dict[str, Any]]) -> None:
        self._buttons = []
        for reply in replies:
            self._screen.show(f"\n{reply.get('text', '')}")
            meta = reply.get("meta") or {}
            self._show_meta(meta)
            for button in reply.get("buttons") or []:
                self._buttons.append(button)
                self._screen.show(f"  {len(self._buttons)}. {button['title']}")
        if self._buttons:
            self._screen.show(self._wording("terminal.choose"))

    def _show_meta(self, meta: dict[str, Any]) -> None:
        for passage in meta.get("passages") or []:
            fields = {name: passage.get(name) or "" for name in ("document", "section", "region", "valid_from")}
            until = passage.get("valid_to") or self._wording("terminal.open_end")
            self._screen.show(self._wording("terminal.source", valid_to=until, **fields))
        if meta.get("receipt"):
            self._screen.show(self._wording("terminal.receipt", receipt=meta["receipt"]))
