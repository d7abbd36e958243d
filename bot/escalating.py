"""Telling the levels above of what is overdue, every hour while the bot runs."""

import asyncio
from typing import Protocol

import structlog

from intake.errors import IntakeBusy

_LOG = structlog.get_logger(__name__)
_SECONDS = 3600.0


class DeskLike(Protocol):
    """The part of the intake that is needed here."""

    def escalate(self) -> object: ...


class Escalating:
    """Runs the escalation; several at once do no harm, since each level is told once."""

    def __init__(self, desk: DeskLike) -> None:
        self._desk = desk
        self.seconds = _SECONDS

    async def run(self) -> None:
        """Escalate now and every hour until cancelled."""
        while True:
            try:
                await asyncio.to_thread(self._desk.escalate)
            except IntakeBusy:
                _LOG.warning("escalation_waits")
            await asyncio.sleep(self.seconds)
