"""What the office may set of the procedure: deadlines, measures, retention, sentences."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from intake.deadlines import DEADLINES_FILE, Deadlines
from intake.errors import BadRuleFile, RuleProblem
from intake.measures import MEASURES_FILE, MeasureLibrary
from intake.retention import RETENTION_FILE, RetentionRules
from intake.settings import IntakeSettings
from intake.wording import Wording
from intake.workdays import HOLIDAYS_FILE, Workdays

Table = Mapping[str, Any]


class RuleName(StrEnum):
    """A table that the county edits in the console; as text, the name of its editions."""

    MEASURES = "measures"
    HOLIDAYS = "holidays"
    DEADLINES = "deadlines"


class Rules(Protocol):
    """The rules in force, as they are read at each use: they may change while a process runs."""

    @property
    def deadlines(self) -> Deadlines: ...

    @property
    def measures(self) -> MeasureLibrary: ...

    @property
    def wording(self) -> Wording: ...

    @property
    def help_phone(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules that a county may change without touching code, and the words they are told in.

    `tables` are the same rules as they are written down, for whoever edits them.
    """

    deadlines: Deadlines
    measures: MeasureLibrary
    retention: RetentionRules
    wording: Wording
    help_phone: str
    reveals_per_hour: int
    tables: Mapping[RuleName, Table] = field(repr=False)

    @classmethod
    def load(cls, settings: IntakeSettings | None = None) -> "Rulebook":
        """Read the files of the settings (default: those that come with the package); raises BadRuleFile."""
        settings = settings or IntakeSettings.model_construct()
        holidays = Path(settings.holidays_file or HOLIDAYS_FILE)
        deadlines = Path(settings.deadlines_file or DEADLINES_FILE)
        measures = Path(settings.measures_file or MEASURES_FILE)
        calendar = Workdays.load(holidays)
        return cls(
            deadlines=Deadlines.load(calendar, deadlines),
            measures=MeasureLibrary.load(measures),
            retention=RetentionRules.load(Path(settings.retention_file or RETENTION_FILE)),
            wording=Wording.load(),
            help_phone=settings.help_phone,
            reveals_per_hour=settings.reveals_per_hour,
            tables={
                RuleName.MEASURES: _table(measures),
                RuleName.HOLIDAYS: _table(holidays),
                RuleName.DEADLINES: _table(deadlines),
            },
        )

    def changed(self, tables: Mapping[RuleName, Table]) -> "Rulebook":
        """Return the rules with `tables` in place of its own; raises BadRuleFile, which says what is wrong."""
        told = {**self.tables, **tables}
        try:
            calendar = Workdays.of(told[RuleName.HOLIDAYS])
            deadlines = Deadlines.of(calendar, told[RuleName.DEADLINES])
            measures = MeasureLibrary.of(told[RuleName.MEASURES])
        except RuleProblem as error:
            raise BadRuleFile(str(error), error) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadRuleFile(str(error)) from error
        return replace(self, deadlines=deadlines, measures=measures, tables=told)


def _table(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))
