"""What a person may say in the middle of the self-report that is not an answer to its question."""

from enum import StrEnum

from actions.heard import Heard
from actions.report.fields import Field
from actions.report.hearing import confirmed, declines, is_question, is_silence, yes_or_no
from actions.report.telling import is_bare_name
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
    CAMPAIGN = "campaign"
    WISH = "wish"


_BUTTONS = {
    "ask": Aside.SHOW, "rate": Aside.RATE, "ask_human": Aside.HUMAN, "check_status": Aside.STATUS,
    "help": Aside.HELP, "stop": Aside.STOP, "withdraw_report": Aside.STOP, "more": Aside.MORE,
    "campaign": Aside.CAMPAIGN, "wish": Aside.WISH,
}  # fmt: skip
_TYPED = {
    "ask_human": Aside.HUMAN, "complain": Aside.COMPLAIN, "check_status": Aside.STATUS, "help": Aside.HELP,
    "withdraw_report": Aside.STOP, "stop": Aside.STOP,
}  # fmt: skip
_TALK = frozenset({"greet", "thank", "goodbye", "chitchat"})
_SURE, _VERY_SURE, _SHORT, _CRISIS = 0.5, 0.75, 12, 0.3
_MAY_DECLINE = frozenset({Field.RELATION, Field.NAME, Field.PLACE, Field.PHONE})  # 「不想说」 answers these
_OWN_WORDS = frozenset({Field.DESCRIPTION, Field.MORE})  # where nearly anything is an answer


def aside_of(heard: Heard, asked: Field) -> Aside | None:
    """Return what `heard` wants besides answering `asked`, or None when it is to be taken as the answer."""
    if heard.is_button:
        return _BUTTONS.get(heard.intent)
    if is_crisis(heard, asked):
        return Aside.CRISIS
    if is_silence(heard.text):
        return None
    if find_number(heard.text, RECEIPT):
        return Aside.STATUS
    if _asks(heard, asked):
        return Aside.ANSWER
    if asked in _MAY_DECLINE and declines(heard.text):
        return None
    sure = heard.confidence >= (_VERY_SURE if asked in _OWN_WORDS else _SURE)
    short = len(heard.text) <= _SHORT
    if sure and short and heard.intent in _TYPED:
        return _TYPED[heard.intent]
    if sure and len(heard.text) <= _SHORT // 2 and heard.intent in _TALK and not _may_answer(heard.text, asked):
        return Aside.SMALLTALK
    return None


def is_crisis(heard: Heard, asked: Field) -> bool:
    """Tell whether somebody is in danger; what is a plain answer to `asked` is no danger on the classifier's word."""
    if not heard.typed:
        return False
    if assess(heard.typed).crisis is not None:
        return True
    return heard.intent == "crisis" and not _may_answer(heard.typed, asked) and heard.confidence >= _CRISIS


def _may_answer(text: str, asked: Field) -> bool:
    # 「同意的,谢谢」 is a yes, and 谢冬生 is a name.
    if asked is Field.CONSENT:
        return yes_or_no(text) is not None
    if asked is Field.CONFIRM:
        return confirmed(text) is not None
    return asked is Field.DESCRIPTION or (asked is Field.NAME and is_bare_name(text))


def _asks(heard: Heard, asked: Field) -> bool:
    if not is_question(heard.text) or heard.intent not in ("ask_policy", "nlu_fallback"):
        return False
    return asked not in _OWN_WORDS or (heard.intent == "ask_policy" and heard.confidence >= _SURE)
