"""Which candidate answers a question, and whether any does: two linear models over described features."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import DamagedEdition
from knowledge.features import FEATURES, Candidates, Matrix

# Of the question as a whole, then of the first candidate.
_OF_QUESTION = ("standing_out", "known", "no_section", "topic_over_none")
_OF_FIRST = (
    "words", "pairs", "stated_alike", "covered", "names_topic", "topic_meant", "kind_meant", "section_meant",
)  # fmt: skip
CONFIDENCE = (*_OF_QUESTION, *_OF_FIRST)
_SEVERAL = 3


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear model: weight of each named feature and the intercept."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    intercept: float = 0.0

    def score(self, features: Matrix) -> NDArray[np.float64]:
        """Return the score of each row of `features` (shape (n, len(names)))."""
        return np.asarray(features @ np.array(self.weights) + self.intercept, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidates of a question, best first: places in the index, their shares (sum 1), and the confidence 0–1."""

    places: tuple[int, ...]
    probabilities: tuple[float, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Ranker:
    """Orders candidates (`candidate`) and says how sure it is that the question has an answer here (`decision`)."""

    candidate: Linear
    decision: Linear

    def rank(self, found: Candidates) -> Ranked:
        """Return the candidates in order with their shares and the confidence."""
        shares = shares_of(self.candidate.score(found.features))
        order = np.argsort(-shares, kind="stable")
        score = float(self.decision.score(confidence_features(found, shares))[0])
        return Ranked(
            tuple(int(place) for place in found.places[order]),
            tuple(round(float(value), 4) for value in shares[order]),
            float(1.0 / (1.0 + np.exp(-np.clip(score, -30, 30)))),
        )

    def save(self, path: Path) -> None:
        """Write the weights as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Ranker":
        """Read what `save` wrote; raises DamagedEdition when it is of other features."""
        row = json.loads(path.read_text(encoding="utf-8"))
        candidate, decision = (
            Linear(tuple(model["names"]), tuple(model["weights"]), model["intercept"])
            for model in (row["candidate"], row["decision"])
        )
        if candidate.names != FEATURES or decision.names != CONFIDENCE:
            raise DamagedEdition("排序参数与程序版本不符，请重新运行：python -m knowledge train")
        return cls(candidate, decision)


def shares_of(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability of each candidate, given that one of them is right."""
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), dtype=np.float64)


def confidence_features(found: Candidates, shares: NDArray[np.float64]) -> Matrix:
    """Return the features of confidence, shape (1, len(CONFIDENCE))."""
    first = found.features[int(np.argmax(shares))]
    topic = found.features[:, FEATURES.index("topic_meant")].max()
    standing_out = float(np.sort(shares)[::-1][:_SEVERAL].sum())
    row = [standing_out, found.known, found.nothing, float(topic) - found.nothing]
    return np.array([row + [first[FEATURES.index(name)] for name in _OF_FIRST]])
