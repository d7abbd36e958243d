"""Gaps gathered: questions without an answer that ask the same thing stand together, with their count."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.answerer import Answerer
from knowledge.answers import Question, Status
from knowledge.encoder import Encoder

# Cosine: lower, different questions on one topic fall together; higher, wordings of one question fall apart.
ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions that ask the same thing, the commonest wording first; `times` counts all of them."""

    questions: tuple[tuple[str, int], ...]

    @property
    def times(self) -> int:
        """Return how often any of them was asked."""
        return sum(times for _, times in self.questions)


def cluster(gaps: Sequence[tuple[str, int]], encoder: Encoder, alike: float = ALIKE) -> tuple[Cluster, ...]:
    """Gather `gaps` (text, times) around the commonest wordings; the most asked cluster comes first."""
    if not gaps:
        return ()
    ordered = sorted(gaps, key=lambda gap: -gap[1])
    vectors = np.asarray(encoder.encode([text for text, _ in ordered]))
    leaders: list[int] = []
    members: list[list[tuple[str, int]]] = []
    for place, gap in enumerate(ordered):
        nearness = vectors[leaders] @ vectors[place] if leaders else np.zeros(0)
        nearest = int(nearness.argmax()) if leaders else -1
        if leaders and nearness[nearest] >= alike:
            members[nearest].append(gap)
        else:
            leaders.append(place)
            members.append([gap])
    found = [Cluster(tuple(questions)) for questions in members]
    return tuple(sorted(found, key=lambda one: -one.times))


def solved(gaps: Sequence[tuple[str, int]], answerer: Answerer) -> tuple[tuple[str, int], ...]:
    """Return those of `gaps` that `answerer` answers with a passage in force."""
    return tuple(gap for gap in gaps if answerer.ask(Question(gap[0])).status is Status.ANSWERED)
