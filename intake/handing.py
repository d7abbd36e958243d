"""Who works a case: given to a colleague, or all of a colleague's cases handed over; and notes on a case."""

from sqlalchemy import Connection, Engine, select, update

from intake import audit
from intake.audit import Act
from intake.cipher import FieldCipher
from intake.clock import Clock
from intake.domain import CASEWORKERS, OPEN, CaseState
from intake.errors import MoveNotAllowed, NoteRequired, UnknownStaff
from intake.history import Happening, write_event
from intake.lookups import find_case, staff_role
from intake.tables import cases, staff
from intake.transactions import writing

_LONGEST = 2000  # characters of a note


class Handing:
    """Changes who works a case, and writes it down with the reason; each method may raise IntakeBusy."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock) -> None:
        self._engine, self._cipher, self._clock = engine, cipher, clock

    def note(self, number: str, staff_id: int, text: str) -> None:
        """Add a note to a case's history; raises UnknownCase, UnknownStaff, NoteRequired."""
        if not text.strip():
            raise NoteRequired("a note says something")
        with writing(self._engine) as connection:
            case, now = find_case(connection, number), self._clock()
            staff_role(connection, staff_id)
            happening = Happening(case.id, now, "noted", staff_id=staff_id, note=text.strip()[:_LONGEST])
            write_event(connection, self._cipher, happening)
            audit.append(connection, now, Act(audit.staff_actor(staff_id), "noted", f"case:{case.number}"))

    def assign(self, number: str, to: int, by: int, reason: str) -> None:
        """Give an open case that somebody has to a colleague.

        Raises UnknownCase, UnknownStaff, NoteRequired, MoveNotAllowed when the case is closed or not yet taken.
        """
        if not reason.strip():
            raise NoteRequired("giving a case away is explained")
        with writing(self._engine) as connection:
            case = find_case(connection, number)
            held = select(cases.c.state, cases.c.taken_by).where(cases.c.id == case.id).with_for_update()
            state, taken_by = connection.execute(held).one()
            if CaseState(state) not in OPEN or taken_by is None:
                raise MoveNotAllowed("only an open case that somebody has can be given to another")
            self._give(connection, case.id, case.number, (to, by, reason.strip()))

    def hand_over(self, from_id: int, to: int, by: int, reason: str) -> int:
        """Give all open cases of one colleague to another and return how many; raises UnknownStaff, NoteRequired."""
        if not reason.strip():
            raise NoteRequired("a hand-over is explained")
        with writing(self._engine) as connection:
            wanted = select(cases.c.id, cases.c.number).where(
                cases.c.taken_by == from_id, cases.c.state.in_([state.value for state in OPEN])
            )
            rows = connection.execute(wanted.order_by(cases.c.id).with_for_update()).all()
            for row in rows:
                self._give(connection, row.id, row.number, (to, by, reason.strip()))
            return len(rows)

    def _give(self, connection: Connection, case_id: int, number: str, given: tuple[int, int, str]) -> None:
        to, by, reason = given
        if staff_role(connection, to) not in CASEWORKERS:
            raise UnknownStaff("only who works cases can be given one")
        staff_role(connection, by)
        name = connection.execute(select(staff.c.name).where(staff.c.id == to)).scalar_one()
        now = self._clock()
        connection.execute(update(cases).where(cases.c.id == case_id).values(taken_by=to, version=cases.c.version + 1))
        happening = Happening(case_id, now, "reassigned", staff_id=by, note=f"{name}。{reason}")
        write_event(connection, self._cipher, happening)
        act = Act(audit.staff_actor(by), "reassigned", f"case:{number}", {"to": audit.staff_actor(to)})
        audit.append(connection, now, act)
