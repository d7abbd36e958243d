"""Messages that were received and never answered are settled late; old answers are forgotten."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.dialogue import Dialogue
from bot.ledger import Ledger, LedgerBusy
from bot.messages import Handled
from intake.clock import Clock
from intake.domain import Channel

_LOG = structlog.get_logger(__name__)
_REPLIES_KEPT = timedelta(days=2)  # long enough for any repeated delivery
_STUCK_AFTER = timedelta(minutes=2)  # no message is worked on for that long
_ROUND_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Settled:
    """A message settled late, and where its answer can still be sent."""

    channel: Channel
    address: str | None
    handled: Handled


class Recovery:
    """Settles what was left open, in the order it came."""

    def __init__(self, ledger: Ledger, dialogue: Dialogue, clock: Clock) -> None:
        self._ledger = ledger
        self._dialogue = dialogue
        self._clock = clock
        self.retry_seconds = 5.0  # between tries while the database does not answer

    async def settle(self, before: datetime) -> AsyncIterator[Settled]:
        """Settle what came before this moment, yielding the answers; raises LedgerBusy."""
        stuck = 0
        for arrival in await asyncio.to_thread(self._ledger.unfinished, before):
            pending = await self._dialogue.resume(arrival)
            handled = await pending.handled()
            if handled.settled:
                _LOG.warning("message_settled_late", channel=arrival.channel.value)
                yield Settled(arrival.channel, arrival.address, handled)
            else:
                stuck += 1
        if stuck:
            raise LedgerBusy(f"{stuck} messages could not be settled")

    async def run(self, late: asyncio.Queue[Settled]) -> None:
        """Settle what came before the start, and from time to time what got stuck; hand the answers to `late`."""
        before = self._clock()
        while True:
            try:
                async for answer in self.settle(before):
                    late.put_nowait(answer)
                await self.forget()
                await asyncio.sleep(_ROUND_SECONDS)
                before = self._clock() - _STUCK_AFTER
            except LedgerBusy:
                await asyncio.sleep(self.retry_seconds)

    async def forget(self) -> None:
        """Forget answers that nobody will ask for again; raises LedgerBusy."""
        await asyncio.to_thread(self._ledger.forget_replies, self._clock() - _REPLIES_KEPT)
