"""`python -m benchmarks [--sizes N …]`: what a question costs in the library, by part and by size."""

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks.scale import measure
from knowledge.answers import Question
from knowledge.build import build
from knowledge.index import Index
from knowledge.questions import read_questions
from knowledge.tokens import pair_tokens, word_tokens
from language.plain import plain

_ROUNDS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the first row is what the others are compared with."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--sizes", type=int, nargs="*", default=[300, 10_000, 100_000])
    sizes = parser.parse_args(arguments).sizes
    knowledge = build()
    index = knowledge.live().index
    texts = [question.text for question in read_questions()]
    rows = [
        ("keyword search alone", _median(texts, lambda text: _keywords(index, text))),
        ("encoding alone", _median(texts, lambda text: knowledge.live().encoder.encode([plain(text)]))),
        ("whole answer", _median(texts, lambda text: knowledge.answerer.ask(Question(text)))),
    ]
    base = rows[0][1]
    print(f"{len(index.passages)} passages, {len(texts)} questions, median of {_ROUNDS} rounds")
    for name, seconds in rows:
        print(f"{name:22}{seconds * 1000:8.2f} ms  x{seconds / base:.2f}")
    print(f"{'peak memory':22}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
    rows_of_size = measure(knowledge, sizes, print)
    print(f"{'passages':>10}{'build s':>10}{'question ms':>13}{'ratio':>8}{'as exact':>10}{'peak MB':>10}")
    for row in rows_of_size:
        ratio = row.question / rows_of_size[0].question
        line = f"{row.passages:10}{row.build:10.1f}{row.question:13.2f}{ratio:8.2f}"
        print(f"{line}{row.as_exact:10.3f}{row.memory:10.0f}")
    return 0


def _keywords(index: Index, text: str) -> object:
    said = plain(text)
    return index.words.scores(word_tokens(said)), index.pairs.scores(pair_tokens(said))


def _median(texts: Sequence[str], work: Callable[[str], object]) -> float:
    times = []
    for _ in range(_ROUNDS):
        for text in texts:
            started = time.perf_counter()
            work(text)
            times.append(time.perf_counter() - started)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
