"""The year and the place a question speaks of."""

import re
from dataclasses import dataclass

from language.numerals import chinese_number

HOME = "湖南"
_PROVINCES = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 广东 海南 四川 "
    "贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门"
).split()
# Where people work or send their children to school is not where they ask about.
_AWAY = re.compile(r"(在|去|到|从|往|嫁到)(了)?$")
_YEAR = re.compile(r"(?<!\d)(20[12]\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)(1\d|2\d)年(?!前|后|内|以|期)")
_CHINESE_YEAR = re.compile(r"二[零〇][零〇一二三四五六七八九]{2}(?=年)")
_RELATIVE = {"今年": 0, "去年": -1, "明年": 1, "前年": -2, "后年": 2}


@dataclass(frozen=True, slots=True)
class Scope:
    """What the question names: `year` as said (None: not said), `province` other than ours (None: none)."""

    year: int | None
    province: str | None


def scope_of(text: str, this_year: int) -> Scope:
    """Return year and foreign province named in `text` (plain)."""
    return Scope(_year(text, this_year), _province(text))


def _year(text: str, this_year: int) -> int | None:
    if match := _YEAR.search(text):
        return int(match[1])
    if match := _CHINESE_YEAR.search(text):
        return chinese_number(match.group())
    if match := _SHORT_YEAR.search(text):
        return 2000 + int(match[1])
    return next((this_year + shift for word, shift in _RELATIVE.items() if word in text), None)


def _province(text: str) -> str | None:
    if HOME in text:
        return None
    for province in _PROVINCES:
        place = text.find(province)
        if place >= 0 and not _AWAY.search(text[:place]):
            return province
    return None
