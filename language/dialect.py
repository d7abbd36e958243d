"""Hunan dialect words and their standard counterparts."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "dialect.toml"


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], re.Pattern[str]]:
    with _FILE.open("rb") as file:
        words: dict[str, str] = tomllib.load(file)["words"]
    # 「么时候」 is 什么时候, which holds it and must be left alone.
    kept = {plain: plain for plain in words.values() if plain not in words and any(word in plain for word in words)}
    table = {**words, **kept}
    return table, re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))


def standardize(text: str) -> str:
    """Return `text` (normalised) with dialect words put into standard Chinese, in one pass, the longest first."""
    table, words = _table()
    return words.sub(lambda found: table[found.group()], text)
