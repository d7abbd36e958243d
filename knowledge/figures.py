"""The figures of a text, so that each can be held against its source."""

import re

from language.normalize import normalize

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3})")
_LIST_NUMBER = re.compile(r"(?m)^\s*\d{1,2}[.、)](?!\d)")
_PHONES = frozenset(
    "12345 12317 12333 12393 12366 12348 12385 12388 96110 110 120 119".split()
    + "12356 12338 12355 12314 95593 95518 95500 95585".split()
)


def figures(text: str) -> frozenset[str]:
    """Return every number written in figures in `text`; thousands separators and the numbers of a list are dropped."""
    return frozenset(_FIGURE.findall(_GROUPED.sub("", normalize(_LIST_NUMBER.sub("", text)))))


def is_phone(figure: str) -> bool:
    """Tell whether `figure` is one of the public service numbers the sheets may name."""
    return figure in _PHONES
