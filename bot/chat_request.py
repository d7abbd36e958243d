"""Reading a request of the chat API, with every way it can be wrong told apart."""

import asyncio
import json
from dataclasses import dataclass, field
from uuid import uuid4

from starlette.requests import ClientDisconnect, Request

from bot.messages import Inbound
from intake.domain import Channel

MAX_BODY = 64 * 1024
_DRAINED = 1024 * 1024  # so much of a body that is too large is read on, so that the sender gets to see the answer
_SECONDS = 20.0
_ID_CHARS = 128


class BadRequest(Exception):
    """The request cannot be taken; `code` is the HTTP status, `text` the name of the sentence that says why."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class _Fields:
    session: str = field(repr=False)
    text: str | None = field(repr=False)
    payload: str | None = field(repr=False)
    message_id: str
    channel: Channel


async def read_inbound(request: Request) -> Inbound:
    """Return the message in a request of the chat API; raises BadRequest."""
    fields = _fields(await _read(request))
    return Inbound(
        channel=fields.channel,
        address=fields.session,
        text=fields.text,
        payload=fields.payload,
        update_key=fields.message_id,
        origin=request.client.host if request.client else "",
    )


async def read_session(request: Request) -> tuple[Channel, str]:
    """Return whose news is asked for; posted, so that no address holds a session. Raises BadRequest."""
    fields = _fields(await _read(request))
    return fields.channel, fields.session


async def _read(request: Request) -> dict[str, object]:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        raise BadRequest(415, "bad.type")
    return _parsed(await _body(request))


async def _body(request: Request) -> bytes:
    body, size = bytearray(), 0
    try:
        async with asyncio.timeout(_SECONDS):
            async for chunk in request.stream():
                size += len(chunk)
                if size <= MAX_BODY:
                    body += chunk
                elif size > _DRAINED:
                    break
    except TimeoutError as error:
        raise BadRequest(408, "bad.slow") from error
    except ClientDisconnect as error:
        raise BadRequest(400, "bad.json") from error
    if size > MAX_BODY:
        raise BadRequest(413, "bad.large")
    return bytes(body)


def _parsed(body: bytes) -> dict[str, object]:
    try:
        value = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadRequest(400, "bad.json") from error
    if not isinstance(value, dict):
        raise BadRequest(400, "bad.json")
    return value


def _fields(value: dict[str, object]) -> _Fields:
    session, message_id = value.get("session"), value.get("message_id")
    text, payload = value.get("text"), value.get("payload")
    if not _is_id(session):
        raise BadRequest(400, "bad.session")
    if message_id is not None and not _is_id(message_id):
        raise BadRequest(400, "bad.message_id")
    if not isinstance(text, str | None) or not isinstance(payload, str | None) or (text and payload):
        raise BadRequest(400, "bad.content")
    key = message_id if isinstance(message_id, str) else uuid4().hex
    return _Fields(str(session), None if payload else text or "", payload or None, key, _channel(value.get("channel")))


def _is_id(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= _ID_CHARS


def _channel(value: object) -> Channel:
    # The terminal talks through this API as well; Telegram never does.
    if value is None or value == Channel.WEB.value:
        return Channel.WEB
    if value == Channel.TERMINAL.value:
        return Channel.TERMINAL
    raise BadRequest(400, "bad.channel")
