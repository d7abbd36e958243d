"""The publish gate: golden questions asked of the live edition and of the one that would replace it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.answerer import Answerer
from knowledge.answers import Answer, Question
from knowledge.errors import KnowledgeError
from knowledge.questions import Asked, fully_right, gives


@dataclass(frozen=True, slots=True)
class Reply:
    """What an edition said to a golden question, and whether that was right."""

    text: str
    right: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """A question that was answered rightly and would no longer be: both replies whole."""

    question: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class GateReport:
    """What a publish would change for the golden questions; counts are of questions answered or refused rightly."""

    asked: int
    right_before: int
    right_after: int
    lost: tuple[Lost, ...] = field(default=())

    @property
    def passes(self) -> bool:
        """Tell whether no right answer would become wrong."""
        return not self.lost

    def __str__(self) -> str:
        head = f"试答 {self.asked} 个考题:现在答对 {self.right_before} 个,发布后答对 {self.right_after} 个"
        if self.passes:
            return f"{head}。没有原来答对、现在答错的。"
        shown = [f"◆ 问:{one.question}\n  原来:{_short(one.old)}\n  发布后:{_short(one.new)}" for one in self.lost]
        return "\n".join([f"{head}。下面 {len(self.lost)} 个原来答对、发布后会答错:", *shown])


class GateClosed(KnowledgeError):
    """A publish would make right answers wrong; `report` says which."""

    def __init__(self, report: GateReport) -> None:
        super().__init__(f"没有发布,现在的版本照常使用。{report}")
        self.report = report


def replies(answerer: Answerer, golden: Sequence[Asked]) -> tuple[Reply, ...]:
    """Ask every golden question and return what was said, in their order."""
    answers = ((asked, answerer.ask(Question(asked.text))) for asked in golden)
    return tuple(Reply(answer.text, _right(asked, answer)) for asked, answer in answers)


def compare(golden: Sequence[Asked], before: Sequence[Reply], after: Sequence[Reply]) -> GateReport:
    """Return what would be lost by going from the replies `before` to those `after`."""
    lost = tuple(
        Lost(asked.text, old.text, new.text)
        for asked, old, new in zip(golden, before, after, strict=True)
        if old.right and not new.right
    )
    return GateReport(len(golden), sum(old.right for old in before), sum(new.right for new in after), lost)


def _right(asked: Asked, answer: Answer) -> bool:
    return fully_right(asked, answer) if asked.expect else not gives(answer)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:100]}……"
