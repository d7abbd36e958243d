"""The measured limits of the decision: answered, clarify or abstained."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import KnowledgeError

THRESHOLDS_FILE = Path(__file__).parent / "thresholds.toml"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """See thresholds.toml; values outside their range are refused at start."""

    answered: float
    clarify: float
    alternative: float
    alternative_named: float
    own_case: float
    other_person: float
    choices: int
    related: int

    @classmethod
    def load(cls, path: Path = THRESHOLDS_FILE) -> "Thresholds":
        """Read and check the file; raises KnowledgeError."""
        with path.open("rb") as file:
            values = cls(**tomllib.load(file))
        rising = (
            (0, values.clarify, values.answered, 1),
            (0, values.alternative_named, values.alternative, 1),
        )
        if any(list(row) != sorted(row) for row in rising) or values.clarify == 0 or values.choices < 2:
            raise KnowledgeError(
                f"{path.name}：要求 0 < clarify ≤ answered ≤ 1，0 ≤ alternative_named ≤ alternative ≤ 1，choices > 1"
            )
        return values
