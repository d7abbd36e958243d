"""What is asked and what is answered: the question, the quoted passages, the reply and its status."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from knowledge.passages import Passage
from language.texts import Texts

ZONE = ZoneInfo("Asia/Shanghai")
TEXTS_FILE = Path(__file__).parent / "texts.toml"


class Status(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    ABSTAINED = "abstained"
    EXPIRED_ONLY = "expired_only"
    OTHER_REGION = "other_region"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked; `day` None means today, `region` the asker's county, `topic` what was talked of before."""

    text: str
    day: date | None = None
    region: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage shown in an answer, with the probability that it is the one asked for."""

    passage: Passage
    score: float

    def as_meta(self) -> dict[str, object]:
        """Return what the chat API says of a quoted passage."""
        passage = self.passage
        return {
            "id": passage.id,
            "document": passage.document,
            "section": passage.section,
            "topic": passage.topic,
            "score": round(self.score, 4),
            "valid_from": passage.valid_from.isoformat(),
            "valid_to": passage.valid_to.isoformat() if passage.valid_to else None,
            "region": passage.region,
            "issuer": passage.issuer,
            "source": passage.source,
        }


Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to a question: `text` is all a farmer reads; `related` and `choices` are (title, passage id)."""

    id: str
    status: Status
    text: str
    edition: str
    passages: tuple[Quoted, ...] = ()
    related: tuple[Choice, ...] = ()
    choices: tuple[Choice, ...] = ()

    @property
    def topic(self) -> str | None:
        """Return what the answer is about, for the next question."""
        return self.passages[0].passage.topic if self.passages else None


def whole_text(passage: Passage, texts: Texts) -> str:
    """Return the passage as a farmer reads it, with source, place, years and the sheet's ending."""
    fields = {name: getattr(passage, name) for name in ("document", "section", "text", "region", "years", "ending")}
    return texts("answer.whole", **fields, source=passage.source or passage.issuer)
