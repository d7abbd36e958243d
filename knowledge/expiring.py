"""Sections whose time runs out: what an editor must renew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.passages import Passage


@dataclass(frozen=True, slots=True)
class Expiring:
    """A section in force today that will not be in `days_left` days (0: today is its last)."""

    passage: Passage
    days_left: int


def expiring(passages: Iterable[Passage], today: date, days: int) -> tuple[Expiring, ...]:
    """Return the sections in force today whose validity ends within `days` days, the soonest first."""
    until = today + timedelta(days=days)
    found = [
        Expiring(passage, (passage.valid_to - today).days)
        for passage in passages
        if passage.valid_to and passage.valid_on(today) and passage.valid_to <= until
    ]
    return tuple(sorted(found, key=lambda one: (one.days_left, one.passage.id)))
