"""Telling a message that can be handled from one that cannot, and cleaning what can."""

import unicodedata
from dataclasses import replace

from bot.messages import Handled, Inbound, Refusal, Reply, Status
from bot.payloads import is_accepted, neutralize
from bot.wording import Wording
from language.normalize import looks_binary


class Refused(Exception):
    """The message is not taken; `reason` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


def clean(inbound: Inbound) -> Inbound:
    """Return the message with a text that is safe to pass on, or an accepted payload; raises Refused."""
    if inbound.payload is not None:
        if not is_accepted(inbound.payload):
            raise Refused(Refusal.DEAD_BUTTON)
        return inbound
    text = _without_surrogates(inbound.text or "")
    if looks_binary("".join(char for char in text if not _belongs_to_emoji(char))):
        raise Refused(Refusal.UNREADABLE)
    visible = _visible(text)
    if not visible and inbound.notice is None:
        raise Refused(Refusal.EMPTY)
    return replace(inbound, text=neutralize(visible) or None)


def refused(reason: Refusal, wording: Wording) -> Handled:
    """Return the answer to a message refused for this reason."""
    reply = Reply(wording(f"refused.{reason.value}"), meta={"status": Status.HELP.value})
    return Handled((reply,), Status.HELP, reason)


def _visible(text: str) -> str:
    kept = "".join(char for char in text if char in "\t\n" or unicodedata.category(char) != "Cc").strip()
    if all(_is_invisible(char) for char in kept):
        return ""
    start = next(index for index, char in enumerate(kept) if not _is_invisible(char))
    return kept[start:]  # nothing invisible may stand before a slash


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _belongs_to_emoji(char: str) -> bool:
    # Joiners inside emoji, and emoji newer than this Python's tables, must not pass for a pasted file.
    return unicodedata.category(char) == "Cf" or "\U0001f000" <= char <= "\U0001fbff"


def _is_invisible(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in {"Cc", "Cf"}
