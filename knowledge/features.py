"""What speaks for each candidate passage of a question, as numbers that the ranker weighs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.cues import kinds_asked
from knowledge.encoder import Encoder
from knowledge.index import Index, Keywords
from knowledge.subjects import NOTHING, Subject
from knowledge.tokens import pair_tokens, word_tokens
from language.plain import plain

FEATURES = (
    "words", "words_to_best", "pairs", "pairs_to_best", "asked_alike", "asked_to_best", "stated_alike",
    "covered", "covered_to_best",
    "names_topic", "names_other_topic", "kind_asked", "other_kind_asked", "kind_asked_shortly",
    "topic_meant", "kind_meant", "section_meant", "section_to_best",
)  # fmt: skip
CANDIDATES = 24
_NEIGHBOURS = 96
_MEANT = 12
_SHORT = 9  # characters
_SUREST = 8.0  # log-odds beyond this tell nothing more
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidate passages (places in the index) of one question and their features, shape (n, len(FEATURES)).

    `known` is the share of the question's character pairs that stand anywhere in the index, `nothing` the log-odds
    that no section answers it.
    """

    places: NDArray[np.int64]
    features: Matrix
    known: float
    nothing: float


def find_candidates(index: Index, encoder: Encoder, question: str) -> Candidates:
    """Return the candidates for `question`."""
    text = plain(question)
    pairs = pair_tokens(text)
    by_words, by_pairs = index.words.scores(word_tokens(text)), index.pairs.scores(pairs)
    asked, stated, nearest = index.nearest(encoder.encode([text]), _NEIGHBOURS)
    subject = index.subjects(question)
    meant = [index.by_id[key] for key in sorted(subject.section, key=subject.section.__getitem__)[-_MEANT:] if key]
    places = np.unique(
        np.concatenate([_best(by_words), _best(by_pairs), nearest[:CANDIDATES], np.array(meant, dtype=np.int64)])
    )
    covered = _covered(index.pairs, sorted(set(pairs)), places)
    length = max(len(pairs), 1)
    columns = [
        by_words[places] / length,
        _share_of_best(by_words, places),
        by_pairs[places] / length,
        _share_of_best(by_pairs, places),
        asked[places],
        asked[places] - asked.max(initial=0.0),
        stated[places],
        covered,
        covered - covered.max(initial=0.0),
        *_subject(index, text, places),
        *_kinds(index, text, places),
        *_meant(index, subject, places),
    ]
    nothing = _bounded(subject.topic.get(NOTHING, -_SUREST))
    return Candidates(places, np.column_stack(columns).astype(np.float64), index.pairs.known_share(pairs), nothing)


def _best(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    count = min(CANDIDATES, len(scores))
    return np.argpartition(-scores, count - 1)[:count].astype(np.int64)


def _share_of_best(scores: NDArray[np.float32], places: NDArray[np.int64]) -> NDArray[np.float32]:
    best = float(scores.max(initial=0.0))
    share: NDArray[np.float32] = scores[places] / best if best > 0 else np.zeros(len(places), dtype=np.float32)
    return share


def _covered(keywords: Keywords, pairs: Sequence[str], places: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the share of the question's character pairs, by rarity, that each passage holds."""
    weights = np.array([keywords.rarity(pair) for pair in pairs])
    return np.asarray(weights @ keywords.held(pairs, places) / (weights.sum() or 1.0), dtype=np.float64)


def _subject(index: Index, text: str, places: NDArray[np.int64]) -> Sequence[NDArray[np.float64]]:
    names = [
        any(word in text for word in (index.passages[place].topic, *index.passages[place].keywords)) for place in places
    ]
    named = np.array(names, dtype=np.float64)
    return named, (1.0 - named) * float(any(names))


def _kinds(index: Index, text: str, places: NDArray[np.int64]) -> Sequence[NDArray[np.float64]]:
    asked = kinds_asked(text)
    fits = np.array([float(index.passages[place].kind in asked) for place in places])
    # 「低保怎么办」 has little but its kind; in a long question the cue may stand for something else.
    return fits, (1.0 - fits) * float(bool(asked)), fits * float(sum(map(str.isalnum, text)) <= _SHORT)


def _meant(index: Index, subject: Subject, places: NDArray[np.int64]) -> Sequence[NDArray[np.float64]]:
    """Return how far topic, kind and section of each candidate are what the question seems to be about."""
    passages = [index.passages[place] for place in places]
    sections = np.array([_bounded(subject.section.get(passage.id, -_SUREST)) for passage in passages])
    best = max((value for key, value in subject.section.items() if key), default=0.0)
    return (
        np.array([_bounded(subject.topic.get(passage.topic, -_SUREST)) for passage in passages]),
        np.array([_bounded(subject.kind.get(str(passage.kind), -_SUREST)) for passage in passages]),
        sections,
        sections - _bounded(best),
    )


def _bounded(log_odds: float) -> float:
    return min(max(log_odds, -_SUREST), _SUREST)
