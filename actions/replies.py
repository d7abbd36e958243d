"""What an action says and changes, before it becomes Rasa's wire format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """What kind of reply it is: the statuses of the chat contract that actions give."""

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
    DEGRADED = "degraded"


@dataclass(frozen=True, slots=True)
class Button:
    """A choice to tap; `payload` is at most 64 bytes, as Telegram demands."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to the person; `status` is a Status or one of the knowledge base's answer statuses."""

    text: str
    status: str
    buttons: tuple[Button, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)

    def as_wire(self) -> dict[str, Any]:
        """Return the `custom` object that the bot reads."""
        return {
            "text": self.text,
            "buttons": [{"title": button.title, "payload": button.payload} for button in self.buttons],
            "meta": {"status": str(self.status), **self.meta},
        }


class Loop(StrEnum):
    """What becomes of the self-report form after a turn."""

    UNCHANGED = "unchanged"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything one action does: its replies, the slots it sets, and where the self-report form stands after it."""

    replies: tuple[Reply, ...]
    slots: Mapping[str, Any] = field(default_factory=dict)
    loop: Loop = Loop.UNCHANGED
    step: str | None = None
