"""Unfinished reports: they survive a restart and are forgotten after a week."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, insert, select, update

from intake.cipher import FieldCipher
from intake.clock import Clock
from intake.domain import Channel
from intake.tables import drafts
from intake.transactions import commit, reading, writing

_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished report: the step it waits at and the answers so far; `key` becomes the idempotency key."""

    key: str
    channel: Channel
    step: str
    values: Mapping[str, str] = field(repr=False)
    started_at: datetime


class Drafts:
    """The unfinished reports of all conversations, one each, encrypted at rest."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock

    def save(self, conversation: str, draft: Draft) -> None:
        """Keep `draft` in place of the conversation's last one; raises IntakeBusy."""
        row = {"started_at": draft.started_at, "draft_encrypted": self._cipher.encrypt(_to_json(draft))}

        def work(connection: Connection) -> None:
            connection.execute(delete(drafts).where(drafts.c.started_at < self._oldest()))
            changed = connection.execute(update(drafts).where(drafts.c.conversation == conversation).values(**row))
            if changed.rowcount == 0:
                connection.execute(insert(drafts).values(conversation=conversation, **row))

        commit(self._engine, work)

    def load(self, conversation: str) -> Draft | None:
        """Return the conversation's draft unless there is none or it is over a week old; raises IntakeBusy."""
        wanted = select(drafts.c.draft_encrypted).where(
            drafts.c.conversation == conversation, drafts.c.started_at >= self._oldest()
        )
        with reading(self._engine) as connection:
            token = connection.execute(wanted).scalar_one_or_none()
        return None if token is None else _from_json(self._cipher.decrypt(token))

    def drop(self, conversation: str) -> None:
        """Forget the conversation's draft, if there is one; raises IntakeBusy."""
        with writing(self._engine) as connection:
            connection.execute(delete(drafts).where(drafts.c.conversation == conversation))

    def _oldest(self) -> datetime:
        return self._clock() - _KEPT


def _to_json(draft: Draft) -> str:
    fields = {
        "key": draft.key,
        "channel": draft.channel.value,
        "step": draft.step,
        "values": dict(draft.values),
        "started_at": draft.started_at.isoformat(),
    }
    return json.dumps(fields, ensure_ascii=False)


def _from_json(text: str) -> Draft:
    fields = json.loads(text)
    return Draft(
        key=fields["key"],
        channel=Channel(fields["channel"]),
        step=fields["step"],
        values=fields["values"],
        started_at=datetime.fromisoformat(fields["started_at"]),
    )
