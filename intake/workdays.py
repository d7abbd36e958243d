"""Working days in China: weekends, public holidays and the weekend days worked in exchange, from an editable table."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from intake.errors import BadRuleFile, RuleProblem

HOLIDAYS_FILE = Path(__file__).with_name("data") / "holidays.toml"
_DAY = timedelta(days=1)
_NOTICE_MONTH = 10  # from when on the State Council's notice for the next year may be out


@dataclass(frozen=True, slots=True)
class Workdays:
    """Which days are worked; of years that the table does not have only weekends are known."""

    years: frozenset[int]
    off: frozenset[date]
    work: frozenset[date]

    @classmethod
    def load(cls, path: Path = HOLIDAYS_FILE) -> "Workdays":
        """Read a table; raises BadRuleFile, which names the file and what is wrong in it."""
        try:
            return cls.of(tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadRuleFile(f"{path}: {error}") from error

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "Workdays":
        """Return the days that `table` holds, by year; raises ValueError, KeyError, TypeError."""
        off: set[date] = set()
        work: set[date] = set()
        for year, entry in table.items():
            days = {"off": set(_days(entry["off"])), "work": set(_days(entry["work"]))}
            _check(int(year), days, entry)
            off |= days["off"]
            work |= days["work"]
        return cls(frozenset(map(int, table)), frozenset(off), frozenset(work))

    def is_worked(self, day: date) -> bool:
        """Tell whether offices work on `day`."""
        return day in self.work or (day.weekday() < 5 and day not in self.off)

    def after(self, start: date, count: int) -> date:
        """Return the `count`-th working day after `start`, which itself does not count."""
        day = start
        for _ in range(count):
            day += _DAY
            while not self.is_worked(day):
                day += _DAY
        return day

    def between(self, start: date, end: date) -> int:
        """Return how many working days lie after `start` up to and with `end`; negative when `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_worked(start + _DAY * step) for step in range(1, (end - start).days + 1))

    def knows(self, start: date, end: date) -> bool:
        """Tell whether the table has every year from `start` to `end`."""
        return set(range(start.year, end.year + 1)) <= self.years


def years_needed(today: date) -> tuple[int, ...]:
    """Return the years that a table should have: this one, and the next once its notice is usually out."""
    return (today.year, today.year + 1) if today.month >= _NOTICE_MONTH else (today.year,)


def _check(year: int, days: Mapping[str, set[date]], entry: Mapping[str, Any]) -> None:
    if not str(entry["notice"]).strip():
        raise RuleProblem(f"{year}: notice is empty", "notice", str(year))
    for day in days["off"] | days["work"]:
        if day.year != year:
            raise RuleProblem(f"{day} stands under {year}", "year", day.isoformat())
    for day in days["work"]:
        if day.weekday() < 5 or day in days["off"]:
            message = f"{day} is no weekend day that could be worked in exchange"
            raise RuleProblem(message, "weekday", day.isoformat())


def _days(entries: list[str]) -> Iterator[date]:
    for entry in entries:
        first, _, last = entry.partition("/")
        try:
            day, end = date.fromisoformat(first), date.fromisoformat(last or first)
        except ValueError as error:
            raise RuleProblem(str(error), "date", entry) from error
        if end < day:
            raise RuleProblem(f"{entry} ends before it begins", "backwards", entry)
        while day <= end:
            yield day
            day += _DAY
