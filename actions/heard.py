"""What the person said, as an action needs it: read once from Rasa's tracker."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from intake.domain import Channel

FORM = "self_report_form"


class TrackerLike(Protocol):
    """The part of rasa_sdk's Tracker that is read here."""

    sender_id: str
    slots: dict[str, Any]
    latest_message: dict[str, Any]
    active_loop: dict[str, Any]
    events: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Heard:
    """One message: `payload` holds the values of a tapped button, `step` the form's open question."""

    conversation: str
    text: str
    intent: str
    confidence: float = 1.0
    channel: Channel = Channel.WEB
    message_id: str = ""
    payload: Mapping[str, str] | None = None
    slots: Mapping[str, Any] | None = None
    in_form: bool = False

    @property
    def is_button(self) -> bool:
        """Tell whether the message is a tapped button and not typed text."""
        return self.payload is not None

    @property
    def typed(self) -> str:
        """Return the text the person typed; empty for a button."""
        return "" if self.is_button else self.text

    def value(self, name: str) -> str:
        """Return the value `name` of the tapped button, or an empty string."""
        return (self.payload or {}).get(name, "")

    def slot(self, name: str) -> Any:
        """Return what the conversation remembers under `name`, or None."""
        return (self.slots or {}).get(name)


def listen(tracker: TrackerLike) -> Heard:
    """Return the latest message of `tracker`."""
    message = tracker.latest_message
    intent = message.get("intent") or {}
    text = str(message.get("text") or "")
    metadata = _metadata(tracker)
    return Heard(
        conversation=tracker.sender_id,
        text=text,
        intent=str(intent.get("name") or "nlu_fallback"),
        confidence=float(intent.get("confidence") or 0.0),
        channel=_channel(metadata.get("channel")),
        message_id=str(metadata.get("message_id") or ""),
        payload=_payload(message) if text.startswith("/") else None,
        slots=tracker.slots,
        in_form=(tracker.active_loop or {}).get("name") == FORM,
    )


def _payload(message: Mapping[str, Any]) -> dict[str, str]:
    return {str(entity.get("entity")): str(entity.get("value")) for entity in message.get("entities") or ()}


def _metadata(tracker: TrackerLike) -> Mapping[str, Any]:
    last = next((event.get("metadata") for event in reversed(tracker.events) if event.get("event") == "user"), None)
    found = tracker.latest_message.get("metadata") or last
    return found if isinstance(found, Mapping) else {}


def _channel(name: Any) -> Channel:
    return Channel(name) if name in set(Channel) else Channel.WEB
