"""Makes the lexicon: `make lexicon` (`python -m language.lexicon FILES…`) counts the words of the project's own texts.

Run when sheets or training data have changed much; `data/lexicon.tsv` is kept in the project.
"""

import itertools
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path

from language.normalize import normalize
from language.pinyin import LEXICON_FILE
from language.segment import frequencies, plain_words

_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_GENERAL_LEAST = 150  # rarer words of jieba's dictionary are left out
_OWN_SHARE = 0.9
# Words that follow one another so often are kept together, by how many they are: 「补」 and 「多少」.
_PHRASE_LEAST = {2: 2, 3: 3}
_LONGEST = 8
_TYPED = (">", "keywords:")
_TWIN = 4
_USUAL = 10
_ALSO_READ = {"谁": "shei", "么子": "mo zi", "莫": "mo"}


def main(arguments: list[str]) -> int:
    """Count the words of the files named and write the lexicon."""
    typed: list[str] = []
    published: list[str] = []
    for path in map(Path, arguments):
        for line in path.read_text(encoding="utf-8").splitlines():
            # Training data and the ways of asking in a sheet have mistakes on purpose; what was published has none.
            (typed if path.suffix == ".yml" or line.startswith(_TYPED) else published).append(line)
    lines = lexicon(typed, frequencies(), published)
    LEXICON_FILE.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(lines)} words")  # noqa: T201
    return 0


def lexicon(typed: Iterable[str], general: Mapping[str, int], published: Iterable[str] = ()) -> list[str]:
    """Return the lines of the lexicon: words of the texts and the frequent ones of `general`, sorted."""
    from pypinyin import lazy_pinyin

    right = [_runs(plain_words(normalize(text))) for text in published]
    runs = [*right, *(_runs(plain_words(normalize(text))) for text in typed)]
    own = Counter(word for run in itertools.chain(*runs) for word in run if len(word) <= _LONGEST)
    total_own = sum(own.values()) or 1
    own.update({phrase: n for phrase, n in _phrases(itertools.chain(*runs)).items() if phrase not in own})
    known = {word: count for word, count in general.items() if count > _USUAL}
    own = _without_mistakes(own, known.keys() | {word for run in itertools.chain(*right) for word in run})
    usual = {word: count for word, count in general.items() if count >= _GENERAL_LEAST and _CHINESE.fullmatch(word)}
    total_usual = sum(usual.values()) or 1
    lines = []
    for word in sorted(own.keys() | usual.keys()):
        likelihood = _OWN_SHARE * own[word] / total_own + (1 - _OWN_SHARE) * usual.get(word, 0) / total_usual
        readings = [" ".join(lazy_pinyin(word)), *_ALSO_READ.get(word, "").split(",")]
        lines += [
            f"{word}\t{reading}\t{math.log(likelihood):.2f}"
            for reading in readings
            if reading.count(" ") == len(word) - 1 and likelihood > 0
        ]
    return lines


def _phrases(runs: Iterable[Sequence[str]]) -> dict[str, int]:
    """Return the rows of words that occur often enough, with how often."""
    kept = list(runs)
    found: dict[str, int] = {}
    for words, least in _PHRASE_LEAST.items():
        rows = Counter("".join(run[at : at + words]) for run in kept for at in range(len(run) - words + 1))
        found.update({row: n for row, n in rows.items() if n >= least and len(row) <= _LONGEST and row not in found})
    return found


def _without_mistakes(own: Counter[str], known: Set[str]) -> Counter[str]:
    """Leave out what training questions write wrongly on purpose: a rarer twin of the same sound that is not known."""
    from pypinyin import lazy_pinyin

    sounds = {word: tuple(lazy_pinyin(word)) for word in own}
    most: dict[tuple[str, ...], int] = {}
    for word, sound in sounds.items():
        most[sound] = max(most.get(sound, 0), own[word])
    return Counter(
        {
            word: count
            for word, count in own.items()
            if len(word) == 1 or word in known or count * _TWIN > most[sounds[word]]
        }
    )


def _runs(words: Iterable[str]) -> list[list[str]]:
    """Return the stretches of Chinese words between signs, digits and letters."""
    found: list[list[str]] = [[]]
    for word in words:
        if _CHINESE.fullmatch(word):
            found[-1].append(word)
        else:
            found.append([])
    return [run for run in found if run]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
