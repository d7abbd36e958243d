"""What an answer to each question of the form changes, and whether the question must be asked again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from actions.report.fields import NOT_GIVEN, Answers, Field
from actions.report.hearing import confirmed, declines, is_silence, kinds_of, plain, who_of, yes_or_no
from actions.report.telling import correct, gather, is_clear_place, name_of, place_of
from intake.domain import RiskKind, Urgency
from language.identity import find_phone
from language.normalize import normalize
from language.risk import assess

_LONGEST_STORY = 6000  # characters
_A_STORY = 8  # characters: more than naming a choice
_A_WORD = 3
_SHORT_ANSWERS = frozenset({Field.WHO, Field.RELATION, Field.NAME, Field.PLACE, Field.PHONE})
_A_SENTENCE = 15  # more than one corrected field: part of the story too


class Turn(StrEnum):
    """Where an answer leads."""

    ON = "on"  # to the next open field
    AGAIN = "again"  # the same question once more
    DECLINED = "declined"  # no consent: nothing is kept
    STOPPED = "stopped"
    FILE = "file"
    MORE = "more"  # something is to be corrected


@dataclass(frozen=True, slots=True)
class Step:
    """The values an answer gives and where it leads; `hint` names the text said before the question."""

    values: Mapping[str, str] = field(default_factory=dict)
    turn: Turn = Turn.ON
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer with what was answered before; `tries` counts how often this question was missed."""

    text: str
    answers: Answers
    at: datetime
    tries: int = 0


def take(asked: Field, said: Said) -> Step:
    """Return what `said` means as an answer to `asked`, with whatever else it tells."""
    step = _STEPS[asked](said)
    if asked in (Field.MORE, Field.CONFIRM):
        return step
    also = {name: value for name, value in gather(said.text).items() if not said.answers.has(name)}
    if asked in _SHORT_ANSWERS and assess(said.text).is_hardship:
        return replace(step, values={**also, **tell(said.text, said.answers), **step.values}, hint="again.noted")
    return replace(step, values={**also, **step.values})


def tell(text: str, answers: Answers) -> dict[str, str]:
    """Return the story with `text` added, and the kinds and urgency heard in it."""
    risk = assess(text)
    known = [kind for kind in answers.kinds if kind is not RiskKind.OTHER]
    kinds = list(dict.fromkeys([*known, *(RiskKind(kind) for kind in risk.kinds)])) or [RiskKind.OTHER]
    urgency = max(answers.urgency, Urgency(risk.urgency), key=lambda level: level.rank)
    new = "" if text.strip() in answers.story else text.strip()  # after a fault people say the same again
    story = "\n".join(part for part in (answers.story, new) if part)
    return {Field.DESCRIPTION: story[:_LONGEST_STORY], Field.RISK_TYPE: ",".join(kinds), "urgency": urgency.value}


def _consent(said: Said) -> Step:
    agreed = yes_or_no(said.text)
    story = tell(said.text, said.answers) if assess(said.text).is_hardship else {}
    if agreed is None:
        noted = bool(story or gather(said.text))
        return Step(story, Turn.AGAIN, "again.noted" if noted else "again.consent")
    return Step({**story, Field.CONSENT: said.at.isoformat()}) if agreed else Step(turn=Turn.DECLINED)


def _who(said: Said) -> Step:
    who = gather(said.text).get(Field.WHO) or who_of(said.text)
    return Step({str(Field.WHO): who}) if who else Step(turn=Turn.AGAIN, hint="again.who")


def _relation(said: Said) -> Step:
    return Step({Field.RELATION: NOT_GIVEN if declines(said.text) else normalize(said.text)[:20]})


def _name(said: Said) -> Step:
    name = NOT_GIVEN if declines(said.text) else name_of(said.text)
    if name is None and not said.tries:
        return Step(turn=Turn.AGAIN, hint="again.name")
    return Step({Field.NAME: normalize(said.text)[:20] if name is None else name})


def _place(said: Said) -> Step:
    place = place_of(said.text)
    if not said.tries and (declines(said.text) or not is_clear_place(place)):
        return Step(turn=Turn.AGAIN, hint="again.place")
    return Step({Field.PLACE: NOT_GIVEN if declines(said.text) else place})


def _risk_type(said: Said) -> Step:
    kinds = kinds_of(said.text)
    if not kinds and not said.tries and len(said.text) < _A_STORY:
        return Step(turn=Turn.AGAIN, hint="again.risk_type")
    story = tell(said.text, said.answers) if len(plain(said.text)) > _A_STORY else {}
    return Step({**story, Field.RISK_TYPE: ",".join(kinds or [RiskKind.OTHER])})


def _description(said: Said) -> Step:
    if declines(said.text) or is_silence(said.text):
        kinds = ",".join(said.answers.kinds or [RiskKind.OTHER])
        nothing: dict[str, str] = {Field.DESCRIPTION: NOT_GIVEN, Field.RISK_TYPE: kinds}
        return Step(nothing) if said.tries else Step(turn=Turn.AGAIN, hint="again.description")
    return Step(tell(said.text, said.answers))


def _phone(said: Said) -> Step:
    phone = find_phone(normalize(said.text))
    if phone:
        return Step({Field.PHONE: phone})
    digits = "".join(char for char in normalize(said.text) if char.isdigit())
    if declines(said.text) and not digits:
        return Step({Field.PHONE: NOT_GIVEN})
    if not said.tries:
        return Step(turn=Turn.AGAIN, hint="again.phone")
    return Step({Field.PHONE: digits[:20] if len(digits) >= 5 else NOT_GIVEN})  # an odd number beats none


def _more(said: Said) -> Step:
    if declines(said.text) or is_silence(said.text):
        return Step()
    return Step(_corrected(said))


def _confirm(said: Said) -> Step:
    if len(said.text) > _A_WORD and correct(said.text):
        return Step(_corrected(said))
    if len(said.text) > _A_STORY and assess(said.text).evidence:
        return Step(tell(said.text, said.answers))
    choice = confirmed(said.text)
    if choice is not None:
        return Step(turn=(Turn.FILE, Turn.MORE, Turn.STOPPED)[choice])
    if len(said.text) > _A_STORY:
        return Step(tell(said.text, said.answers))
    return Step(turn=Turn.AGAIN, hint="again.confirm")


def _corrected(said: Said) -> dict[str, str]:
    corrections = correct(said.text)
    more = len(said.text) > _A_SENTENCE or not corrections
    story = tell(said.text, said.answers) if more else {str(Field.DESCRIPTION): said.answers.story}
    for name, value in corrections.items():  # the wrong number must not stand in the story either
        if wrong := said.answers.values.get(name):
            story[Field.DESCRIPTION] = story[Field.DESCRIPTION].replace(wrong, value)
    return {**story, **corrections}


_STEPS: Mapping[Field, Callable[[Said], Step]] = {
    Field.CONSENT: _consent,
    Field.WHO: _who,
    Field.RELATION: _relation,
    Field.NAME: _name,
    Field.PLACE: _place,
    Field.RISK_TYPE: _risk_type,
    Field.DESCRIPTION: _description,
    Field.PHONE: _phone,
    Field.MORE: _more,
    Field.CONFIRM: _confirm,
}
