"""Hunan dialect words and their standard counterparts."""

import tomllib
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "dialect.toml"


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[str, str], ...]:
    with _FILE.open("rb") as file:
        words: dict[str, str] = tomllib.load(file)["words"]
    return tuple(sorted(words.items(), key=lambda pair: -len(pair[0])))


def standardize(text: str) -> str:
    """Return `text` (normalised) with dialect words put into standard Chinese, the longest first."""
    standard = text
    for word, plain in _table():
        if word in standard:
            standard = standard.replace(word, plain)
    return standard
