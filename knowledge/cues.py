"""The words of a question that ask for a kind of section: cues.toml."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "cues.toml"


@lru_cache(maxsize=1)
def _kinds() -> dict[str, tuple[str, ...]]:
    with _FILE.open("rb") as file:
        return {kind: tuple(words) for kind, words in tomllib.load(file)["kinds"].items()}


@lru_cache(maxsize=1)
def _cue_or_filler() -> re.Pattern[str]:
    with _FILE.open("rb") as file:
        fillers = tomllib.load(file)["fillers"]
    words = sorted({*fillers, *(word for words in _kinds().values() for word in words)}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def kinds_asked(text: str) -> frozenset[str]:
    """Return the kinds of section that `text` (plain, in standard Chinese) asks for."""
    return frozenset(kind for kind, words in _kinds().items() if any(word in text for word in words))


def asks_only_a_kind(text: str) -> bool:
    """Tell whether `text` (plain) is nothing but such words, as 「多少钱」 or 「那要带什么去呢」."""
    return bool(kinds_asked(text)) and not any(map(str.isalnum, _cue_or_filler().sub(" ", text)))
