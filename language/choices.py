"""Which of a few offered choices a person means: by number in any form, or by the choice's words."""

import re
from collections.abc import Sequence

from language.normalize import normalize
from language.numerals import parse_number

_ORDINAL = re.compile(
    r"^[第选择要我是就那这个按报 ]*([0-9]+|[零〇一二三四五六七八九十两壹贰叁肆伍陆柒捌玖拾]+|[①-⑩])"
    r"[个号项条种、.。,) 吧咯呢的]*$"
)


def pick(text: str, labels: Sequence[Sequence[str]]) -> int | None:
    """Return the index of the choice meant by `text`, or None when none or several fit.

    `labels[i]` holds the words that name choice i; the longest word found wins.
    """
    plain = text.strip() if any(char in "①②③④⑤⑥⑦⑧⑨⑩" for char in text) else normalize(text)
    if _ORDINAL.match(plain):
        number = parse_number(plain)
        return number - 1 if number is not None and 1 <= number <= len(labels) else None
    return _by_words(plain, labels)


def _by_words(plain: str, labels: Sequence[Sequence[str]]) -> int | None:
    best: dict[int, int] = {}
    for index, words in enumerate(labels):
        found = [len(word) for word in words if word and word in plain]
        if found:
            best[index] = max(found)
    if not best:
        return None
    longest = max(best.values())
    winners = [index for index, length in best.items() if length == longest]
    return winners[0] if len(winners) == 1 else None
