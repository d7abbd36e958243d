"""Whether everything a person's message needs is there."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from intake.desk import IntakeDesk
from intake.errors import IntakeBusy

_SECONDS = 2.0
_OK = "ok"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where the other processes are."""

    rasa_url: str
    actions_url: str


class Health:
    """Asks the database, Rasa and the action server how they are."""

    def __init__(self, desk: IntakeDesk, client: httpx.AsyncClient, neighbours: Neighbours) -> None:
        self._desk = desk
        self._client = client
        self._neighbours = neighbours

    async def checks(self) -> Mapping[str, str]:
        """Return "ok" or what is missing, for each."""
        database, rasa, actions = await asyncio.gather(
            self._database(),
            # The webhook is what messages go to; nlu.serve does not start without a model.
            self._answers(f"{self._neighbours.rasa_url}/webhooks/rest/", "not healthy"),
            self._answers(f"{self._neighbours.actions_url}/health", "not healthy"),
        )
        return {"database": database, "rasa": rasa, "actions": actions}

    async def _database(self) -> str:
        try:
            return _OK if await asyncio.to_thread(self._desk.is_ready) else "not migrated: run python -m intake upgrade"
        except IntakeBusy:
            return "does not answer or is locked"

    async def _answers(self, url: str, otherwise: str) -> str:
        try:
            async with asyncio.timeout(_SECONDS):
                response = await self._client.get(url)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError):
            return "does not answer"
        return _OK if response.status_code == httpx.codes.OK else f"{otherwise} (HTTP {response.status_code})"


def is_ready(checks: Mapping[str, str]) -> bool:
    """Tell whether nothing is missing."""
    return all(state == _OK for state in checks.values())
