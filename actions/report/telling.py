"""What a message tells of a household, asked for or not: name, place, phone, size, whose it is.

Nothing here decides what is asked next; every value is in the person's own words.
"""

import re
from collections.abc import Mapping, Sequence

from actions.report.fields import Field
from actions.report.hearing import CLAUSE, PUNCTUATION, is_question, plain
from intake.domain import Who
from language.identity import find_phone
from language.names import NAME, find_said_name
from language.normalize import normalize
from language.numerals import parse_number

_BARE_NAME = re.compile(rf"{NAME}|[\u4e00-\u9fff]{{1,6}}·[\u4e00-\u9fff]{{1,8}}")
_BEFORE_NAME = re.compile(
    r"^(?:好[的吧]?|同意|可以)?[,。\s]*(?:我的名字|名字|姓名|我叫|我是|叫做|叫|是|本人|我)*[是叫:]*\s*"
)
_AREA = r"[\u4e00-\u9fffXx]"
_PLACE = re.compile(
    rf"(?:{_AREA}{{1,8}}?(?:自治州|街道|社区|村委会|[省市州县区镇乡村场])){{1,6}}"
    rf"(?:{_AREA}{{0,6}}?(?:\d+|[一二三四五六七八九十]+)[组队号])?"
    rf"|{_AREA}{{1,6}}?(?:\d+|[一二三四五六七八九十]+)组"
)
_LIVES = re.compile(r"(?:家住在?|住[在到]|家在|我在|人在|地址[是:]?|住址[是:]?|应该是|改成|改为|我是|住)\s*")
_LEVEL = re.compile(r"(?:[县市区镇乡州村]|街道|社区|[一二三四五六七八九十\d]组)")
_NO_PLACE = re.compile(
    r"[我你他她]们?村|[村乡县省]里|[村镇街]上|[全同本农]村|村干部|村支书|村主任|村委(?!会)|乡镇(?!.{0,3}村)"
    r"|市场|市里|县城|医院|地区"
)
_SIZE = re.compile(
    r"(?:一家|全家|家里|家中|共|总共|一共|有)?\s*(?:有|是|共)?\s*(\d{1,2}|[一二两三四五六七八九十]{1,3})\s*(?:口人|口之家|口子|个人吃饭|口)"
    r"|(?:一家|全家|家里|家中)(?:一共|总共|共)?(?:有|是)?\s*(\d{1,2}|[一二两三四五六七八九十]{1,3})\s*个?人(?![说看照])"
)
_KIN = "爸妈爹娘爷奶公婆父母"
_OWN = re.compile(
    rf"我家|我们家|家里|自己家|我自己|(?:我|俺|咱)(?:的)?(?:[{_KIN}]|老公|老婆|男人|丈夫|妻子|媳妇|儿子|女儿|孩子|小孩|孙|外孙|哥|弟|姐|妹)"
    r"|我(?:得|患|查出|病|摔|被|今年|身体|手|脚|腿|腰|欠|借|种|养|住)|^(?:老公|老婆|男人|丈夫|儿子|女儿|孩子|小孩)"
)
_SELF = re.compile(rf"我叫|我是{NAME}|我姓")
_OTHERS = re.compile(
    r"(邻居(?:[\u4e00-\u9fff]{0,2}(?:爷爷|奶奶|大爷|大娘|叔|伯|婶|家))?|隔壁(?:[\u4e00-\u9fff]{0,3}(?:爷爷|奶奶|大爷|大娘|叔|伯|婶|家))?"
    r"|(?:我们)?(?:村里|组里|村上|同村)(?:有|的)(?:一?[个户位家])?|[替帮](?:我的?)?((?:亲戚|朋友|邻居|隔壁|别人|同村|老人)[\u4e00-\u9fff]{0,5}?)(?:申报|报|问))"
)
_CHOICE = re.compile(r"邻居[、,]亲戚")
_CADRE = re.compile(
    r"我是[^,。;]{0,8}?(?:村干部|网格员|支书|村主任|驻村|妇联主任|妇女主任|村医|工作队|帮扶责任人|信息员)"
)


