"""Numbers that people look at: how much comes in, of what kind, how fast somebody visits, how much is overdue."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, select

from intake.cipher import FieldCipher
from intake.clock import LOCAL_ZONE, Clock
from intake.dates import has_colour
from intake.deadlines import Colour
from intake.domain import OPEN, CaseState, Move, RiskKind
from intake.region_counts import RegionCount, by_region
from intake.regions import Sight
from intake.tables import cases, events, reports
from intake.transactions import reading

DAYS = 30


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of the last DAYS days (`daily`, `kinds`, `regions`) and of now.

    `first_visit_days` is None when nobody was visited.
    """

    daily: Mapping[date, int]
    kinds: Mapping[RiskKind, int]
    regions: tuple[RegionCount, ...]
    states: Mapping[CaseState, int]
    colours: Mapping[Colour, int]
    first_visit_days: float | None

    @property
    def overdue_share(self) -> float:
        """Return the share of open cases that are overdue, between 0 and 1."""
        whole = sum(self.colours.values())
        return self.colours[Colour.RED] / whole if whole else 0.0


class Counting:
    """Counts within a sight; changes nothing."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock) -> None:
        self._engine, self._cipher, self._clock = engine, cipher, clock

    def figures(self, sight: Sight) -> Figures:
        """Return the numbers of now; raises IntakeBusy."""
        now = self._clock()
        today = now.astimezone(LOCAL_ZONE).date()
        with reading(self._engine) as connection:
            since = reports.c.filed_at >= now - timedelta(days=DAYS)
            filed = connection.execute(_filed().where(sight.where(), since)).all()
            counting = select(cases.c.state, func.count()).where(sight.where()).group_by(cases.c.state)
            states = {CaseState(state): number for state, number in connection.execute(counting)}
            opened = sight.where() & cases.c.state.in_([state.value for state in OPEN])
            numbers = [func.count().filter(has_colour(colour, today)) for colour in Colour]
            colours = connection.execute(select(*numbers).select_from(cases).where(opened)).one()
            visited = _first_visit_days(connection, sight)
        days = Counter(row.filed_at.astimezone(LOCAL_ZONE).date() for row in filed)
        kinds = Counter(RiskKind(kind) for row in filed for kind in row.risk_kinds)
        return Figures(
            daily={day: days[day] for day in (today - timedelta(days=back) for back in reversed(range(DAYS)))},
            kinds=dict(kinds.most_common()),
            regions=by_region(filed, sight, self._cipher),
            states=states,
            colours=dict(zip(Colour, colours, strict=True)),
            first_visit_days=visited,
        )


def _filed() -> Select[tuple[Any, ...]]:
    return (
        select(
            reports.c.filed_at,
            reports.c.risk_kinds,
            reports.c.person_encrypted,
            cases.c.township_key,
            cases.c.village_key,
        )
        .join(cases, cases.c.id == reports.c.case_id)
        .order_by(reports.c.id)
    )


def _first_visit_days(connection: Connection, sight: Sight) -> float | None:
    first = (
        select(events.c.case_id, func.min(events.c.at).label("at"))
        .where(events.c.kind == Move.VISIT.value)
        .group_by(events.c.case_id)
        .subquery()
    )
    wanted = select(cases.c.opened_at, first.c.at).join(first, first.c.case_id == cases.c.id).where(sight.where())
    spans = [(row.at - row.opened_at).total_seconds() / 86_400 for row in connection.execute(wanted)]
    return round(median(spans), 1) if spans else None
