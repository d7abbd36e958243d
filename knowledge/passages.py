"""A passage: the whole section that an answer quotes, with everything its citation needs."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a section of a sheet tells; the same kinds in every sheet."""

    WHAT = "what"
    WHO = "who"
    NOT_WHO = "not_who"
    AMOUNT = "amount"
    HOW = "how"
    PAPERS = "papers"
    WHERE = "where"
    WHEN = "when"
    AFTER = "after"
    CHANGES = "changes"
    SCAM = "scam"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Passage:
    """One citable section. `id` is unique in an edition; `valid_to` None means that no end is known."""

    id: str
    document: str
    section: str
    topic: str
    kind: Kind
    text: str
    questions: tuple[str, ...]
    keywords: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    region: str
    issuer: str
    source: str
    ending: str = ""

    @property
    def years(self) -> str:
        """Return the years of validity as a person writes them: 2023年, 2015—2025年, 2024年起."""
        first = self.valid_from.year
        if self.valid_to is None:
            return f"{first}年起"
        return f"{first}年" if self.valid_to.year == first else f"{first}—{self.valid_to.year}年"

    def valid_on(self, day: date) -> bool:
        """Tell whether the passage is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def as_row(self) -> dict[str, object]:
        """Return the passage as a row of plain values that `from_row` reads back."""
        row = asdict(self)
        row["valid_from"] = self.valid_from.isoformat()
        row["valid_to"] = self.valid_to.isoformat() if self.valid_to else None
        return row

    @classmethod
    def from_row(cls, row: dict[str, object]) -> "Passage":
        """Read what `as_row` wrote; raises KeyError, TypeError or ValueError on anything else."""
        values: dict[str, object] = dict(row)
        values["kind"] = Kind(str(row["kind"]))
        values["questions"] = _texts(row["questions"])
        values["keywords"] = _texts(row["keywords"])
        values["valid_from"] = date.fromisoformat(str(row["valid_from"]))
        values["valid_to"] = date.fromisoformat(str(row["valid_to"])) if row["valid_to"] else None
        return cls(**values)  # type: ignore[arg-type]  # as_row is the only writer; a wrong field raises TypeError


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        raise TypeError(f"a list was expected, not {type(value).__name__}")
    return tuple(str(item) for item in value)
