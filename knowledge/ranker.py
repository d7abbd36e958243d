"""Which candidate answers a question, and how sure that is: two logistic models over described features."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from knowledge.errors import DamagedEdition
from knowledge.features import FEATURES, Candidates, Matrix

CONFIDENCE = ("best", "margin", "known", "words", "pairs", "asked_alike", "stated_alike", "covered", "names_topic")


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic model: weight of each named feature and the intercept."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    intercept: float

    def probability(self, features: Matrix) -> NDArray[np.float64]:
        """Return the probability of each row of `features` (shape (n, len(names)))."""
        weighed: Matrix = features @ np.array(self.weights) + self.intercept
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(weighed, -30, 30))), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidates of a question, best first: places in the index, their probabilities, and how sure the first is."""

    places: tuple[int, ...]
    probabilities: tuple[float, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Ranker:
    """Orders candidates (`candidate`) and says how sure the first one is (`decision`)."""

    candidate: Linear
    decision: Linear

    def rank(self, found: Candidates) -> Ranked:
        """Return the candidates in order with probabilities and confidence."""
        probabilities = self.candidate.probability(found.features)
        order = np.argsort(-probabilities, kind="stable")
        confidence = float(self.decision.probability(confidence_features(found, probabilities, order))[0])
        return Ranked(
            tuple(int(place) for place in found.places[order]),
            tuple(round(float(value), 4) for value in probabilities[order]),
            confidence,
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
            raise DamagedEdition("排序参数与程序版本不符,请重新运行:python -m knowledge build")
        return cls(candidate, decision)


def confidence_features(found: Candidates, probabilities: NDArray[np.float64], order: NDArray[np.int64]) -> Matrix:
    """Return the features of confidence in the first candidate, shape (1, len(CONFIDENCE))."""
    first = found.features[order[0]]
    second = probabilities[order[1]] if len(order) > 1 else 0.0
    named = {name: first[FEATURES.index(name)] for name in CONFIDENCE[3:]}
    row = [_logit(probabilities[order[0]]), _logit(probabilities[order[0]]) - _logit(second), found.known]
    return np.array([row + list(named.values())])


def _logit(probability: float) -> float:
    bounded = min(max(float(probability), 1e-6), 1 - 1e-6)
    return float(np.log(bounded / (1 - bounded)))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question's candidates and which place answers it; None when nothing does."""

    found: Candidates
    right: frozenset[int]


def fit_ranker(labelled: Sequence[Labelled]) -> Ranker:
    """Fit both models on questions that the index and the encoder have not seen."""
    answerable = [question for question in labelled if question.right & set(question.found.places.tolist())]
    rows = np.vstack([question.found.features for question in answerable])
    targets = np.concatenate([np.isin(question.found.places, list(question.right)) for question in answerable])
    candidate = _fit(FEATURES, rows, targets.astype(np.float64), balanced=True)
    sure, correct = [], []
    for question in labelled:
        probabilities = candidate.probability(question.found.features)
        order = np.argsort(-probabilities, kind="stable")
        sure.append(confidence_features(question.found, probabilities, order)[0])
        correct.append(float(int(question.found.places[order[0]]) in question.right))
    return Ranker(candidate, _fit(CONFIDENCE, np.array(sure), np.array(correct), balanced=False))


def _fit(names: tuple[str, ...], rows: Matrix, targets: NDArray[np.float64], *, balanced: bool) -> Linear:
    """Fit a logistic model whose weights keep the sign their feature has by meaning.

    Free signs would learn a quirk of the training questions: each section's are written to differ from one another,
    so being alike would speak against a passage.
    """
    share = targets.mean()
    weight = np.where(targets > 0, 0.5 / share, 0.5 / (1 - share)) if balanced else np.ones(len(targets))
    bounds = [(None, 0.0) if "other" in name else (0.0, None) for name in names]

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = rows @ parameters[:-1] + parameters[-1]
        error = weight * (expit(scores) - targets)
        penalty = parameters[:-1] / len(targets)
        value = np.mean(weight * (np.logaddexp(0.0, scores) - targets * scores)) + 0.5 * penalty @ parameters[:-1]
        return float(value), np.append(rows.T @ error / len(targets) + penalty, error.mean())

    found = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)])
    return Linear(names, tuple(round(float(value), 5) for value in found.x[:-1]), round(float(found.x[-1]), 5))
