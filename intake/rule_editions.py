"""What the county changed of its rules, edition by edition, with who and when; nothing is overwritten."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select

from intake import audit
from intake.audit import Act
from intake.clock import Clock
from intake.errors import Conflict, RuleChanged
from intake.lookups import staff_role
from intake.rulebook import RuleName, Table
from intake.tables import rule_editions, staff
from intake.transactions import reading, writing


@dataclass(frozen=True, slots=True)
class RuleEdition:
    """One saved state of a table; `number` counts from 1, `by` is the account's name."""

    name: RuleName
    number: int
    at: datetime
    by: str
    content: Table


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs between two editions: where it stands, "" for what is not there."""

    path: tuple[str, ...]
    before: str
    after: str


class RuleEditions:
    """Keeps the editions; every method may raise IntakeBusy."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def newest(self) -> Mapping[RuleName, RuleEdition]:
        """Return the edition in force of each table that was ever changed."""
        last = select(func.max(rule_editions.c.id)).group_by(rule_editions.c.name)
        with reading(self._engine) as connection:
            rows = connection.execute(_editions().where(rule_editions.c.id.in_(last))).all()
        return {RuleName(row.name): _edition(row) for row in rows}

    def history(self, name: RuleName) -> tuple[RuleEdition, ...]:
        """Return the editions of a table, the newest first."""
        wanted = _editions().where(rule_editions.c.name == name.value).order_by(rule_editions.c.number.desc())
        with reading(self._engine) as connection:
            return tuple(_edition(row) for row in connection.execute(wanted))

    def save(self, name: RuleName, content: Table, seen: int, staff_id: int) -> int:
        """Keep a new edition and return its number; raises RuleChanged when `seen` is not the newest, UnknownStaff."""
        now = self._clock()
        try:
            with writing(self._engine) as connection:
                staff_role(connection, staff_id)
                if _last(connection, name) != seen:
                    raise RuleChanged(f"{name} has been changed meanwhile")
                row = {"name": name.value, "number": seen + 1, "at": now, "staff_id": staff_id}
                text = json.dumps(content, ensure_ascii=False)
                connection.execute(insert(rule_editions).values(**row, content=text))
                act = Act(audit.staff_actor(staff_id), "rules_changed", f"rules:{name}", {"edition": seen + 1})
                audit.append(connection, now, act)
        except Conflict as error:
            raise RuleChanged(f"{name} has been changed meanwhile") from error
        return seen + 1


def changes(before: Table, after: Table) -> tuple[Change, ...]:
    """Return what differs, in the order of the tables."""
    old, new = dict(_flat(before)), dict(_flat(after))
    paths = [path for path in {**old, **new} if old.get(path) != new.get(path)]
    return tuple(Change(path, old.get(path, ""), new.get(path, "")) for path in paths)


def _flat(table: Table, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    for name, value in table.items():
        path = (*above, str(name))
        if isinstance(value, Mapping):
            yield from _flat(value, path)
        else:
            yield path, " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _last(connection: Connection, name: RuleName) -> int:
    wanted = select(func.max(rule_editions.c.number)).where(rule_editions.c.name == name.value)
    return connection.execute(wanted).scalar_one() or 0


def _editions() -> Any:
    return select(rule_editions, staff.c.name.label("by")).join(staff, staff.c.id == rule_editions.c.staff_id)


def _edition(row: Row[*tuple[Any, ...]]) -> RuleEdition:
    return RuleEdition(RuleName(row.name), row.number, row.at, row.by, json.loads(row.content))
