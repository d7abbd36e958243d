"""Orders of the passages to compare with: TF-IDF, Rasa's ResponseSelector, and each channel of ours alone."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from knowledge.edition import Edition
from knowledge.errors import KnowledgeError
from knowledge.features import find_candidates
from knowledge.passages import Passage
from knowledge.tokens import pair_tokens, word_tokens
from language.plain import plain

Order = Callable[[str], Sequence[str]]


def baseline_orders(passages: Sequence[Passage], selector: Path | None) -> Mapping[str, Order]:
    """Return TF-IDF over jieba words of the text as typed, and the selector's answers if there is a file of them."""
    orders: dict[str, Order] = {"TF-IDF": _tf_idf(passages)}
    if selector is not None:
        try:
            chosen: dict[str, list[str]] = json.loads(selector.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise KnowledgeError(f"对照结果 {selector.name} 读不出来：{error}") from error
        orders["ResponseSelector"] = lambda text: chosen.get(text, [])
    return orders


def channel_orders(edition: Edition) -> Mapping[str, Order]:
    """Return how each channel alone, and their combination, orders the passages for a question."""
    index = edition.index
    ids = [passage.id for passage in index.passages]

    def by_keywords(text: str) -> Sequence[str]:
        said = plain(text)
        scores = index.words.scores(word_tokens(said)) + index.pairs.scores(pair_tokens(said))
        return [ids[place] for place in np.argsort(-scores, kind="stable")]

    def by_vectors(text: str) -> Sequence[str]:
        _, _, places = index.nearest(edition.encoder.encode([plain(text)]), index.dense.ntotal)
        return [ids[place] for place in places]

    def by_subject(text: str) -> Sequence[str]:
        odds = index.subjects(text).section
        return [key for key in sorted(odds, key=odds.__getitem__, reverse=True) if key]

    def combined(text: str) -> Sequence[str]:
        return [ids[place] for place in edition.ranker.rank(find_candidates(index, edition.encoder, text)).places]

    return {"keywords only": by_keywords, "dense only": by_vectors, "subject only": by_subject, "combined": combined}


def _tf_idf(passages: Sequence[Passage]) -> Order:
    from sklearn.feature_extraction.text import TfidfVectorizer

    from language.segment import words

    vectorizer = TfidfVectorizer(analyzer=words, sublinear_tf=True)
    documents = [" ".join([passage.topic, passage.section, passage.text, *passage.questions]) for passage in passages]
    matrix = vectorizer.fit_transform(documents)
    ids = [passage.id for passage in passages]

    def order(text: str) -> Sequence[str]:
        scores = (matrix @ vectorizer.transform([text]).T).toarray()[:, 0]
        return [ids[place] for place in np.argsort(-scores, kind="stable")]

    return order
