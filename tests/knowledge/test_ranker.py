from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import DamagedEdition
from knowledge.features import FEATURES, Candidates, find_candidates
from knowledge.fitting import Labelled, fit_ranker
from knowledge.ranker import Ranker
from tests.knowledge.conftest import Built

WORDS, OTHER = FEATURES.index("words_to_best"), FEATURES.index("names_other_topic")


def _found(*words: float, known: float = 1.0) -> Candidates:
    features = np.zeros((len(words), len(FEATURES)))
    features[:, WORDS] = words
    return Candidates(np.arange(len(words)), features, known, nothing=-1.0)


@pytest.fixture
def ranker() -> Ranker:
    right = [Labelled(_found(1.0, 0.2, 0.1), frozenset({0})), Labelled(_found(0.3, 0.9), frozenset({1}))] * 10
    return fit_ranker([*right, *[Labelled(_found(0.2, 0.2, known=0.1), frozenset())] * 10])


def test_what_speaks_for_a_passage_puts_it_first(ranker: Ranker) -> None:
    """The candidate with the stronger feature is ranked first, with the higher probability."""
    ranked = ranker.rank(_found(0.1, 0.8, 0.3))
    assert ranked.places == (1, 2, 0)
    assert ranked.probabilities[0] > ranked.probabilities[1]


def test_shares_add_up(ranker: Ranker) -> None:
    """The shares of the candidates are those of one whole; candidates alike have the same."""
    ranked = ranker.rank(_found(0.4, 0.4, 0.4, 0.4))
    assert ranked.probabilities == (0.25,) * 4


def test_confidence_falls_with_what_is_known(ranker: Ranker) -> None:
    """A question of unknown words is less likely to have an answer here."""
    clear = ranker.rank(_found(1.0, 0.1)).confidence
    assert clear > 0.5 > ranker.rank(_found(0.2, 0.2, known=0.1)).confidence


def test_weights_keep_their_sign(built: Built) -> None:
    """No feature speaks against what it stands for, whatever the training questions say."""
    for model in (built.ranker.candidate, built.ranker.decision):
        weights = dict(zip(model.names, model.weights, strict=True))
        against = {name for name, weight in weights.items() if weight < 0}
        assert against <= {"names_other_topic", "other_kind_asked", "no_section"}


def test_a_ranker_comes_back_as_saved(ranker: Ranker, tmp_path: Path) -> None:
    """Weights are read as written; those of other features are refused."""
    path = tmp_path / "ranker.json"
    ranker.save(path)
    assert Ranker.load(path) == ranker
    path.write_text(path.read_text(encoding="utf-8").replace("names_topic", "another"), encoding="utf-8")
    with pytest.raises(DamagedEdition):
        Ranker.load(path)


def test_candidates_hold_the_right_passage(built: Built) -> None:
    """Every question of the sheets finds its own section among the candidates, with a feature row each."""
    for place, passage in enumerate(built.passages[:30]):
        found = find_candidates(built.edition.index, built.encoder, passage.questions[0])
        assert place in found.places
        assert found.features.shape == (len(found.places), len(FEATURES))
