"""The publish gate: golden questions asked of the live edition and of the one that would replace it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.answers import Answer, Answerer, Question
from knowledge.errors import KnowledgeError
from knowledge.questions import Asked, fully_right, gives


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


def compare(live: Answerer, draft: Answerer, golden: Sequence[Asked]) -> GateReport:
    """Ask both and return what would be lost."""
    before = after = 0
    lost: list[Lost] = []
    for asked in golden:
        old, new = live.ask(Question(asked.text)), draft.ask(Question(asked.text))
        was, becomes = _right(asked, old), _right(asked, new)
        before, after = before + was, after + becomes
        if was and not becomes:
            lost.append(Lost(asked.text, old.text, new.text))
    return GateReport(len(golden), before, after, tuple(lost))


def _right(asked: Asked, answer: Answer) -> bool:
    return fully_right(asked, answer) if asked.expect else not gives(answer)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:100]}……"
