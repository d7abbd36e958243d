"""What comes in from a channel and what goes back to it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from intake.domain import Channel


class Status(StrEnum):
    """How a message was answered; one for every message."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    ABSTAINED = "abstained"
    EXPIRED_ONLY = "expired_only"
    OTHER_REGION = "other_region"
    REPORT_OFFERED = "report_offered"
    REPORT_QUESTION = "report_question"
    REPORT_FILED = "report_filed"
    REPORT_CANCELLED = "report_cancelled"
    CASE_STATUS = "case_status"
    WITHDRAWN = "withdrawn"
    CRISIS = "crisis"
    COMPLAINT = "complaint"
    HUMAN = "human"
    SMALLTALK = "smalltalk"
    HELP = "help"
    OUT_OF_SCOPE = "out_of_scope"
    TOO_LONG = "too_long"
    RATE_LIMITED = "rate_limited"
    DEGRADED = "degraded"


class Refusal(StrEnum):
    """Why a message was not taken into the conversation."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    DEAD_BUTTON = "dead_button"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message as a channel hands it over.

    `address` is the person's raw id there, `update_key` names the message within the address's channel, `origin` is
    the network address, if any. `notice` names a text to be answered when there was something the bot cannot read.
    """

    channel: Channel
    address: str = field(repr=False)
    text: str | None = field(repr=False)
    payload: str | None = field(repr=False)
    update_key: str = field(repr=False)
    origin: str = field(default="", repr=False)
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A choice offered under a reply; `payload` is what comes back when it is pressed."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to the person; `meta` holds at least its status."""

    text: str = field(repr=False)
    buttons: tuple[Button, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def to_json(self) -> dict[str, Any]:
        """Return the reply as the chat API shows it."""
        buttons = [{"title": button.title, "payload": button.payload} for button in self.buttons]
        return {"text": self.text, "buttons": buttons, "meta": dict(self.meta)}


@dataclass(frozen=True, slots=True)
class Handled:
    """What a message came to.

    `repeated` when it had been answered before and nothing was done again; not `settled` when something that had to
    be written down could not be, so that it must be tried again later.
    """

    replies: tuple[Reply, ...]
    status: Status
    refusal: Refusal | None = None
    repeated: bool = False
    settled: bool = True


def dump_replies(replies: Sequence[Reply]) -> str:
    """Return the replies as JSON text."""
    return json.dumps([reply.to_json() for reply in replies], ensure_ascii=False)


def load_replies(text: str) -> tuple[Reply, ...]:
    """Return the replies that `dump_replies` wrote."""
    return tuple(
        Reply(row["text"], tuple(Button(**button) for button in row["buttons"]), row["meta"])
        for row in json.loads(text)
    )
