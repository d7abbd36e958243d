"""`python -m benchmarks [--sizes N …] [--cases N]`: what a question costs, by part and size, and the staff's list."""

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks import queue
from benchmarks.scale import measure
from knowledge.answers import Question
from knowledge.build import build
from knowledge.index import Index
from knowledge.questions import read_questions
from knowledge.tokens import pair_tokens, word_tokens
from language.plain import plain

_ROUNDS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; returns 1 when a page of the staff's list took longer than it may."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--sizes", type=int, nargs="*", default=[300, 10_000, 100_000])
    parser.add_argument("--cases", type=int, default=100_000, help="cases in the staff's list; 0 leaves it out")
    parser.add_argument("--server", default=queue.SERVER, help="PostgreSQL server to make a database on, and drop it")
    parser.add_argument("--queue-only", action="store_true", help="leave the questions out")
    asked = parser.parse_args(arguments)
    if not asked.queue_only:
        _questions(asked.sizes)
    return _work_list(asked.cases, asked.server) if asked.cases else 0


def _questions(sizes: Sequence[int]) -> None:
    """Print what a question costs; the first row is what the others are compared with."""
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


def _work_list(cases: int, server: str) -> int:
    """Print the median of each page of the staff's list; returns 1 when one is over the limit."""
    found = queue.measure(cases, server, print)
    print(f"{'page, median ms':26}" + "".join(f"{kind:>12}" for kind in found))
    for page in next(iter(found.values())):
        print(f"{page:26}" + "".join(f"{times[page] * 1000:12.1f}" for times in found.values()))
    slow = [page for times in found.values() for page, seconds in times.items() if seconds > queue.LIMIT]
    if slow:
        print(f"over {queue.LIMIT * 1000:.0f} ms: {', '.join(slow)}")
    return 1 if slow else 0


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
