"""One spelling for what can be typed in many: width, script, control characters, white space."""

import re
import unicodedata
from functools import lru_cache
from typing import Protocol

_SPACE = re.compile(r"\s+")
_STRETCHED = re.compile(r"([。!?,、…~.])\1{2,}")


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@lru_cache(maxsize=1)
def _to_simplified() -> _Converter:
    # Loading the conversion tables takes tens of milliseconds: once, at the first use.
    import opencc

    converter: _Converter = opencc.OpenCC("t2s")
    return converter


def normalize(text: str) -> str:
    """Return `text` in half width and simplified characters, without control characters, white space folded."""
    folded = unicodedata.normalize("NFKC", text)
    visible = "".join(" " if char in "\t\r\n" else char for char in folded if char in "\t\r\n" or _printable(char))
    simple = visible if visible.isascii() else _to_simplified().convert(visible)
    return _STRETCHED.sub(r"\1\1", _SPACE.sub(" ", simple).strip())


def _printable(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cs", "Cn"}


def has_words(text: str) -> bool:
    """Tell whether `text` holds at least one letter, character or digit (not only signs and emoji)."""
    return any(unicodedata.category(char)[0] in "LN" for char in text)


def looks_binary(text: str) -> bool:
    """Tell whether `text` is mostly control or undecodable characters, as when a file is pasted."""
    if not text:
        return False
    strange = sum(1 for char in text if char == "\ufffd" or (char not in "\t\r\n" and not _printable(char)))
    return strange * 4 > len(text)
