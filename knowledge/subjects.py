"""What a question is about, learned from the ways of asking: its topic, the kind of section it wants, the section.

Linear models over words and characters. Topic and kind learn from all sheets together, so a section asked for
in a way that nobody wrote down for it is still found by them; questions that no section answers are a topic of their
own. A fourth model tells what the question is after: a rule, the asker's own case, or another person's affairs.
"""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.lessons import Aim, Lessons
from knowledge.passages import Passage
from knowledge.tokens import pair_tokens, plain_of_sheets, word_tokens
from language.plain import plain

NOTHING = ""  # the topic, kind and section of a question that no section answers
_STRENGTH = 1e-5
_EXAMPLES = 100_000  # examples looked at in all: many rounds over few, few over many
_ROUNDS = (3, 20)
_MOST_SECTIONS = 600
_SEED = 20230215
Weights = NDArray[np.float16]


@dataclass(frozen=True)
class Head:
    """One model: log-odds of each of `names`, by the weights of tokens (shape (tokens, names)) and the intercepts."""

    names: tuple[str, ...]
    weights: Weights
    intercepts: NDArray[np.float32]

    @cached_property
    def place(self) -> dict[str, int]:
        """Return the column of each name."""
        return {name: place for place, name in enumerate(self.names)}


@dataclass(frozen=True, slots=True)
class Subject:
    """Log-odds of each topic, kind and section (by id) for one question; NOTHING stands among the topics."""

    topic: dict[str, float]
    kind: dict[str, float]
    section: dict[str, float]


@dataclass(frozen=True)
class Subjects:
    """The models and what a token weighs."""

    vocabulary: dict[str, int]
    rarity: NDArray[np.float32]
    topic: Head
    kind: Head
    section: Head
    aim: Head

    def __call__(self, question: str) -> Subject:
        """Return what `question` is about."""
        rows, values = _weighed(Counter(subject_tokens(plain(question))), self.vocabulary, self.rarity)
        return Subject(*(_log_odds(head, rows, values) for head in (self.topic, self.kind, self.section)))

    def after(self, question: str) -> dict[str, float]:
        """Return the log-odds of each aim of `question`."""
        return _log_odds(self.aim, *_weighed(Counter(subject_tokens(plain(question))), self.vocabulary, self.rarity))

    def save(self, folder: Path) -> None:
        """Write the models into `folder`."""
        heads = {"topic": self.topic, "kind": self.kind, "section": self.section, "aim": self.aim}
        arrays: dict[str, Any] = {"rarity": self.rarity}
        for name, head in heads.items():
            arrays[f"{name}_names"] = np.array(head.names)
            arrays[f"{name}_weights"], arrays[f"{name}_intercepts"] = head.weights, head.intercepts
        folder.mkdir()
        np.savez_compressed(folder / "subjects.npz", **arrays)
        (folder / "vocabulary.txt").write_text("\n".join(self.vocabulary), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Subjects":
        """Read what `save` wrote."""
        arrays = np.load(folder / "subjects.npz")
        tokens = (folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
        heads = (
            Head(tuple(map(str, arrays[f"{name}_names"])), arrays[f"{name}_weights"], arrays[f"{name}_intercepts"])
            for name in ("topic", "kind", "section", "aim")
        )
        return cls({token: place for place, token in enumerate(tokens)}, arrays["rarity"], *heads)


def learn_subjects(passages: Sequence[Passage], lessons: Lessons) -> Subjects:
    """Learn from the questions of `passages` and from `lessons`."""
    asked = [(question, passage) for passage in passages for question in (*passage.questions, _heading(passage))]
    texts = [*(question for question, _ in asked), *lessons.uncovered]
    nothing = [NOTHING] * len(lessons.uncovered)
    aimed = [(text, aim) for aim, asked_so in lessons.aims.items() for text in asked_so]
    counted = [Counter(subject_tokens(plain_of_sheets(text))) for text in (*texts, *(text for text, _ in aimed))]
    spread = Counter(itertools.chain.from_iterable(counted))
    vocabulary = {token: place for place, token in enumerate(sorted(spread))}
    rarity = np.array([np.log((1 + len(counted)) / (1 + spread[token])) + 1 for token in vocabulary], dtype=np.float32)
    rows = [_weighed(counts, vocabulary, rarity) for counts in counted]
    topics = [*(passage.topic for _, passage in asked), *nothing]
    kinds = [*(str(passage.kind) for _, passage in asked), *nothing]
    # A linear model of so many sections would be larger than the vectors; topic and kind then serve alone.
    few = len(passages) <= _MOST_SECTIONS
    sections = [*(passage.id if few else NOTHING for _, passage in asked), *nothing]
    asked_rows = rows[: len(texts)]
    topic, kind, section = (_fitted(asked_rows, labels, len(vocabulary)) for labels in (topics, kinds, sections))
    aims = [*(Aim.RULE for _ in texts), *(aim for _, aim in aimed)]
    return Subjects(vocabulary, rarity, topic, kind, section, _fitted(rows, aims, len(vocabulary)))


def subject_tokens(text: str) -> list[str]:
    """Return what the models see of a plain text: words, pairs of words, pairs of characters, characters."""
    words = word_tokens(text)
    pairs = [f"{first} {second}" for first, second in itertools.pairwise(words)]
    letters = [f"'{char}" for char in text if char.isalnum()]
    return [*words, *pairs, *(f"#{pair}" for pair in pair_tokens(text)), *letters]


def _heading(passage: Passage) -> str:
    return f"{passage.topic} {passage.section}"


def _weighed(
    counted: Counter[str], vocabulary: dict[str, int], rarity: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the places of the known tokens and their weights, of length 1 together."""
    counts = {token: count for token, count in counted.items() if token in vocabulary}
    places = np.fromiter((vocabulary[token] for token in counts), dtype=np.int64, count=len(counts))
    values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))) * rarity[places]
    length = float(np.linalg.norm(values))
    return places, (values / length if length else values).astype(np.float32)


def _log_odds(head: Head, places: NDArray[np.int64], values: NDArray[np.float32]) -> dict[str, float]:
    scores = values @ head.weights[places].astype(np.float32) + head.intercepts
    return dict(zip(head.names, scores.tolist(), strict=True))


def _fitted(rows: Sequence[tuple[NDArray[np.int64], NDArray[np.float32]]], labels: Sequence[str], tokens: int) -> Head:
    # Importing scikit-learn takes a second that an answering process need not spend.
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import SGDClassifier

    names = sorted(set(labels))
    if len(names) < 2:
        return Head(tuple(names), np.zeros((tokens, len(names)), np.float16), np.zeros(len(names), np.float32))
    ends = np.cumsum([0, *(len(places) for places, _ in rows)])
    matrix = csr_matrix(
        (np.concatenate([values for _, values in rows]), np.concatenate([places for places, _ in rows]), ends),
        shape=(len(rows), tokens),
    )
    rounds = min(max(_EXAMPLES // len(rows), _ROUNDS[0]), _ROUNDS[1])
    model = SGDClassifier(
        loss="log_loss", alpha=_STRENGTH, average=True, max_iter=rounds, tol=None, random_state=_SEED, n_jobs=-1
    ).fit(matrix, labels)
    weights, intercepts = model.coef_, model.intercept_
    if len(names) == 2:  # scikit-learn keeps only the second of two
        weights, intercepts = np.vstack([-weights, weights]), np.concatenate([-intercepts, intercepts])
    return Head(tuple(names), weights.T.astype(np.float16), intercepts.astype(np.float32))
