"""Which button payloads are accepted, and how typed text is kept from being taken for one."""

import json
import re

from intake.campaigns import CheckIn

MAX_BYTES = 64  # Telegram's limit for callback data
_NAMES = (
    "ask", "rate", "fill", "affirm", "deny", "start_report", "check_status",
    "withdraw_report", "ask_human", "help", "stop", "more", "campaign", "wish",
)  # fmt: skip
_SHAPE = re.compile(rf"/({'|'.join(_NAMES)})(\{{[^\r\n]{{0,200}}\}})?")
_KEY = re.compile(r"[a-z_]{1,20}")
_CHECK_IN = re.compile(rf'/campaign\{{"c":(\d{{1,9}}),"v":"({"|".join(CheckIn)})"\}}', re.ASCII)


def is_accepted(payload: str) -> bool:
    """Tell whether `payload` is one of ours: a known name, with at most one flat JSON object of short values."""
    match = _SHAPE.fullmatch(payload)
    if match is None or not payload.isprintable() or len(payload.encode()) > MAX_BYTES:
        return False
    return match[2] is None or _is_flat(match[2])


def check_in(payload: str | None) -> tuple[int, CheckIn] | None:
    """Return the campaign's number and the answer that a button of a campaign's question carries."""
    match = _CHECK_IN.fullmatch(payload or "")
    return (int(match[1]), CheckIn(match[2])) if match else None


def _is_flat(text: str) -> bool:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return all(
        _KEY.fullmatch(key) and ((isinstance(value, str) and value.isprintable()) or type(value) is int)
        for key, value in values.items()
    )


def neutralize(text: str) -> str:
    """Return typed `text` so that Rasa cannot take it for an intent: a leading slash becomes a full-width one."""
    return "\uff0f" + text[1:] if text.startswith("/") else text
