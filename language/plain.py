"""A message as it was meant: one spelling, pinyin and wrong characters read, dialect in standard Chinese."""

from functools import lru_cache

from language.dialect import standardize
from language.homophones import mend_homophones
from language.normalize import normalize
from language.pinyin import from_pinyin

_LONGEST = 1000  # of a longer text only the spelling is settled


@lru_cache(maxsize=256)
def plain(text: str) -> str:
    """Return `text` in standard Chinese, lower case. For understanding only: what a person wrote is kept as it is."""
    settled = normalize(text).lower()
    if len(settled) > _LONGEST:
        return standardize(settled)
    return standardize(mend_homophones(from_pinyin(settled)))
