"""A message as it was meant: one spelling, pinyin and wrong characters read, dialect in standard Chinese."""

from functools import lru_cache

from language.dialect import standardize
from language.homophones import mend_homophones
from language.normalize import normalize
from language.pinyin import from_pinyin

_LONGEST = 1000  # in a longer text nobody's wrong characters are looked for


@lru_cache(maxsize=256)
def plain(text: str) -> str:
    """Return `text` in standard Chinese, lower case. For understanding only: what a person wrote is kept as it is."""
    spelt = normalize(text).lower()
    if len(spelt) > _LONGEST:
        return standardize(spelt)
    # Dialect first, or 「嗲嗲」 is put right into 「爹爹」; and again for what was a wrong character before.
    return standardize(mend_homophones(standardize(from_pinyin(spelt))))


def plain_written(text: str) -> str:
    """Return the same of a text that has been published: its characters are the right ones."""
    return standardize(normalize(text).lower())
