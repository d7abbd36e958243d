"""Changing the county's rules: checked as at a start, kept with who and when, in force at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from intake.clock import LOCAL_ZONE, Clock
from intake.live_rules import LiveRules
from intake.rule_editions import Change, RuleEdition, RuleEditions, changes
from intake.rulebook import RuleName, Table
from intake.workdays import years_needed


class Redating(Protocol):
    """Works the days of open cases out anew."""

    def redate(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Edited:
    """An edition, and what it changed of the one before."""

    edition: RuleEdition
    changes: tuple[Change, ...]


class Ruling:
    """The tables that may be edited; every method may raise IntakeBusy."""

    def __init__(self, live: LiveRules, editions: RuleEditions, cases: Redating, clock: Clock) -> None:
        self._live, self._editions, self._cases, self._clock = live, editions, cases, clock

    def missing_years(self) -> tuple[int, ...]:
        """Return the years whose holidays the table should have by now and has not."""
        today = self._clock().astimezone(LOCAL_ZONE).date()
        return tuple(year for year in years_needed(today) if year not in self._live.deadlines.calendar.years)

    def table(self, name: RuleName) -> Table:
        """Return a table as it is in force, as it is written down."""
        return self._live.look_now().tables[name]

    def number(self, name: RuleName) -> int:
        """Return the number of the edition in force, 0 for the file's."""
        return self._live.number(name)

    def save(self, name: RuleName, table: Table, seen: int, staff_id: int) -> None:
        """Put `table` in force unless another edition than `seen` is; nothing is saved that a start would refuse.

        Raises BadRuleFile, RuleChanged, UnknownStaff.
        """
        self._live.look_now().changed({name: table})
        self._editions.save(name, table, seen, staff_id)
        self._live.look_now()
        if name is not RuleName.MEASURES:
            self._cases.redate()

    def history(self, name: RuleName) -> tuple[Edited, ...]:
        """Return the editions with what each changed, the newest first."""
        editions = self._editions.history(name)
        before: Mapping[int, Table] = {one.number: one.content for one in editions} | {0: self._live.base.tables[name]}
        return tuple(Edited(one, changes(before[one.number - 1], one.content)) for one in editions)
