"""The wire to the Rasa server: a message out, replies back, and every way of getting none told as one error."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import httpx
import structlog

from bot.messages import Button, Reply, Status
from bot.payloads import is_accepted

_LOG = structlog.get_logger(__name__)
_STATUSES = frozenset(Status)


class RasaError(Exception):
    """Rasa gave no usable answer."""


class RasaUnavailable(RasaError):
    """Rasa cannot be reached, is too slow, or fails."""


class RasaSilent(RasaError):
    """Rasa answered with nothing a person could read, as it does when the action server is away."""


class Rasa:
    """Rasa's REST channel."""

    def __init__(self, client: httpx.AsyncClient, url: str) -> None:
        self._client = client
        self._address = f"{url}/webhooks/rest/webhook"

    async def say(self, sender: str, message: str, metadata: Mapping[str, str], seconds: float) -> tuple[Reply, ...]:
        """Return Rasa's replies to `message`, at least one, within `seconds`; raises RasaError."""
        body = {"sender": sender, "message": message, "metadata": dict(metadata)}
        try:
            async with asyncio.timeout(seconds):
                response = await self._client.post(self._address, json=body)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise RasaUnavailable(f"no answer: {type(error).__name__}") from error
        if response.status_code != httpx.codes.OK:
            raise RasaUnavailable(f"status {response.status_code}")
        replies = read_replies(response.content)
        if not replies:
            raise RasaSilent("no reply")
        return replies


def read_replies(content: bytes) -> tuple[Reply, ...]:
    """Return the readable replies in a body of the REST channel; raises RasaSilent when it is not JSON."""
    try:
        items = json.loads(content, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise RasaSilent("the answer is not JSON") from error
    replies = [_read(item) for item in items] if isinstance(items, list) else []
    return tuple(reply for reply in replies if reply is not None)


def _read(item: object) -> Reply | None:
    if not isinstance(item, dict):
        return None
    custom = item.get("custom")
    source = custom if isinstance(custom, dict) else item
    text = source.get("text")
    if not isinstance(text, str) or not text.strip():
        return None
    meta = source.get("meta")
    return Reply(_clean(text), _buttons(source.get("buttons")), _meta(meta if isinstance(meta, dict) else {}))


def _meta(meta: dict[str, Any]) -> dict[str, Any]:
    status = meta.get("status")
    return meta if isinstance(status, str) and status in _STATUSES else {**meta, "status": Status.SMALLTALK.value}


def _buttons(rows: object) -> tuple[Button, ...]:
    buttons = []
    for row in rows if isinstance(rows, list) else []:
        title, payload = (row.get("title"), row.get("payload")) if isinstance(row, dict) else (None, None)
        if isinstance(title, str) and title.strip() and isinstance(payload, str) and is_accepted(payload):
            buttons.append(Button(_clean(title), payload))
        else:
            # A button that could not be pressed is not shown.
            _LOG.warning("button_dropped")
    return tuple(buttons)


def _clean(text: str) -> str:
    # JSON may carry half a surrogate pair, which no channel can send on.
    return text.encode("utf-8", "replace").decode()
