"""How a question fares when the knowledge base grows: time, memory, and whether the same passages come first."""

import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import faiss
import numpy as np

from benchmarks.sizes import enlarged
from knowledge.build import Knowledge
from knowledge.features import find_candidates
from knowledge.index import Index, build_index
from knowledge.lessons import read_lessons

_QUESTIONS = 200
_FIRST = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One size: seconds to build, milliseconds a question (median), share with the same first passages, megabytes."""

    passages: int
    build: float
    question: float
    as_exact: float
    memory: float


def measure(knowledge: Knowledge, sizes: Sequence[int], progress: Callable[[str], None]) -> list[Row]:
    """Build and ask at each size, on one core."""
    faiss.omp_set_num_threads(1)
    return [_measured(knowledge, size, progress) for size in sorted(sizes)]


def _measured(knowledge: Knowledge, size: int, progress: Callable[[str], None]) -> Row:
    progress(f"{size} passages …")
    passages = enlarged(knowledge.live().index.passages, size)
    started = time.perf_counter()
    index = build_index(passages, knowledge.live().encoder, read_lessons())
    build = time.perf_counter() - started
    random = Random(size)
    asked = [random.choice(passage.questions) for passage in random.sample(passages, min(_QUESTIONS, size))]
    first, times = _ask(knowledge, index, asked)
    exact = _ask(knowledge, _read_whole(index), asked)[0]
    same = float(np.mean([one == other for one, other in zip(first, exact, strict=True)]))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Row(size, build, statistics.median(times) * 1000, same, memory)


def _ask(knowledge: Knowledge, index: Index, asked: Sequence[str]) -> tuple[list[tuple[int, ...]], list[float]]:
    ranker = knowledge.live().ranker
    first, times = [], []
    for question in asked:
        started = time.perf_counter()
        ranked = ranker.rank(find_candidates(index, knowledge.live().encoder, question))
        times.append(time.perf_counter() - started)
        first.append(ranked.places[:_FIRST])
    return first, times


def _read_whole(index: Index) -> Index:
    """Return `index`, from now on reading every vector."""
    if isinstance(index.dense, faiss.IndexIVF):
        index.dense.nprobe = index.dense.nlist
    return index
