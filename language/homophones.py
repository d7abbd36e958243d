"""Wrong characters of the right sound put right: `低宝`, `检测户`, `身请` → `低保`, `监测户`, `申请`.

Pinyin keyboards offer the wrong word of a sound. The text is read as the likeliest row of words of the lexicon, where
a word may stand for one that sounds the same at a price for each character that differs.
"""

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from language.pinyin import entries, fold
from language.segment import frequencies

_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")
_LONGEST = 8
_CHANGED = -5.0  # a character that differs
_SPOKEN = -2.0  # a syllable that differs as people here speak it
_USUAL_SHARE = 0.2
_MEANT_LEAST = -10.5  # only a word common in the project's own texts is read for another one
_UNKNOWN = -14.0  # a character that stands in no word by itself
Word = tuple[str, tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class _Sounds:
    likelihood: Mapping[str, float]
    alike: Mapping[tuple[str, ...], tuple[Word, ...]]


@lru_cache(maxsize=1)
def _sounds() -> _Sounds:
    # A rarer word of jieba's dictionary is no mistake either.
    usual = {word: count for word, count in frequencies().items() if count}
    total = sum(usual.values())
    likelihood = {word: math.log(_USUAL_SHARE * count / total) for word, count in usual.items()}
    alike: dict[tuple[str, ...], list[Word]] = defaultdict(list)
    for word, syllables, value in entries():
        likelihood[word] = value
        if len(word) > 1 and value >= _MEANT_LEAST:
            alike[tuple(map(fold, syllables))].append((word, syllables, value))
    return _Sounds(likelihood, {key: tuple(words) for key, words in alike.items()})


def mend_homophones(text: str) -> str:
    """Return `text` (normalised) with its wrong characters of the right sound put right."""
    return _CHINESE.sub(lambda run: _mended(run.group()), text)


def _mended(run: str) -> str:
    from pypinyin import lazy_pinyin

    sounds = _sounds()
    syllables = lazy_pinyin(run)
    if len(syllables) != len(run):
        return run
    best: list[tuple[float, str]] = [(0.0, "")]
    for end in range(1, len(run) + 1):
        options = [
            (best[start][0] + gain, best[start][1] + word)
            for start in range(max(0, end - _LONGEST), end)
            for word, gain in _readings(sounds, run[start:end], syllables[start:end])
        ]
        best.append(max(options))
    return best[-1][1]


def _readings(sounds: _Sounds, typed: str, syllables: list[str]) -> list[tuple[str, float]]:
    """Return what the characters `typed` may mean, with the likelihood of each."""
    known = sounds.likelihood.get(typed)
    found = [(typed, known)] if known is not None else [(typed, _UNKNOWN)] if len(typed) == 1 else []
    if len(typed) > 1:
        for word, spoken, value in sounds.alike.get(tuple(map(fold, syllables)), ()):
            changed = sum(a != b for a, b in zip(word, typed, strict=True))
            accent = sum(a != b for a, b in zip(spoken, syllables, strict=True))
            if changed:
                found.append((word, value + _CHANGED * changed + _SPOKEN * accent))
    return found
