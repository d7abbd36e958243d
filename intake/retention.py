"""How long data is kept, and the job that lets go of what is older."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, Engine, Select, Table, delete, exists, func, or_, select

from intake import audit
from intake.audit import Act
from intake.cipher import FieldCipher
from intake.clock import Clock
from intake.deliveries import DeliveryState
from intake.domain import CLOSED, CaseState
from intake.erasing import erase_case
from intake.errors import BadRuleFile
from intake.tables import attachments, cases, deliveries, drafts, events, reports, tickets, training_wishes
from intake.transactions import reading, writing

RETENTION_FILE = Path(__file__).with_name("data") / "retention.toml"
_TABLES = ("drafts", "tickets", "deliveries", "wishes", "cases")
_BATCH = 200
_OVER = tuple(state.value for state in (DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.BLOCKED))
# A household that is monitored is helped for as long as it is: its data is needed.
_LET_GO = tuple(sorted(state.value for state in CLOSED - {CaseState.INCLUDED}))


@dataclass(frozen=True, slots=True)
class RetentionRules:
    """Days per table."""

    days: Mapping[str, int]

    @classmethod
    def load(cls, path: Path = RETENTION_FILE) -> "RetentionRules":
        """Read a table; raises BadRuleFile, which names the file and what is wrong in it."""
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
            if set(table) != set(_TABLES):
                raise ValueError(f"the tables must be exactly {', '.join(_TABLES)}")
            days = {name: entry["days"] for name, entry in table.items()}
            for name, number in days.items():
                if not isinstance(number, int) or isinstance(number, bool) or number < 1 or not table[name]["source"]:
                    raise ValueError(f"{name}: days (1 or more) and source are needed")
            return cls(days)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadRuleFile(f"{path}: {error}") from error


class Retention:
    """Lets go of old rows; what a dry run counts is what a run at the same moment takes."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock, rules: RetentionRules) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock
        self._rules = rules

    def due(self) -> dict[str, int]:
        """Return how many rows of each table are older than allowed; changes nothing. Raises IntakeBusy."""
        now = self._clock()
        counted = {
            name: select(func.count()).select_from(table).where(self._old(name, now))
            for name, table in _DELETED.items()
        }
        with reading(self._engine) as connection:
            found = {name: connection.execute(wanted).scalar_one() for name, wanted in counted.items()}
            found["cases"] = len(connection.execute(self._old_cases(now)).all())
        return found

    def run(self) -> dict[str, int]:
        """Let go of them and return how many of each table it were; raises IntakeBusy."""
        now = self._clock()
        gone = dict.fromkeys(_TABLES, 0)
        with writing(self._engine) as connection:
            for name, table in _DELETED.items():
                gone[name] = connection.execute(delete(table).where(self._old(name, now))).rowcount
            if any(gone.values()):
                audit.append(connection, now, Act(audit.SYSTEM, "retention", "tables", dict(gone)))
        while erased := self._erase_some(now):
            gone["cases"] += erased
        return gone

    def _erase_some(self, now: datetime) -> int:
        """Erase a batch of cases, so that nobody waits long for the database."""
        with writing(self._engine) as connection:
            rows = connection.execute(self._old_cases(now).limit(_BATCH).with_for_update(of=cases)).all()
            for row in rows:
                erase_case(connection, self._cipher, row.id, now)
            acts = [Act(audit.SYSTEM, "retention", f"case:{row.number}") for row in rows]
            if acts:
                audit.append(connection, now, *acts)
        return len(rows)

    def _before(self, name: str, now: datetime) -> datetime:
        return now - timedelta(days=self._rules.days[name])

    def _old(self, name: str, now: datetime) -> ColumnElement[bool]:
        before = self._before(name, now)
        if name == "drafts":
            return drafts.c.started_at < before
        if name == "tickets":
            return tickets.c.closed_at < before
        if name == "wishes":
            unfinished = training_wishes.c.confirmed_at.is_(None)
            return (training_wishes.c.confirmed_at < before) | (
                unfinished & (training_wishes.c.begun_at < self._before("drafts", now))
            )
        return deliveries.c.state.in_(_OVER) & (deliveries.c.done_at < before)

    def _old_cases(self, now: datetime) -> "Select[tuple[int, str]]":
        """Select closed cases that still tell of somebody; a merged one has no reports or files, only notes."""
        told = exists().where(reports.c.case_id == cases.c.id, reports.c.erased_at.is_(None))
        left = or_(events.c.note_encrypted.is_not(None), events.c.fields_encrypted.is_not(None))
        noted = exists().where(events.c.case_id == cases.c.id, left)
        filed = exists().where(attachments.c.case_id == cases.c.id)
        return (
            select(cases.c.id, cases.c.number)
            .where(cases.c.state.in_(_LET_GO), cases.c.state_since < self._before("cases", now), told | noted | filed)
            .order_by(cases.c.id)
        )


_DELETED: Mapping[str, Table] = {
    "drafts": drafts,
    "tickets": tickets,
    "deliveries": deliveries,
    "wishes": training_wishes,
}
