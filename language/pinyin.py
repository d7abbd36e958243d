"""Pinyin typed in letters, put back into characters: `dibao zenme ban` → `低保怎么办`.

The most likely words for the syllables by `data/lexicon.tsv` (word, syllables, log-likelihood; made by
`python -m language.lexicon`). A letter word that is no pinyin stays as it is.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

LEXICON_FILE = Path(__file__).parent / "data" / "lexicon.tsv"
_RUN = re.compile(r"[a-zü]+(?:[1-5]?[ '’]*[a-zü]+)*[1-5]?")
_LONGEST = 6  # letters of the longest syllable
_FUZZY = -2.5  # what a syllable typed as it is spoken here (z for zh, n for ng) costs
_MIN_SYLLABLES = 2
_CHARACTER = re.compile(r"[\u4e00-\u9fff]")


@dataclass(slots=True)
class _Node:
    """A place in the tree of syllables; `words` are (word, syllables as written properly, log-likelihood)."""

    words: list[tuple[str, tuple[str, ...], float]] = field(default_factory=list)
    after: dict[str, "_Node"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    root: _Node
    syllables: frozenset[str]


def fold(syllable: str) -> str:
    """Return `syllable` as it is often typed in Hunan: zh, ch, sh without h, eng and ing without g."""
    plain = syllable.replace("ü", "v")
    if plain[:2] in {"zh", "ch", "sh"}:
        plain = plain[0] + plain[2:]
    return plain[:-1] if plain.endswith(("eng", "ing")) else plain


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    root = _Node()
    known: set[str] = set()
    for word, syllables, likelihood in entries():
        node = root
        for syllable in syllables:
            known.update((syllable, fold(syllable)))
            node = node.after.setdefault(fold(syllable), _Node())
        node.words.append((word, syllables, likelihood))
    return _Lexicon(root, frozenset(known))


def entries(path: Path = LEXICON_FILE) -> Iterator[tuple[str, tuple[str, ...], float]]:
    """Yield each word of the lexicon with its syllables and log-likelihood."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            word, syllables, likelihood = line.rstrip("\n").split("\t")
            yield word, tuple(syllables.split()), float(likelihood)


def from_pinyin(text: str) -> str:
    """Return `text` (normalised, lower case) with its pinyin put into characters; other letters stay."""
    return _RUN.sub(lambda run: _decoded(run.group(), alone=not _CHARACTER.search(text)), text)


def _decoded(run: str, *, alone: bool) -> str:
    words = [word.strip("12345") for word in re.split(r"[ '’]+", run)]
    kept = [_readings(word) for word in words]
    readable = sum(len(word) for word, reading in zip(words, kept, strict=True) if reading)
    # One English word among them is kept; a message mostly of other letters is not pinyin at all.
    if readable * 3 < sum(map(len, words)) * 2 or (alone and readable < _MIN_SYLLABLES * 2):
        return run
    parts: list[str] = []
    together: list[str] = []
    for word, reading in zip(words, kept, strict=True):
        if reading:
            together.append(word)
        else:
            parts += [_best(together), f" {word} "]
            together = []
    return "".join([*parts, _best(together)])


def _readings(word: str) -> bool:
    """Tell whether the letters of `word` can be cut into syllables."""
    syllables = _lexicon().syllables
    reachable = {0}
    letters = re.sub(r"[1-5]", "", word)
    for end in range(1, len(letters) + 1):
        if any(start in reachable and letters[start:end] in syllables for start in range(max(0, end - _LONGEST), end)):
            reachable.add(end)
    return bool(letters) and len(letters) in reachable


def _best(chunks: list[str]) -> str:
    """Return the likeliest words for the letters of `chunks`; a word may run over from one chunk to the next."""
    letters = "".join(chunks)
    borders: set[int] = set()
    for chunk in chunks:
        borders.add(max(borders, default=0) + len(chunk))
    best: dict[int, tuple[float, str]] = {0: (0.0, "")}
    for start in range(len(letters)):
        if start not in best:
            continue
        likelihood, text = best[start]
        for end, word, gain in _words_from(letters, start, borders):
            if end not in best or best[end][0] < likelihood + gain:
                best[end] = (likelihood + gain, text + word)
    return best[len(letters)][1] if len(letters) in best else letters


def _words_from(letters: str, start: int, borders: set[int]) -> Iterator[tuple[int, str, float]]:
    lexicon = _lexicon()
    waiting: list[tuple[int, _Node, tuple[str, ...]]] = [(start, lexicon.root, ())]
    while waiting:
        place, node, typed = waiting.pop()
        for end in range(place + 1, min(place + _LONGEST, len(letters)) + 1):
            syllable = letters[place:end]
            following = node.after.get(fold(syllable)) if syllable in lexicon.syllables else None
            if following is not None:
                so_far = (*typed, syllable)
                for word, syllables, likelihood in following.words:
                    spoken = sum(a != b for a, b in zip(so_far, syllables, strict=True))
                    yield end, word, likelihood + _FUZZY * spoken
                waiting.append((end, following, so_far))
            if end in borders:
                break


def by_sound(longest: int) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Return the words of up to `longest` characters by their syllables, the likeliest first."""
    found: dict[tuple[str, ...], list[tuple[float, str]]] = defaultdict(list)
    for word, syllables, likelihood in entries():
        if 1 < len(word) <= longest:
            found[syllables].append((likelihood, word))
    return {key: tuple(word for _, word in sorted(words, reverse=True)) for key, words in found.items()}
