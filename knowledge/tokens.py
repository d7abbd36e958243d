"""The units that questions and passages are compared by; all of plain text (language.plain)."""

from functools import lru_cache

from language.plain import plain, plain_written
from language.segment import character_pairs, words

# Words that stand in any question and tell nothing of what is asked.
_EMPTY = frozenset(
    "的 了 呢 吗 呀 啊 吧 嘛 哦 我 你 他 她 它 我们 你们 请问 问 一下 就 也 都 还 那 这 个 是 啦 撒".split()
)


@lru_cache(maxsize=65_536)
def plain_of_sheets(text: str) -> str:
    """Return the plain form of a question of the sheets; remembered, since the next edition holds nearly the same."""
    return plain(text)


@lru_cache(maxsize=8_192)
def written_of_sheets(text: str) -> str:
    """Return the plain form of a published text, remembered likewise."""
    return plain_written(text)


def word_tokens(text: str) -> list[str]:
    """Return the telling words of `text`, for keyword search."""
    return [word for word in words(text) if word not in _EMPTY]


def pair_tokens(text: str) -> list[str]:
    """Return the character pairs of `text`, for keyword search."""
    return character_pairs(text)


def encoder_tokens(text: str) -> str:
    """Return the words and character pairs of `text` joined by spaces, as the trained encoder reads them."""
    return " ".join([*word_tokens(text), *(f"#{pair}" for pair in pair_tokens(text))])
