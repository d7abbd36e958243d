"""Numbers as people write them: 3, 3, 三, 叁, 两, 十二, 第一个."""

import re

from language.normalize import normalize

_DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "两": 2, "俩": 2, "仨": 3, "幺": 1,
}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000}
_CIRCLED = {char: number for number, char in enumerate("①②③④⑤⑥⑦⑧⑨⑩", start=1)}
_CHINESE = re.compile("[" + "".join(_DIGITS) + "".join(_UNITS) + "]+")
_ARABIC = re.compile(r"\d+")


def parse_number(text: str) -> int | None:
    """Return the first whole number written in `text`, in figures or Chinese numerals; None when there is none."""
    for char in text:
        if char in _CIRCLED:
            return _CIRCLED[char]
    plain = normalize(text)
    found = [match for match in (_ARABIC.search(plain), _CHINESE.search(plain)) if match]
    if not found:
        return None
    first = min(found, key=lambda match: match.start()).group()
    return int(first) if first.isdigit() and first.isascii() else chinese_number(first)


def chinese_number(numeral: str) -> int:
    """Return the value of a Chinese numeral such as 十二, 三百零五, 两千 or 一二三."""
    if not any(char in _UNITS for char in numeral):
        return int("".join(str(_DIGITS[char]) for char in numeral))
    total = section = digit = 0
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char == "万":
            total, section, digit = (total + max(section + digit, 1)) * 10_000, 0, 0
        else:
            section, digit = section + (digit or 1) * _UNITS[char], 0
    return total + section + digit
