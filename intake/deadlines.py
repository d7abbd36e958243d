"""Until when a state should be over, how pressing that is, and who is told when it is not."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from intake.clock import LOCAL_ZONE
from intake.domain import OPEN, CaseState, Role, Urgency
from intake.errors import BadRuleFile, RuleProblem
from intake.workdays import Workdays

DEADLINES_FILE = Path(__file__).with_name("data") / "deadlines.toml"
_LEVELS = (Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY)


class Unit(StrEnum):
    """How days are counted."""

    WORKING = "working"
    CALENDAR = "calendar"


class Colour(StrEnum):
    """How pressing a deadline is."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"  # overdue


@dataclass(frozen=True, slots=True)
class Standing:
    """What a deadline depends on; `counted_from` is when the case was opened, or appealed."""

    state: CaseState
    since: datetime
    counted_from: datetime
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: `left` working days (negative when overdue), who is to act, who is told besides.

    `source` is a policy fact's key or 县里自定; `sure` is False when the holiday table lacks one of the years.
    """

    on: date
    left: int
    colour: Colour
    owner: Role
    escalated_to: Role | None
    source: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Limit:
    """So many days for a state."""

    days: int
    urgent: int
    unit: Unit
    owner: Role
    total: bool
    source: str


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The limits of all states over a calendar."""

    calendar: Workdays
    limits: Mapping[CaseState, Limit]
    total: Limit
    notice_days: int
    shares: tuple[float, float]  # of the limit used up, from which on it is yellow and orange
    escalation: Mapping[Role, int]  # working days overdue, from which on this level is told

    @classmethod
    def load(cls, calendar: Workdays, path: Path = DEADLINES_FILE) -> "Deadlines":
        """Read a table; raises BadRuleFile, which names the file and what is wrong in it."""
        try:
            return cls.of(calendar, tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadRuleFile(f"{path}: {error}") from error

    @classmethod
    def of(cls, calendar: Workdays, table: Mapping[str, Any]) -> "Deadlines":
        """Return the limits that `table` holds; raises ValueError, KeyError, TypeError."""
        return _read(calendar, table)

    def due(self, standing: Standing, now: datetime) -> Due | None:
        """Return until when `standing` should be over; None when the case is closed."""
        limit = self.limits.get(standing.state)
        if limit is None:
            return None
        today = _local(now)
        start, end, source = self._span(limit, standing)
        left = self.calendar.between(today, end)
        return Due(
            on=end,
            left=left,
            colour=self._colour(start, end, today),
            owner=limit.owner,
            escalated_to=self._told(limit.owner, -left) if today > end else None,
            source=source,
            sure=self.calendar.knows(min(start, today), max(end, today)),
        )

    def turns(self, standing: Standing) -> tuple[date, date, date] | None:
        """Return the days from which on the deadline is yellow and orange, and its last day; None when closed."""
        limit = self.limits.get(standing.state)
        if limit is None:
            return None
        start, end, _ = self._span(limit, standing)
        days = [start + timedelta(days=more) for more in range((end - start).days + 1)] or [end]
        colours = [self._colour(start, end, day) for day in days]
        yellow = next(day for day, colour in zip(days, colours, strict=True) if colour is not Colour.GREEN)
        orange = next(day for day, colour in zip(days, colours, strict=True) if colour is Colour.ORANGE)
        return yellow, orange, end

    def _span(self, limit: Limit, standing: Standing) -> tuple[date, date, str]:
        """Return first and last day of the limit that ends first, its own or the whole procedure's, and its source."""
        start = _local(standing.since)
        days = limit.urgent if standing.urgency is Urgency.NOW else limit.days
        end = self._end(start, days, limit.unit)
        begun = _local(standing.counted_from)
        whole = self._end(begun, self.total.days, self.total.unit)
        return (begun, whole, self.total.source) if limit.total and whole < end else (start, end, limit.source)

    def _end(self, start: date, days: int, unit: Unit) -> date:
        return start + timedelta(days=days) if unit is Unit.CALENDAR else self.calendar.after(start, days)

    def _colour(self, start: date, end: date, today: date) -> Colour:
        if today > end:
            return Colour.RED
        used = self.calendar.between(start, today) / max(self.calendar.between(start, end), 1)
        yellow, orange = self.shares
        if today == end or used >= orange:
            return Colour.ORANGE
        return Colour.YELLOW if used >= yellow else Colour.GREEN

    def _told(self, owner: Role, overdue: int) -> Role | None:
        above = [level for level in _LEVELS if _LEVELS.index(level) > _LEVELS.index(owner)]
        return next((level for level in reversed(above) if overdue >= self.escalation[level]), None)


def _read(calendar: Workdays, table: Mapping[str, Any]) -> Deadlines:
    limits = {CaseState(state): _limit(state, entry) for state, entry in table["state"].items()}
    if set(limits) != OPEN:
        raise ValueError(f"the states must be exactly {', '.join(sorted(OPEN))}")
    yellow, orange = float(table["colours"]["yellow"]), float(table["colours"]["orange"])
    if not 0 < yellow <= orange <= 1:
        raise RuleProblem("colours: 0 < yellow <= orange <= 1 is expected", "colours", "colours")
    for part in ("notice", "colours", "escalation"):
        _source(part, table[part])
    escalation = {level: _positive(f"escalation.{level}", table["escalation"][level]) for level in _LEVELS[1:]}
    return Deadlines(
        calendar=calendar,
        limits=limits,
        total=_limit("total", {"owner": Role.COUNTY} | table["total"]),
        notice_days=_positive("notice", table["notice"]["days"]),
        shares=(yellow, orange),
        escalation=escalation,
    )


def _limit(name: str, entry: Mapping[str, Any]) -> Limit:
    owner = Role(entry["owner"])
    if owner not in _LEVELS:
        raise RuleProblem(f"{name}: {owner} is not a level of staff", "owner", name)
    return Limit(
        days=_positive(name, entry["days"]),
        urgent=_positive(name, entry.get("urgent", entry["days"])),
        unit=Unit(entry["unit"]),
        owner=owner,
        total=bool(entry.get("total", False)),
        source=_source(name, entry),
    )


def _positive(name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise RuleProblem(f"{name}: a whole number of days, 1 or more, is expected", "days", name)
    return value


def _source(name: str, entry: Mapping[str, Any]) -> str:
    source = str(entry["source"]).strip()
    if not source:
        raise RuleProblem(f"{name}: source is empty", "source", name)
    return source


def _local(at: datetime) -> date:
    return at.astimezone(LOCAL_ZONE).date()
