"""`python -m benchmarks`: how long a question takes in the library, against its own parts."""

import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence

from knowledge.answers import Question
from knowledge.build import build
from knowledge.evaluation import read_questions
from knowledge.index import Index
from knowledge.tokens import pair_tokens, word_tokens
from language.plain import plain

_ROUNDS = 3


def main() -> int:
    """Measure and print; the first row is what the others are compared with."""
    knowledge = build()
    index = knowledge.live().index
    texts = [question.text for question in read_questions()]
    rows = [
        ("keyword search alone", _median(texts, lambda text: _keywords(index, text))),
        ("encoding alone", _median(texts, lambda text: knowledge.encoder.encode([plain(text)]))),
        ("whole answer", _median(texts, lambda text: knowledge.answerer.ask(Question(text)))),
    ]
    base = rows[0][1]
    print(f"{len(index.passages)} passages, {len(texts)} questions, median of {_ROUNDS} rounds")
    for name, seconds in rows:
        print(f"{name:22}{seconds * 1000:8.2f} ms  x{seconds / base:.2f}")
    print(f"{'peak memory':22}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
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
