"""The county's library of measures, and those that fit a household's labour and trouble: suggested, never decided."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.domain import Labour, RiskKind
from intake.errors import BadRuleFile, RuleProblem

MEASURES_FILE = Path(__file__).with_name("data") / "measures.toml"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: for which labour, which risks (() for any), and the sheets (明白纸) that explain it."""

    id: str
    title: str
    labour: tuple[Labour, ...]
    kinds: tuple[RiskKind, ...]
    sheets: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A measure, and the risks of this household that it answers; () when it is suggested for the labour alone."""

    measure: Measure
    because: tuple[RiskKind, ...]


@dataclass(frozen=True, slots=True)
class MeasureLibrary:
    """The measures, in the file's order."""

    measures: tuple[Measure, ...]

    @classmethod
    def load(cls, path: Path = MEASURES_FILE) -> "MeasureLibrary":
        """Read a library; raises BadRuleFile, which names the file and what is wrong in it."""
        try:
            return cls.of(tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadRuleFile(f"{path}: {error}") from error

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "MeasureLibrary":
        """Return the library that `table` holds; raises ValueError, KeyError, TypeError, AttributeError."""
        return cls(tuple(_measure(name, entry) for name, entry in table["measure"].items()))

    def suggest(self, labour: Labour | None, kinds: Iterable[RiskKind]) -> tuple[Suggestion, ...]:
        """Return what fits, measures against the household's own risks first; nothing before its labour is known."""
        if labour is None:
            return ()
        told = tuple(dict.fromkeys(kinds))
        fitting = [
            Suggestion(measure, tuple(kind for kind in told if kind in measure.kinds))
            for measure in self.measures
            if labour in measure.labour and (not measure.kinds or set(measure.kinds) & set(told))
        ]
        return tuple(sorted(fitting, key=lambda suggestion: not suggestion.because))


def _measure(name: str, entry: Mapping[str, Any]) -> Measure:
    measure = Measure(
        id=name,
        title=str(entry["title"]).strip(),
        labour=tuple(Labour(value) for value in entry["labour"]),
        kinds=tuple(RiskKind(value) for value in entry.get("kinds", [])),
        sheets=tuple(str(value) for value in entry["sheets"]),
        source=str(entry["source"]).strip(),
    )
    if not (measure.title and measure.labour and measure.source):
        raise RuleProblem(f"measure.{name}: title, labour and source are needed", "measure", measure.title or name)
    return measure
