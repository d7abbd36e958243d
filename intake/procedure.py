"""Whether a move may be made, and if not, why: told as data, so that a page and a command can say it in words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from intake.domain import MOVES, CaseState, HouseholdKind, Labour, Move, Needed, Role, allowed_moves

_NAMES = re.compile(r"[\s、,,;;/]+")


class Why(StrEnum):
    """Why a move is refused."""

    ROLE = "role"  # not for whoever asks
    STATE = "state"  # not from where the case stands
    JUST_MADE = "just_made"  # somebody has made it already
    MISSING = "missing"  # something that must be told is not
    UNFIT = "unfit"  # something told cannot be
    HOUSEHOLD = "household"  # the household has another open case


@dataclass(frozen=True, slots=True)
class Refusal:
    """A move that may not be made: `fields` are the missing or unfit ones, `open_to` what the role may do instead."""

    why: Why
    move: Move
    state: CaseState
    role: Role
    fields: tuple[Needed, ...] = ()
    open_to: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """A move as somebody asks for it, today, where the public notice lasts `notice_days` at least."""

    move: Move
    role: Role
    told: Mapping[Needed, str]
    today: date
    notice_days: int


def refusal(state: CaseState, asking: Asking) -> Refusal | None:
    """Return why `asking` is not allowed for a case in `state`, or None when it is."""
    rule = MOVES[asking.move]
    if asking.role not in rule.by:
        return _refused(Why.ROLE, state, asking)
    if state is rule.to_state:
        return _refused(Why.JUST_MADE, state, asking)
    if state not in rule.from_states:
        return _refused(Why.STATE, state, asking)
    missing = tuple(field for field in rule.needs if not asking.told.get(field, "").strip())
    if missing:
        return _refused(Why.MISSING, state, asking, missing)
    unfit = tuple(field for field in rule.needs if not _CHECKS[field](asking.told[field].strip(), asking))
    return _refused(Why.UNFIT, state, asking, unfit) if unfit else None


def _refused(why: Why, state: CaseState, asking: Asking, fields: tuple[Needed, ...] = ()) -> Refusal:
    return Refusal(why, asking.move, state, asking.role, fields, allowed_moves(state, asking.role))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_past(text: str, asking: Asking) -> bool:
    told = _date(text)
    return told is not None and told <= asking.today


def _is_over(text: str, asking: Asking) -> bool:
    """Tell whether the notice has ended and hung long enough; its first and last day both count."""
    first, last = _date(asking.told.get(Needed.NOTICE_FROM, "").strip()), _date(text)
    if first is None or last is None:
        return False
    return last <= asking.today and last - first >= timedelta(days=asking.notice_days - 1)


def _are_two(text: str, _asking: Asking) -> bool:
    return len({name for name in _NAMES.split(text) if name}) >= 2


def _any(_text: str, _asking: Asking) -> bool:
    return True


_CHECKS: Mapping[Needed, Callable[[str, Asking], bool]] = {
    Needed.NOTE: _any,
    Needed.HELP: _any,
    Needed.VISITED_ON: _is_past,
    Needed.VISITORS: _are_two,
    Needed.LABOUR: lambda text, _: text in set(Labour),
    Needed.NOTICE_FROM: _is_past,
    Needed.NOTICE_TO: _is_over,
    Needed.HOUSEHOLD_KIND: lambda text, _: text in set(HouseholdKind),
}
