"""What is learned from besides the sheets' own ways of asking: what no section answers, and what is after no rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import yaml

UNCOVERED_FILE = Path(__file__).parent / "uncovered.yml"
AIMS_FILE = Path(__file__).parent / "aims.yml"


class Aim(StrEnum):
    """What a message is after."""

    RULE = "rule"
    OWN_CASE = "own_case"  # a decision on the asker's case, or what an office has on file of it
    OTHER_PERSON = "other_person"  # what is on record of somebody else


@dataclass(frozen=True, slots=True)
class Lessons:
    """Questions that no passage answers, and questions by what they are after."""

    uncovered: Sequence[str] = ()
    aims: Mapping[Aim, Sequence[str]] = field(default_factory=dict)


def read_lessons(uncovered: Path = UNCOVERED_FILE, aims: Path = AIMS_FILE) -> Lessons:
    """Return the lessons of the two files; raises ValueError for an aim that there is not."""
    groups: dict[str, list[str]] = yaml.safe_load(uncovered.read_text(encoding="utf-8"))
    by_aim: dict[str, list[str]] = yaml.safe_load(aims.read_text(encoding="utf-8"))
    return Lessons(
        tuple(str(question) for group in groups.values() for question in group),
        {Aim(name): tuple(map(str, questions)) for name, questions in by_aim.items()},
    )
