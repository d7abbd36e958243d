"""The searchable form of a set of passages: keywords (words and character pairs) and vectors in FAISS."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import bm25s
import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Encoder, Vectors
from knowledge.lessons import Lessons
from knowledge.passages import Passage
from knowledge.subjects import Subjects, learn_subjects
from knowledge.tokens import pair_tokens, plain_of_sheets, word_tokens, written_of_sheets
from knowledge.training import section_text

_MANY = 50_000  # vectors from which not all are read for a question
_PER_CELL = 40
_CELLS_READ = 32
NO_LESSONS = Lessons()
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Rows:
    """What each vector of the FAISS index is: the passage it belongs to, whether it is a question, of which text."""

    owner: NDArray[np.int32]
    is_question: NDArray[np.bool_]
    digest: NDArray[np.uint64]


@dataclass(frozen=True)
class Vectored:
    """The FAISS index and what its vectors are."""

    dense: faiss.Index
    rows: Rows


class Keywords:
    """BM25 over one kind of token, a document for each passage."""

    def __init__(self, bm25: bm25s.BM25) -> None:
        self.bm25 = bm25
        self._vocabulary = bm25.vocab_dict

    @classmethod
    def build(cls, documents: Sequence[list[str]]) -> "Keywords":
        bm25 = bm25s.BM25(k1=1.2, b=0.5)
        bm25.index(list(documents), show_progress=False)
        return cls(bm25)

    def scores(self, tokens: list[str]) -> Scores:
        """Return the score of each passage; zeros when no token is known."""
        known = [token for token in tokens if token in self._vocabulary]
        if not known:
            return np.zeros(self.bm25.scores["num_docs"], dtype=np.float32)
        scores: Scores = self.bm25.get_scores(known)
        return scores

    def held(self, tokens: Sequence[str], places: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which of the passages at `places` hold which of `tokens`, shape (len(tokens), len(places))."""
        held = np.zeros((len(tokens), len(places)), dtype=np.bool_)
        for row, token in enumerate(tokens):
            holders = self._holders(token)
            if len(holders):
                found = np.minimum(np.searchsorted(holders, places), len(holders) - 1)
                held[row] = holders[found] == places
        return held

    def rarity(self, token: str) -> float:
        """Return how much `token` tells: the fewer passages hold it, the more; one that none holds tells most."""
        return float(np.log(1 + self.bm25.scores["num_docs"] / max(len(self._holders(token)), 1)))

    def _holders(self, token: str) -> NDArray[np.int32]:
        number = self._vocabulary.get(token)
        if number is None:
            return np.empty(0, dtype=np.int32)
        starts = self.bm25.scores["indptr"]
        holders: NDArray[np.int32] = self.bm25.scores["indices"][starts[number] : starts[number + 1]]
        return holders

    def known_share(self, tokens: list[str]) -> float:
        """Return which share of `tokens` stands in any passage."""
        return sum(token in self._vocabulary for token in tokens) / len(tokens) if tokens else 0.0


class Index:
    """Passages with their keyword indexes and vectors; everything in it belongs to one edition."""

    def __init__(
        self, passages: Sequence[Passage], keywords: tuple[Keywords, Keywords], vectors: Vectored, subjects: Subjects
    ) -> None:
        self.passages = tuple(passages)
        self.words, self.pairs = keywords
        self.dense, self.rows = vectors.dense, vectors.rows
        self.subjects = subjects

    @property
    def vectored(self) -> Vectored:
        """Return the vectors with what they are, for the next edition."""
        return Vectored(self.dense, self.rows)

    @cached_property
    def by_id(self) -> dict[str, int]:
        """Return the place of each passage by its id."""
        return {passage.id: place for place, passage in enumerate(self.passages)}

    def nearest(self, vector: Vectors, count: int) -> tuple[Scores, Scores, NDArray[np.int64]]:
        """Return best question similarity, best section similarity and the passages they belong to, best first."""
        similar, rows = self.dense.search(vector.reshape(1, -1), min(count, self.dense.ntotal))
        owners = self.rows.owner[rows[0]]
        places, first = np.unique(owners, return_index=True)
        order = places[np.argsort(first)]
        asked = np.zeros(len(self.passages), dtype=np.float32)
        stated = np.zeros(len(self.passages), dtype=np.float32)
        questions = self.rows.is_question[rows[0]]
        np.maximum.at(asked, owners[questions], similar[0][questions])
        np.maximum.at(stated, owners[~questions], similar[0][~questions])
        return asked, stated, order.astype(np.int64)


def build_index(
    passages: Sequence[Passage], encoder: Encoder, lessons: Lessons = NO_LESSONS, known: Vectored | None = None
) -> Index:
    """Build the index of `passages`, in their order; `lessons` are what else is learned from.

    Texts that stand in `known`, which the same encoder must have made, are not encoded again.
    """
    documents = [_document(passage) for passage in passages]
    texts = [written_of_sheets(section_text(passage)) for passage in passages]
    owner = list(range(len(passages)))
    for place, passage in enumerate(passages):
        texts += map(plain_of_sheets, passage.questions)
        owner += [place] * len(passage.questions)
    digests = np.array([_digest(text) for text in texts], dtype=np.uint64)
    vectors = _vectors(texts, digests, encoder, known)
    is_question = np.arange(len(texts)) >= len(passages)
    return Index(
        passages,
        (
            Keywords.build([word_tokens(document) for document in documents]),
            Keywords.build([pair_tokens(document) for document in documents]),
        ),
        Vectored(_dense(vectors), Rows(np.asarray(owner, dtype=np.int32), is_question, digests)),
        learn_subjects(passages, lessons),
    )


def _vectors(
    texts: Sequence[str], digests: NDArray[np.uint64], encoder: Encoder, known: Vectored | None
) -> Vectors:
    """Return the vector of each text, in order; only those that `known` does not hold are encoded."""
    rows = {} if known is None else {int(digest): row for row, digest in enumerate(known.rows.digest)}
    held = np.array([rows.get(int(digest), -1) for digest in digests], dtype=np.int64)
    if known is None or not (held >= 0).any():
        return encoder.encode(list(texts))
    if isinstance(known.dense, faiss.IndexIVF):
        known.dense.make_direct_map()
    vectors = np.empty((len(texts), known.dense.d), dtype=np.float32)
    vectors[held >= 0] = known.dense.reconstruct_batch(held[held >= 0])
    if (held < 0).any():
        vectors[held < 0] = encoder.encode([texts[int(place)] for place in np.flatnonzero(held < 0)])
    return vectors


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def _dense(vectors: Vectors) -> faiss.Index:
    count, dimension = vectors.shape
    if count < _MANY:
        exact = faiss.IndexFlatIP(dimension)
        exact.add(vectors)
        return exact
    # Reading every vector of so many takes longer than all the rest of a question; cells are read in their place.
    cells = int(4 * count**0.5)
    index = faiss.IndexIVFFlat(faiss.IndexFlatIP(dimension), dimension, cells, faiss.METRIC_INNER_PRODUCT)
    sample = np.random.default_rng(0).choice(count, min(count, cells * _PER_CELL), replace=False)
    index.train(vectors[sample])
    index.add(vectors)
    index.nprobe = _CELLS_READ
    return index


def _document(passage: Passage) -> str:
    # The heading counts double: it says what the section is about.
    heading = f"{passage.topic} {passage.section}"
    parts = [heading, heading, " ".join(passage.keywords), passage.text, *passage.questions]
    return written_of_sheets("\n".join(parts))
