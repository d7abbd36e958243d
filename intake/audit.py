"""The audit log: every act in a chain of hashes, so that a row changed, taken out or put in shows."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, insert, select

from intake.clock import Clock
from intake.tables import audit
from intake.transactions import reading, writing
from storage.engine import hold

REPORTER = "reporter"
SYSTEM = "system"
_START = "0" * 64
_LOCK = 716_206_318  # any fixed number: who appends to the chain
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did: `detail` holds states, counts and codes, never what is told of a person."""

    actor: str
    act: str
    object: str
    detail: Mapping[str, str | int] | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A row of the log."""

    sequence: int
    at: datetime
    actor: str
    act: str
    object: str
    detail: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found: `wrong` is the sequence of the first wrong row; the last hash can be noted down."""

    rows: int
    wrong: int | None
    last_hash: str


def staff_actor(staff_id: int) -> str:
    """Return how the log names a staff account."""
    return f"staff:{staff_id}"


def append(connection: Connection, at: datetime, *acts: Act) -> None:
    """Add `acts` within the caller's transaction, as the last thing it does: appending is one at a time."""
    hold(connection, _LOCK)
    last = connection.execute(select(audit.c.sequence, audit.c.hash).order_by(audit.c.sequence.desc()).limit(1)).first()
    sequence, previous = (0, _START) if last is None else (last.sequence, last.hash)
    for act in acts:
        sequence += 1
        detail = json.dumps(act.detail or {}, ensure_ascii=False, sort_keys=True)
        digest = _hash((sequence, at, act.actor, act.act, act.object, detail, previous))
        row = {"sequence": sequence, "at": at, "actor": act.actor, "act": act.act, "object": act.object}
        connection.execute(insert(audit).values(**row, detail=detail, previous=previous, hash=digest))
        previous = digest


class AuditLog:
    """Reads the log, verifies it, and takes acts on things outside of the intake."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def record(self, act: Act) -> None:
        """Commit an act on something that the intake does not hold, such as the knowledge base; raises IntakeBusy."""
        with writing(self._engine) as connection:
            append(connection, self._clock(), act)

    def rows(self, limit: int = 100, object_: str | None = None) -> tuple[AuditRow, ...]:
        """Return the newest rows, of one object when it is named; raises IntakeBusy."""
        wanted = select(audit).order_by(audit.c.sequence.desc()).limit(limit)
        if object_ is not None:
            wanted = wanted.where(audit.c.object == object_)
        with reading(self._engine) as connection:
            return tuple(AuditRow(*row) for row in connection.execute(wanted))

    def verify(self, noted: str | None = None) -> Verdict:
        """Check the chain from its first row; `noted` is a last hash noted earlier, which must still stand in it.

        Without it nobody can see that rows at the end were taken away. Raises IntakeBusy.
        """
        previous, count, found = _START, 0, noted is None
        with reading(self._engine) as connection:
            for row in _all(connection):
                if row.sequence != count + 1 or row.previous != previous or row.hash != _hash_of(row):
                    return Verdict(count, min(row.sequence, count + 1), previous)
                count, previous = row.sequence, row.hash
                found = found or row.hash == noted
        return Verdict(count, None if found else count + 1, previous)


def _all(connection: Connection) -> Iterator[AuditRow]:
    rows = connection.execution_options(yield_per=_BATCH).execute(select(audit).order_by(audit.c.sequence))
    for row in rows:
        yield AuditRow(*row)


def _hash_of(row: AuditRow) -> str:
    return _hash((row.sequence, row.at, row.actor, row.act, row.object, row.detail, row.previous))


def _hash(content: tuple[int, datetime, str, str, str, str, str]) -> str:
    sequence, at, *rest = content
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    written = json.dumps([sequence, moment, *rest], ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()