def gather(text: str) -> dict[str, str]:
    """Return every field that `text` tells without having been asked, in its own words."""
    said = normalize(text)
    found: dict[str, str | None] = {
        Field.NAME: find_said_name(said),
        Field.PLACE: find_place(said),
        Field.PHONE: find_phone(said),
        Field.HOUSEHOLD_SIZE: find_size(said),
        **_whose(plain(text)),
    }
    return {field: value for field, value in found.items() if value}


def _whose(said: str) -> Mapping[str, str | None]:
    if _CADRE.search(said):
        return {Field.WHO: Who.CADRE}
    other = _OTHERS.search(said)
    if _CHOICE.search(said):  # the choice itself, 「帮邻居、亲戚报」: which of them is still to be asked
        return {Field.WHO: Who.NEIGHBOUR}
    if other:
        relation = "同村" if other[0].startswith(("村", "组", "我们", "同村")) else other[2] or other[1]
        return {Field.WHO: Who.NEIGHBOUR, Field.RELATION: relation}
    # Who gives a name and speaks of nobody else speaks of home; it is read back before anything is filed.
    return {Field.WHO: Who.SELF if _OWN.search(said) or _SELF.search(said) else None}


def correct(text: str) -> dict[str, str]:
    """Return the fields that a correction at the end of the form tells: those told plainly, or a bare name."""
    found = {name: value for name, value in gather(text).items() if name not in (Field.WHO, Field.RELATION)}
    bare = normalize(text).strip(PUNCTUATION)
    if not found and _BARE_NAME.fullmatch(bare):
        return {Field.NAME: bare}
    return found


def name_of(text: str) -> str | None:
    """Return the name that an answer to 「怎么称呼」 gives, or None when it does not look like one."""
    said = normalize(text)
    found = find_said_name(said)
    if found:
        return found
    rest = _BEFORE_NAME.sub("", said)
    first = CLAUSE.split(rest, maxsplit=1)[0].rsplit("的", maxsplit=1)[-1]
    return first if _BARE_NAME.fullmatch(first) or _may_be_name(first) else None


def is_bare_name(text: str) -> bool:
    """Tell whether `text` is a surname with a given name and nothing else; thanks begin like one."""
    said = normalize(text).strip(PUNCTUATION)
    return bool(_BARE_NAME.fullmatch(said)) and not said.startswith(("谢谢", "多谢", "安好"))


def _may_be_name(word: str) -> bool:
    # 「老王」, 「王大爷」, a surname missing from the list; not a village, a number or half a sentence.
    letters = word.isalpha() and len(word) <= 5 and word[-1] not in "了吧"
    return letters and not is_question(word) and not _LEVEL.search(word)


def find_place(text: str) -> str | None:
    """Return the longest place in `text` with two levels of administration or more, or None."""
    said = _NO_PLACE.sub(" ", text)
    best = ""
    for start in _starts(said):
        match = _PLACE.match(said, start)
        if match and len(_LEVEL.findall(match[0])) >= 2 and len(match[0]) > len(best):
            best = match[0]
    return _LIVES.split(best)[-1] or None


def _starts(text: str) -> Sequence[int]:
    ends = [match.end() for match in _LIVES.finditer(text)]
    breaks = [match.end() for match in re.finditer(r"[,。.;、!:\s]|我是|在|是", text)]
    return [*ends, 0, *breaks]


def _after_lives(text: str) -> str | None:
    for match in _LIVES.finditer(text):
        place = _PLACE.match(text, match.end())
        if place and len(place[0]) >= 3 and _LEVEL.search(place[0]):
            return place[0]
    return None


def place_of(text: str) -> str:
    """Return the place that an answer to 「住在哪里」 gives: what reads like one, else the whole answer."""
    said = normalize(text)
    return find_place(said) or _after_lives(_NO_PLACE.sub(" ", said)) or _LIVES.split(said)[-1].strip(PUNCTUATION)[:60]


def is_clear_place(place: str) -> bool:
    """Tell whether `place` names a village or township that a staff member can find."""
    return len(place) >= 3 and bool(_LEVEL.search(place))


def find_size(text: str) -> str | None:
    """Return the number of people in the household (1–20) that `text` tells, in figures."""
    match = _SIZE.search(text)
    number = parse_number(match[1] or match[2]) if match else None
    return str(number) if number and number <= 20 else None
