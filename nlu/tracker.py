"""What Rasa remembers between two messages: which form is open and a few slots, never what was said.

Rasa's own stores keep every event for ever: each message's text with them, and each turn reads them all again.
The rules need none of it (docs/decisions/0010-forgetful-tracker.md).
"""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

_HOUR = 3600.0


class ForgetfulTrackerStore(InMemoryTrackerStore):
    """Keeps the open form and the set slots of the latest conversations, each for some hours after its last message."""

    def __init__(
        self,
        domain: Domain,
        event_broker: EventBroker | None = None,
        conversations: int = 50_000,
        hours: float = 24.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self.store: OrderedDict[str, str] = OrderedDict()
        self._said_at: dict[str, float] = {}
        self._most, self._seconds = int(conversations), float(hours) * _HOUR

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep what the next message needs, and forget whom nobody has heard of for long."""
        await self.stream_events(tracker)
        self.store[tracker.sender_id] = self.serialise_tracker(self._essence(tracker))
        self.store.move_to_end(tracker.sender_id)
        self._said_at[tracker.sender_id] = time.monotonic()
        self._forget()

    def _essence(self, tracker: DialogueStateTracker) -> DialogueStateTracker:
        values = {name: slot.value for name, slot in tracker.slots.items()}
        kept: list[Event] = [SlotSet(name, value) for name, value in values.items() if value is not None]
        if tracker.active_loop_name:
            kept.append(ActiveLoop(tracker.active_loop_name))
        kept.append(ActionExecuted(ACTION_LISTEN_NAME))
        return DialogueStateTracker.from_events(tracker.sender_id, kept, tracker.slots.values(), domain=self.domain)

    def _forget(self) -> None:
        now = time.monotonic()
        while self.store:
            oldest = next(iter(self.store))
            if len(self.store) <= self._most and now - self._said_at[oldest] < self._seconds:
                return
            del self.store[oldest], self._said_at[oldest]
