"""Makes the lexicon: `python -m language.lexicon FILES…` counts the words of the project's own texts.

Run when sheets or training data have changed much; `data/lexicon.tsv` is kept in the project.
"""

import itertools
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from language.normalize import normalize
from language.pinyin import LEXICON_FILE
from language.segment import frequencies, plain_words

_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_GENERAL_LEAST = 150  # rarer words of jieba's dictionary are left out
_OWN_SHARE = 0.8
_PHRASE_LEAST = 4  # two words that follow one another so often are kept together: 「补」 and 「多少」
_LONGEST = 7
_TWIN = 4
_USUAL = 10
_ALSO_READ = {"谁": "shei", "么子": "mo zi", "莫": "mo"}


def main(arguments: list[str]) -> int:
    """Count the words of the files named and write the lexicon."""
    texts = [Path(name).read_text(encoding="utf-8") for name in arguments]
    lines = lexicon(texts, frequencies())
    LEXICON_FILE.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(lines)} words")  # noqa: T201
    return 0


def lexicon(texts: Iterable[str], general: Mapping[str, int]) -> list[str]:
    """Return the lines of the lexicon: words of `texts` and the frequent ones of `general`, sorted."""
    from pypinyin import lazy_pinyin

    runs = [_runs(plain_words(normalize(text))) for text in texts]
    own = Counter(word for run in itertools.chain(*runs) for word in run if len(word) <= _LONGEST)
    pairs = Counter(a + b for run in itertools.chain(*runs) for a, b in itertools.pairwise(run))
    total_own = sum(own.values()) or 1
    phrases = {pair: n for pair, n in pairs.items() if n >= _PHRASE_LEAST and len(pair) <= _LONGEST}
    own.update({pair: n for pair, n in phrases.items() if pair not in own})
    own = _without_mistakes(own, general)
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


def _without_mistakes(own: Counter[str], general: Mapping[str, int]) -> Counter[str]:
    """Leave out what training questions write wrongly on purpose: a rarer twin of the same sound, in no dictionary."""
    from pypinyin import lazy_pinyin

    sounds = {word: tuple(lazy_pinyin(word)) for word in own}
    most: dict[tuple[str, ...], int] = {}
    for word, sound in sounds.items():
        most[sound] = max(most.get(sound, 0), own[word])
    return Counter(
        {
            word: count
            for word, count in own.items()
            if len(word) == 1 or general.get(word, 0) > _USUAL or count * _TWIN > most[sounds[word]]
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
