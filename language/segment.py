"""Words of a text: jieba with the project's list of policy terms."""

import itertools
from functools import lru_cache
from pathlib import Path
from typing import Protocol

WORDS_FOLDER = Path(__file__).parent / "data" / "words"


class _Segmenter(Protocol):
    FREQ: dict[str, int]

    def lcut_for_search(self, text: str) -> list[str]: ...

    def lcut(self, text: str) -> list[str]: ...


@lru_cache(maxsize=1)
def _segmenter() -> _Segmenter:
    # Loading the dictionary takes about a second: once, at the first use.
    import logging
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba asks for pkg_resources, which warns of its own end
        import jieba

    jieba.setLogLevel(logging.WARNING)
    segmenter = jieba.Tokenizer()
    for words in sorted(WORDS_FOLDER.glob("*.txt")):
        segmenter.load_userdict(str(words))
    loaded: _Segmenter = segmenter
    return loaded


def words(text: str) -> list[str]:
    """Return the words of `text` in order, long words followed or preceded by the shorter ones inside them."""
    return [word for word in _segmenter().lcut_for_search(text.lower()) if word.strip() and any(map(str.isalnum, word))]


def plain_words(text: str) -> list[str]:
    """Return the words of `text` in order, none twice for its parts, signs among them."""
    return _segmenter().lcut(text)


def frequencies() -> dict[str, int]:
    """Return how often each word of the dictionary occurs in general texts (0: only a beginning of words)."""
    _segmenter().lcut("")  # the dictionary is loaded at the first use
    return _segmenter().FREQ


def character_pairs(text: str) -> list[str]:
    """Return each pair of neighbouring letters of `text` (signs and spaces dropped)."""
    letters = [char for char in text.lower() if char.isalnum()]
    return [first + second for first, second in itertools.pairwise(letters)]
