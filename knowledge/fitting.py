"""Learning the ranker's weights from labelled questions.

Every weight keeps the sign that its feature has by meaning. Free signs would learn a quirk of the training questions:
each section's are written to differ from one another, so being alike would speak against a passage.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from knowledge.features import FEATURES, Candidates, Matrix
from knowledge.ranker import CONFIDENCE, Linear, Ranker, confidence_features, shares_of

_AGAINST = frozenset({"names_other_topic", "other_kind_asked", "no_section"})
_PENALTY = 1.0
_FAR = -1e9
Loss = Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question's candidates and which place answers it; none when nothing does."""

    found: Candidates
    right: frozenset[int]


def fit_ranker(labelled: Sequence[Labelled]) -> Ranker:
    """Fit both models on questions that the index and the encoder have not seen."""
    candidate = _fit_order([one for one in labelled if one.right & set(one.found.places.tolist())])
    rows = [confidence_features(one.found, shares_of(candidate.score(one.found.features)))[0] for one in labelled]
    return Ranker(candidate, _fit_decision(np.array(rows), np.array([float(bool(one.right)) for one in labelled])))


def _fit_order(answerable: Sequence[Labelled]) -> Linear:
    """Fit the weights under which the right candidate is likeliest among all of its question."""
    most = max(len(one.found.places) for one in answerable)
    features = np.zeros((len(answerable), most, len(FEATURES)))
    there, right = np.zeros((2, len(answerable), most), dtype=bool)
    for number, one in enumerate(answerable):
        count = len(one.found.places)
        features[number, :count] = one.found.features
        there[number, :count] = True
        right[number, :count] = np.isin(one.found.places, list(one.right))

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = np.where(there, features @ parameters[:-1], _FAR)
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        total, hit = raised.sum(axis=1), (raised * right).sum(axis=1)
        difference = raised / total[:, None] - raised * right / hit[:, None]
        slope = np.einsum("nk,nkf->f", difference, features) / len(features)
        return float(-np.mean(np.log(hit / total))), np.append(slope, 0.0)

    weights = _minimized(loss, FEATURES, len(answerable))[:-1]
    return Linear(FEATURES, tuple(weights.round(5).tolist()))


def _fit_decision(rows: Matrix, answerable: NDArray[np.float64]) -> Linear:
    """Fit whether a question has an answer at all; both sides weigh the same, however many there are of each."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = (rows - mean) / spread
    share = answerable.mean()
    weight = np.where(answerable > 0, 0.5 / share, 0.5 / (1 - share))

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = scaled @ parameters[:-1] + parameters[-1]
        error = weight * (expit(scores) - answerable) / len(scaled)
        value = np.mean(weight * (np.logaddexp(0.0, scores) - answerable * scores))
        return float(value), np.append(scaled.T @ error, error.sum())

    fitted = _minimized(loss, CONFIDENCE, len(rows))
    unscaled, intercept = fitted[:-1] / spread, fitted[-1]
    return Linear(CONFIDENCE, tuple(unscaled.round(5).tolist()), round(float(intercept - unscaled @ mean), 5))


def _minimized(loss: Loss, names: Sequence[str], examples: int) -> NDArray[np.float64]:
    """Return the weights of `names`, each with its sign, and the intercept for which `loss` is least."""
    bounds = [*((None, 0.0) if name in _AGAINST else (0.0, None) for name in names), (None, None)]

    def penalized(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = loss(parameters)
        pull = np.append(parameters[:-1], 0.0) * _PENALTY / examples
        return value + 0.5 * float(pull @ parameters), slope + pull

    found = minimize(penalized, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x, dtype=np.float64)
