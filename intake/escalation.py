"""Telling the level above of what is overdue: once per level and state, as an event of the case."""

from typing import Any

from sqlalchemy import Engine, Row, select, update

from intake import audit
from intake.audit import Act
from intake.cipher import FieldCipher
from intake.clock import Clock
from intake.dates import redate
from intake.domain import OPEN, Role
from intake.history import Happening, write_event
from intake.queue import standing
from intake.rulebook import Rules
from intake.tables import cases
from intake.transactions import reading, writing

_LEVELS = (None, Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY)


class Escalation:
    """Looks through the open cases; made to be run once a day or more often."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock, rules: Rules) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock
        self._rules = rules

    def run(self) -> dict[str, Role]:
        """Write down whom each overdue case goes up to and return the new ones by number; raises IntakeBusy."""
        wanted = select(cases).where(cases.c.state.in_(OPEN)).order_by(cases.c.id)
        with reading(self._engine) as connection:
            rows = connection.execute(wanted).all()
        raised: dict[str, Role] = {}
        for row in rows:
            self._redate(row)
            due = self._rules.deadlines.due(standing(row), self._clock())
            told = row.escalated_to and Role(row.escalated_to)
            if due is None or due.escalated_to is None or _LEVELS.index(due.escalated_to) <= _LEVELS.index(told):
                continue
            if self._raise(row.id, row.number, row.version, due.escalated_to):
                raised[row.number] = due.escalated_to
        return raised

    def redate(self) -> int:
        """Work the days of all open cases out anew and return how many changed; raises IntakeBusy."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(cases).where(cases.c.state.in_(OPEN)).order_by(cases.c.id)).all()
        return sum(self._redate(row) for row in rows)

    def _redate(self, row: Row[*tuple[Any, ...]]) -> bool:
        """Bring the days up to date, for a case older than the columns or a table of deadlines that was changed."""
        turns = self._rules.deadlines.turns(standing(row))
        if not turns or [row.yellow_on, row.orange_on, row.due_on] == [day.isoformat() for day in turns]:
            return False
        with writing(self._engine) as connection:
            redate(connection, row.id, self._rules.deadlines)
        return True

    def _raise(self, case_id: int, number: str, version: int, level: Role) -> bool:
        """Write it down unless the case has moved meanwhile, or another run was first."""
        now = self._clock()
        with writing(self._engine) as connection:
            same = (cases.c.id == case_id) & (cases.c.version == version)
            # Not part of `version`: nobody's move should be refused for it.
            fresh = cases.c.escalated_to.is_(None) | (cases.c.escalated_to != level.value)
            changed = connection.execute(update(cases).where(same, fresh).values(escalated_to=level.value))
            if changed.rowcount != 1:
                return False
            write_event(connection, self._cipher, Happening(case_id, now, "escalated", note=level.value))
            audit.append(connection, now, Act(audit.SYSTEM, "escalated", f"case:{number}", {"to": level.value}))
        return True
