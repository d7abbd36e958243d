"""One message of a conversation at a time, in the order they came."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    people: int = 0


class Turns:
    """Hands out turns per conversation, first come first served, and forgets conversations nobody waits in."""

    def __init__(self) -> None:
        self._queues: dict[str, _Queue] = {}

    @property
    def waiting(self) -> int:
        """Return in how many conversations somebody has or waits for a turn."""
        return len(self._queues)

    @asynccontextmanager
    async def take(self, conversation: str, seconds: float | None = None) -> AsyncIterator[None]:
        """Wait for the conversation's turn, at most `seconds` if given, and hold it; raises TimeoutError."""
        queue = self._queues.setdefault(conversation, _Queue())
        queue.people += 1
        try:
            async with asyncio.timeout(None if seconds is None else max(seconds, 0)):
                await queue.lock.acquire()
            try:
                yield
            finally:
                queue.lock.release()
        finally:
            queue.people -= 1
            if not queue.people:
                del self._queues[conversation]
