"""What staff does to a case: moves, with one winner each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, update

from intake import audit
from intake.audit import Act
from intake.cipher import FieldCipher
from intake.clock import LOCAL_ZONE, Clock
from intake.dates import redate
from intake.domain import MOVES, CaseState, Move, Needed, Role
from intake.errors import Conflict, FieldRequired, MoveNotAllowed, NoteRequired, TakenByOther
from intake.history import Happening, write_event
from intake.lookups import find_case, staff_role
from intake.merging import going_on, hand_over
from intake.procedure import Asking, Refusal, Why, refusal
from intake.rulebook import Rules
from intake.tables import cases
from intake.telling import News, Teller
from intake.transactions import writing

_Case = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class MoveRequest:
    """A move as a staff member asks for it; `fields` is what MOVES[move].needs besides the note, as text."""

    number: str
    move: Move
    staff_id: int
    note: str = field(default="", repr=False)
    fields: Mapping[Needed, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request with the moment and what was told, trimmed."""

    move: Move
    staff_id: int
    note: str
    told: Mapping[Needed, str]
    at: datetime

    @property
    def extra(self) -> dict[str, str]:
        return {key.value: value for key, value in self.told.items() if key is not Needed.NOTE and value}


class Casework:
    """The staff's hands on cases."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock, rules: Rules) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock
        self._rules = rules
        self._teller = Teller(cipher, rules)

    def make(self, request: MoveRequest) -> CaseState:
        """Make a move and return the new state; of two at the same moment one wins.

        Raises UnknownCase, UnknownStaff, MoveNotAllowed (TakenByOther, NoteRequired, FieldRequired), IntakeBusy.
        """
        note = request.note.strip()
        told = {key: value.strip() for key, value in request.fields.items()} | {Needed.NOTE: note}
        asked = _Asked(request.move, request.staff_id, note, told, self._clock())
        try:
            with writing(self._engine) as connection:
                case = find_case(connection, request.number)
                self._check(connection, case, asked)
                self._apply(connection, case, asked)
        except Conflict as error:
            refused = Refusal(Why.HOUSEHOLD, asked.move, CaseState(case.state), Role.COUNTY)
            raise MoveNotAllowed("the household has another open case by now", refused) from error
        return MOVES[asked.move].to_state

    def _check(self, connection: Connection, case: _Case, asked: _Asked) -> None:
        role = staff_role(connection, asked.staff_id)
        today = asked.at.astimezone(LOCAL_ZONE).date()
        asking = Asking(asked.move, role, asked.told, today, self._rules.deadlines.notice_days)
        refused = refusal(CaseState(case.state), asking)
        if refused is not None:
            raise _error(refused)

    def _apply(self, connection: Connection, case: _Case, asked: _Asked) -> None:
        into = going_on(connection, case, asked.note) if asked.move is Move.MERGE else None
        values = _values(asked) | {"version": case.version + 1} | ({} if into is None else {"merged_into": into.number})
        changed = connection.execute(
            update(cases).where(cases.c.id == case.id, cases.c.version == case.version).values(**values)
        )
        if changed.rowcount != 1:
            raise TakenByOther("somebody else has just moved this case")
        rule, state = MOVES[asked.move], CaseState(case.state)
        happening = Happening(
            case.id, asked.at, asked.move, state, rule.to_state, asked.staff_id, note=asked.note, fields=asked.extra
        )
        write_event(connection, self._cipher, happening)
        redate(connection, case.id, self._rules.deadlines)
        self._teller.tell(connection, News(case.id, asked.move, asked.at, asked.note))
        detail: dict[str, str | int] = {"from": state.value, "to": rule.to_state.value}
        if into is not None:
            linked = Happening(into.id, asked.at, "linked", staff_id=asked.staff_id, note=case.number)
            hand_over(connection, case, into)
            redate(connection, into.id, self._rules.deadlines)
            write_event(connection, self._cipher, linked)
            detail["into"] = into.number
        act = Act(audit.staff_actor(asked.staff_id), asked.move.value, f"case:{case.number}", detail)
        audit.append(connection, asked.at, act)


def _values(asked: _Asked) -> dict[str, Any]:
    """Return what the move changes in the case's row."""
    values: dict[str, Any] = {
        "state": MOVES[asked.move].to_state.value,
        "state_since": asked.at,
        "escalated_to": None,
    }
    if asked.move is Move.TAKE:
        values["taken_by"] = asked.staff_id
    elif asked.move is Move.REVIEW:
        values["labour"] = asked.told[Needed.LABOUR]
    elif asked.move is Move.INCLUDE:
        values["household_kind"] = asked.told[Needed.HOUSEHOLD_KIND]
    elif asked.move is Move.GREEN_CHANNEL:
        values["green_at"] = asked.at
    elif asked.move is Move.APPEAL:
        values["counted_from"] = asked.at
    return values


def _error(refused: Refusal) -> MoveNotAllowed:
    if refused.why is Why.JUST_MADE:
        return TakenByOther(f"{refused.move} has just been made", refused)
    if refused.why is Why.ROLE:
        return MoveNotAllowed(f"{refused.move} is not for the role {refused.role}", refused)
    if refused.why is Why.STATE:
        return MoveNotAllowed(f"{refused.move} is not possible when a case is {refused.state}", refused)
    if Needed.NOTE in refused.fields:
        return NoteRequired(f"{refused.move} needs a reason", refused)
    return FieldRequired(f"{refused.move} needs {', '.join(refused.fields)}", refused)
