"""What staff does to a case: moves, with one winner each, and revealing whom it is about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, select, update

from intake.cipher import FieldCipher
from intake.clock import Clock
from intake.domain import MOVES, OPEN, CaseState, Move, Rule, Urgency
from intake.errors import Conflict, MoveNotAllowed, NoteRequired, TakenByOther, UnknownCase
from intake.history import Happening, write_event
from intake.households import merged_person
from intake.lookups import find_case, staff_role
from intake.numbers import CASE, find_number
from intake.reports import Person
from intake.tables import cases, reports
from intake.transactions import writing

_Case = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A move as a staff member asks for it."""

    move: Move
    staff_id: int
    note: str
    at: datetime

    @property
    def rule(self) -> Rule:
        return MOVES[self.move]


class Casework:
    """The staff's hands on cases."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock

    def move(self, number: str, move: Move, staff_id: int, note: str) -> CaseState:
        """Make `move` and return the new state; of two at the same moment one wins.

        Raises UnknownCase, UnknownStaff, MoveNotAllowed (TakenByOther, NoteRequired), IntakeBusy.
        """
        asked = _Asked(move, staff_id, note.strip(), self._clock())
        try:
            with writing(self._engine) as connection:
                case = find_case(connection, number)
                self._check(connection, case, asked)
                self._apply(connection, case, asked)
        except Conflict as error:
            raise MoveNotAllowed("the household has another open case by now") from error
        return asked.rule.to_state

    def reveal(self, number: str, staff_id: int, reason: str) -> Person:
        """Return whom the case is about, and write down who asked and why.

        Raises UnknownCase, UnknownStaff, NoteRequired, IntakeBusy.
        """
        if not reason.strip():
            raise NoteRequired("a reason is needed to see personal data")
        with writing(self._engine) as connection:
            case = find_case(connection, number)
            staff_role(connection, staff_id)
            happening = Happening(case.id, self._clock(), "revealed", staff_id=staff_id, note=reason.strip())
            write_event(connection, self._cipher, happening)
            told = connection.execute(
                select(reports.c.person_encrypted).where(reports.c.case_id == case.id).order_by(reports.c.id.desc())
            ).scalars()
            return merged_person(tuple(Person.from_json(self._cipher.decrypt(token)) for token in told))

    def _check(self, connection: Connection, case: _Case, asked: _Asked) -> None:
        rule, role, state = asked.rule, staff_role(connection, asked.staff_id), CaseState(case.state)
        if role not in rule.by:
            raise MoveNotAllowed(f"{asked.move} is not for the role {role}")
        if state is rule.to_state:
            raise TakenByOther(f"{asked.move} has just been made")
        if state not in rule.from_states:
            raise MoveNotAllowed(f"{asked.move} is not possible when a case is {state}")
        if rule.needs_note and not asked.note:
            raise NoteRequired(f"{asked.move} needs a reason")

    def _apply(self, connection: Connection, case: _Case, asked: _Asked) -> None:
        values = {"state": asked.rule.to_state.value, "state_since": asked.at, "version": case.version + 1}
        if asked.move is Move.TAKE:
            values["taken_by"] = asked.staff_id
        changed = connection.execute(
            update(cases).where(cases.c.id == case.id, cases.c.version == case.version).values(**values)
        )
        if changed.rowcount != 1:
            raise TakenByOther("somebody else has just moved this case")
        happening = Happening(
            case.id, asked.at, asked.move, CaseState(case.state), asked.rule.to_state, asked.staff_id, note=asked.note
        )
        write_event(connection, self._cipher, happening)
        if asked.move is Move.MERGE:
            self._hand_over(connection, case, asked)

    def _hand_over(self, connection: Connection, case: _Case, asked: _Asked) -> None:
        """Give the reports of a merged case to the open case that the note names, so that receipts follow it."""
        named = find_number(asked.note, CASE)
        if named is None or named == case.number:
            raise NoteRequired("a merge names the case that goes on")
        wanted = select(cases.c.id, cases.c.urgency).where(cases.c.number == named, cases.c.state.in_(OPEN))
        going_on = connection.execute(wanted.with_for_update()).one_or_none()
        if going_on is None:
            raise UnknownCase("no open case has the number that the note names")
        connection.execute(update(reports).where(reports.c.case_id == case.id).values(case_id=going_on.id))
        if Urgency(case.urgency).rank > Urgency(going_on.urgency).rank:
            connection.execute(update(cases).where(cases.c.id == going_on.id).values(urgency=case.urgency))
        happening = Happening(going_on.id, asked.at, "linked", staff_id=asked.staff_id, note=case.number)
        write_event(connection, self._cipher, happening)
