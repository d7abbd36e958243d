"""A tracker store that keeps where a conversation stands, and nothing of what was said.

Rasa's own stores keep every message: each turn then reads them all, and personal data piles up beside the intake.
Rules need only the slots (marks, no words of the person), the open form, and that Rasa is listening.
"""

import json
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

_KEPT_SECONDS = 7 * 24 * 3600  # as long as a draft
_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    sender TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    at REAL NOT NULL
) WITHOUT ROWID
"""


class BoundedTrackerStore(TrackerStore):
    """Keeps one small row a conversation in a SQLite file."""

    def __init__(
        self,
        domain: Domain | None,
        path: str = "data/conversations.db",
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, timeout=2.0, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        # A lost last second costs a marker, not a report: those are in the intake.
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(_SCHEMA)
        self._connection.execute("DELETE FROM conversations WHERE at < ?", (time.time() - _KEPT_SECONDS,))
        kwargs.pop("host", None)
        super().__init__(domain, event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep where `tracker` stands."""
        await self.stream_events(tracker)
        state = json.dumps(state_of(tracker), ensure_ascii=False)
        self._connection.execute(
            "INSERT INTO conversations VALUES (?, ?, ?) "
            "ON CONFLICT (sender) DO UPDATE SET state = excluded.state, at = excluded.at",
            (tracker.sender_id, state, time.time()),
        )

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return a tracker that stands where the conversation stood, or None for a new one."""
        wanted = "SELECT state FROM conversations WHERE sender = ? AND at >= ?"
        row = self._connection.execute(wanted, (sender_id, time.time() - _KEPT_SECONDS)).fetchone()
        if row is None:
            return None
        events = events_of(json.loads(row[0]))
        return DialogueStateTracker.from_events(
            sender_id, events, self.domain.slots, self.max_event_history, domain=self.domain
        )

    async def keys(self) -> Iterable[str]:
        """Return the conversations that are known."""
        return [sender for (sender,) in self._connection.execute("SELECT sender FROM conversations")]


def state_of(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Return the slots that are set and the open form of `tracker`."""
    slots = {name: value for name, value in tracker.current_slot_values().items() if value is not None}
    slots.pop("session_started_metadata", None)
    return {"slots": slots, "loop": tracker.active_loop_name}


def events_of(state: dict[str, Any]) -> list[Event]:
    """Return the fewest events that lead to `state`."""
    loop = [ActiveLoop(state["loop"])] if state["loop"] else []
    slots = [SlotSet(name, value) for name, value in state["slots"].items()]
    begun = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    return [*begun, *loop, *slots, ActionExecuted(ACTION_LISTEN_NAME)]
