"""A conversation as Rasa would lead it: the rules of nlu/data/rules in small, and the tracker's slots and loop."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from language.risk import assess

_ACTIONS = {
    "ask_policy": "action_answer", "report_risk": "form", "start_report": "form", "check_status": "action_status",
    "withdraw_report": "action_withdraw", "add_to_report": "action_add", "own_data": "action_own_data",
    "appeal": "action_appeal", "complain": "action_complain", "ask_human": "action_human",
    "crisis": "action_crisis", "out_of_scope": "action_out_of_scope", "ask": "action_show", "rate": "action_rate",
    "campaign": "action_campaign", "wish": "action_wish",
}  # fmt: skip
_FORM = "validate_self_report_form"


@dataclass
class Conversation:
    """One person's conversation; `say` returns the replies as the bot reads them."""

    key: str
    actions: Mapping[str, Callable[..., Any]]
    slots: dict[str, Any] = field(default_factory=dict)
    loop: str | None = None

    def say(self, text: str, intent: str = "inform", confidence: float = 0.9, message_id: str = "") -> "Replies":
        """Say `text`, which the classifier took for `intent`, or tap a button when it begins with a slash."""
        latest: dict[str, Any] = {"text": text, "intent": {"name": intent, "confidence": confidence}, "entities": []}
        if text.startswith("/"):
            name, _, values = text[1:].partition("{")
            latest["intent"] = {"name": name, "confidence": 1.0}
            entities = json.loads("{" + values) if values else {}
            latest["entities"] = [{"entity": entity, "value": value} for entity, value in entities.items()]
        elif assess(text).crisis:
            latest["intent"] = {"name": "crisis", "confidence": 1.0}
        latest["metadata"] = {"channel": "web", "message_id": message_id}
        return self._run(latest)

    def _run(self, latest: dict[str, Any]) -> "Replies":
        name = _FORM if self.loop else _ACTIONS.get(latest["intent"]["name"], "action_pick_up")
        tracker = _Tracker(self.key, self.slots, latest, {"name": self.loop} if self.loop else {})
        said = _Said()
        is_form = name in ("form", _FORM)
        events = asyncio.run(self.actions[_FORM if is_form else name](said, tracker, {}))
        if is_form:
            self.loop = "self_report_form"
        for event in events:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "active_loop":
                self.loop = event["name"]
        return Replies(said.messages)

    def restart(self) -> None:
        """Forget everything Rasa held, as when its process is started anew."""
        self.slots, self.loop = {}, None


class Replies(list[dict[str, Any]]):
    """The replies to one message."""

    @property
    def text(self) -> str:
        """Return all texts."""
        return "\n".join(reply["text"] for reply in self)

    @property
    def statuses(self) -> list[str]:
        """Return the status of each reply."""
        return [reply["meta"]["status"] for reply in self]

    @property
    def field(self) -> str | None:
        """Return what the self-report asks for."""
        found: str | None = self[-1]["meta"].get("field")
        return found

    @property
    def receipt(self) -> str:
        """Return the receipt of a filed report; raises KeyError."""
        return str(self[-1]["meta"]["receipt"])

    @property
    def payloads(self) -> list[str]:
        """Return the payloads of all buttons."""
        return [button["payload"] for reply in self for button in reply["buttons"]]


@dataclass
class _Tracker:
    sender_id: str
    slots: dict[str, Any]
    latest_message: dict[str, Any]
    active_loop: dict[str, Any]
    events: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class _Said:
    messages: list[dict[str, Any]] = field(default_factory=list)

    def utter_message(self, *, json_message: dict[str, Any]) -> None:
        self.messages.append(json_message)
