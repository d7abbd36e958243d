"""Revealing whom a case is about: with a reason, written down, and no more than so many within an hour."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, func, select

from intake import audit
from intake.audit import Act
from intake.cipher import FieldCipher
from intake.clock import Clock
from intake.errors import NoteRequired, TooManyReveals, UnknownStaff
from intake.history import Happening, write_event
from intake.households import merged_person
from intake.lookups import find_case
from intake.reports import Person
from intake.tables import events, reports, staff
from intake.transactions import writing

REVEALED, VIEWED = "revealed", "attachment_viewed"
_WITHIN = timedelta(hours=1)


class Revealing:
    """Gives out identities; what was looked at is counted from the cases' own histories."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock, per_hour: int) -> None:
        self._engine, self._cipher, self._clock, self._per_hour = engine, cipher, clock, per_hour

    def reveal(self, numbers: Sequence[str], staff_id: int, reason: str) -> tuple[Person, ...]:
        """Return whom each case is about and write down who asked and why: all of them or none.

        Raises UnknownCase, UnknownStaff, NoteRequired, TooManyReveals, IntakeBusy.
        """
        if not reason.strip():
            raise NoteRequired("a reason is needed to see personal data")
        with writing(self._engine) as connection:
            now = self._clock()
            self.allow(connection, staff_id, len(numbers), now)
            found = [find_case(connection, number) for number in numbers]
            persons = tuple(self._person(connection, case.id) for case in found)
            for case in found:
                happening = Happening(case.id, now, REVEALED, staff_id=staff_id, note=reason.strip())
                write_event(connection, self._cipher, happening)
            acts = [Act(audit.staff_actor(staff_id), REVEALED, f"case:{case.number}") for case in found]
            audit.append(connection, now, *acts)
            return persons

    def allow(self, connection: Connection, staff_id: int, wanted: int, now: datetime) -> None:
        """Let `wanted` more be looked at within the caller's transaction; raises TooManyReveals, UnknownStaff."""
        # The account is held, so that two requests at once do not both count the same ones.
        held = select(staff.c.id).where(staff.c.id == staff_id, staff.c.active).with_for_update(key_share=True)
        if connection.execute(held).first() is None:
            raise UnknownStaff("no active staff account has this id")
        looked = select(func.count()).where(
            events.c.staff_id == staff_id, events.c.at > now - _WITHIN, events.c.kind.in_((REVEALED, VIEWED))
        )
        left = max(self._per_hour - connection.execute(looked).scalar_one(), 0)
        if wanted > left:
            raise TooManyReveals(self._per_hour, left)

    def _person(self, connection: Connection, case_id: int) -> Person:
        told = connection.execute(
            select(reports.c.person_encrypted).where(reports.c.case_id == case_id).order_by(reports.c.id.desc())
        ).scalars()
        return merged_person(tuple(Person.from_json(self._cipher.decrypt(token)) for token in told))
