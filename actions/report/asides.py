"""What a person may say in the middle of the self-report that is not an answer to its question."""

from enum import StrEnum

from actions.heard import Heard
from actions.report.fields import Field
from actions.report.hearing import is_question
from intake.numbers import RECEIPT, find_number
from language.risk import assess


class Aside(StrEnum):
    """What is done in between; the form then goes on, but for a crisis and a stop."""

    CRISIS = "crisis"
    STOP = "stop"
    MORE = "more"
    ANSWER = "answer"
    SHOW = "show"
    RATE = "rate"
    HUMAN = "human"
    COMPLAIN = "complain"
    STATUS = "status"
    HELP = "help"
    SMALLTALK = "smalltalk"


_BUTTONS = {
    "ask": Aside.SHOW, "rate": Aside.RATE, "ask_human": Aside.HUMAN, "check_status": Aside.STATUS,
    "help": Aside.HELP, "stop": Aside.STOP, "withdraw_report": Aside.STOP, "more": Aside.MORE,
}  # fmt: skip
_TYPED = {
    "ask_human": Aside.HUMAN, "complain": Aside.COMPLAIN, "check_status": Aside.STATUS, "help": Aside.HELP,
    "withdraw_report": Aside.STOP, "stop": Aside.STOP,
}  # fmt: skip
_TALK = frozenset({"greet", "thank", "goodbye", "chitchat"})
_SURE, _VERY_SURE, _SHORT = 0.5, 0.75, 12
_OWN_WORDS = frozenset({Field.DESCRIPTION, Field.MORE})  # where nearly anything is an answer


def aside_of(heard: Heard, asked: Field) -> Aside | None:
    """Return what `heard` wants besides answering `asked`, or None when it is to be taken as the answer."""
    if heard.is_button:
        return _BUTTONS.get(heard.intent)
    if is_crisis(heard):
        return Aside.CRISIS
    if find_number(heard.text, RECEIPT):
        return Aside.STATUS
    if _asks(heard, asked):
        return Aside.ANSWER
    sure = heard.confidence >= (_VERY_SURE if asked in _OWN_WORDS else _SURE)
    short = len(heard.text) <= _SHORT
    if sure and short and heard.intent in _TYPED:
        return _TYPED[heard.intent]
    if sure and len(heard.text) <= _SHORT // 2 and heard.intent in _TALK and asked is not Field.DESCRIPTION:
        return Aside.SMALLTALK
    return None


def is_crisis(heard: Heard) -> bool:
    """Tell whether somebody is in danger; a classifier that is not sure does not count."""
    return bool(heard.typed) and (assess(heard.typed).crisis is not None or _classified_crisis(heard))


def _classified_crisis(heard: Heard) -> bool:
    return heard.intent == "crisis" and heard.confidence >= _SURE


def _asks(heard: Heard, asked: Field) -> bool:
    if not is_question(heard.text) or heard.intent not in ("ask_policy", "nlu_fallback"):
        return False
    return asked not in _OWN_WORDS or (heard.intent == "ask_policy" and heard.confidence >= _SURE)
