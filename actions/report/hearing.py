"""What an answer to a closed question says: yes or no, whose household, which kind of trouble, nothing at all."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from intake.domain import RiskKind, Who
from language.choices import pick
from language.dialect import standardize
from language.normalize import has_words, normalize
from language.risk import assess

_FILE = Path(__file__).parent / "words.toml"
_QUESTION = re.compile(
    r"[??]|[吗么呢]\W*$|怎么(?!都|也)|多少|哪里|哪些|哪个|谁(?:来|管)|什么(?!都|也)|能不能|可不可以|有没有|要不要|是不是|会不会|多久|几天|为什么|需不需要|怎样|如何"
)
_CHILD = re.compile(
    r"我(今年|才|刚|只有|现在)*(([5-9]|1[0-5])|[五六七八九十]|十[一二三四五])岁|我(在)?(上|读|念)(小学|[一二三四五六]年级|初[一二三中])"
    r"|我是(个)?(小学生|初中生|小孩|学生娃)|我还是个孩子"
)
_SHORT, _SENTENCE = 3, 12  # letters: an answer of a word, an answer of more than a clause
CLAUSE = re.compile(r"[,。.;、!…~\s]")
PUNCTUATION = ",。.!、;:?…~ "


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    with _FILE.open("rb") as file:
        table = tomllib.load(file)
    return {**table, **{f"kind.{kind}": words for kind, words in table["kinds"].items()}}


def plain(text: str) -> str:
    """Return `text` normalised and in standard Chinese."""
    return standardize(normalize(text)).lower()


def yes_or_no(text: str) -> bool | None:
    """Return True for yes (or 1), False for no (or 2), None when neither is plain."""
    said = plain(text)
    if is_question(said) or any(word in said for word in _words()["maybe"]):
        return None
    first = CLAUSE.split(said.strip(PUNCTUATION), maxsplit=1)[0]
    if len(first) > _SENTENCE:  # a whole sentence: only how it begins can be a yes or a no
        first = first[:4]
    shortest = 1 if len(first) <= _SHORT else 2
    chosen = pick(first, [[word for word in _words()[name] if len(word) >= shortest] for name in ("yes", "no")])
    return None if chosen is None else chosen == 0


def is_question(text: str) -> bool:
    """Tell whether `text` has the form of a question."""
    return bool(_QUESTION.search(plain(text)))


def wants_to_stop(text: str) -> bool:
    """Tell whether a short `text` calls the report off."""
    said = plain(text).strip(PUNCTUATION)
    return len(said) <= 12 and any(word in said for word in _words()["stop"])


def is_child(text: str) -> bool:
    """Tell whether the one who writes `text` says to be a child."""
    return bool(_CHILD.search(plain(text)))


def declines(text: str) -> bool:
    """Tell whether `text` answers that there is nothing to give, or that the person would rather not say."""
    said = plain(text).strip(PUNCTUATION)
    words = _words()["decline"]
    if said in words:
        return True
    # 「没有钱治病」 is a story, 「我没有电话」 is not.
    return len(said) <= 10 and any(len(word) > 1 and word in said for word in words) and not assess(said).evidence


def is_silence(text: str) -> bool:
    """Tell whether `text` says nothing: dots, a sigh, 「在吗」."""
    said = plain(text).strip(PUNCTUATION)
    return not has_words(said) or said in _words()["silence"]


def confirmed(text: str) -> int | None:
    """Return 0 when what was read back is right, 1 when it must be changed, 2 when nothing is to be filed."""
    said = plain(text)
    if is_question(said):
        return None
    words = _words()
    # A bare no means that something is wrong, not that the report is off.
    return pick(said, [words["yes"], [*words["change"], *words["no"]], words["stop"]])


def who_of(text: str) -> Who | None:
    """Return whose household an answer to the question names."""
    chosen = pick(plain(text), [_words()[name] for name in ("who_self", "who_neighbour", "who_cadre")])
    return None if chosen is None else tuple(Who)[chosen]


def kinds_of(text: str) -> tuple[RiskKind, ...]:
    """Return the kinds of risk that an answer names, by numbers or by words."""
    parts = [part for part in re.split(r"[,、\s和跟与及]+|还有", normalize(text)) if part]
    labels = [_words()[f"kind.{kind.value}"] for kind in RiskKind]
    picked = [pick(part, labels) for part in parts]
    kinds = [tuple(RiskKind)[index] for index in picked if index is not None]
    return tuple(dict.fromkeys([*kinds, *(RiskKind(kind) for kind in assess(text).kinds)]))
