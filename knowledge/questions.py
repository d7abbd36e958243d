"""Questions kept apart from training, with what a right answer to each must show."""

import json
from dataclasses import dataclass
from pathlib import Path

from knowledge.answers import Answer, Status
from knowledge.errors import KnowledgeError

QUESTIONS_FILE = Path(__file__).parent / "evaluation" / "questions.jsonl"
GOLDEN_FILE = Path(__file__).parent / "golden" / "questions.jsonl"

_GIVEN = frozenset({Status.ANSWERED, Status.EXPIRED_ONLY})


@dataclass(frozen=True, slots=True)
class Asked:
    """One question kept apart from training; without `expect` it must be refused."""

    text: str
    expect: frozenset[str]
    must: tuple[str, ...]
    style: str
    topic: str = ""


def read_questions(path: Path = QUESTIONS_FILE) -> tuple[Asked, ...]:
    """Return the kept-apart questions; raises KnowledgeError when the file cannot be read."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return tuple(
            Asked(
                str(row["text"]),
                frozenset(row["expect"]),
                tuple(row.get("must", ())),
                str(row["style"]),
                str(row.get("topic", "")),
            )
            for row in rows
        )
    except (OSError, ValueError, KeyError) as error:
        raise KnowledgeError(f"评测问题 {path.name} 读不出来:{error}") from error


def fully_right(asked: Asked, answer: Answer) -> bool:
    """Tell whether `answer` shows an expected passage and holds every required word."""
    shown = {quoted.passage.id for quoted in answer.passages}
    return bool(shown & asked.expect) and all(word in answer.text for word in asked.must)


def gives(answer: Answer) -> bool:
    """Tell whether `answer` gives policy; what says in its first words that it is another province's gives none."""
    return bool(answer.passages) and answer.status in _GIVEN
