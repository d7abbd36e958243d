"""The queue as one staff member works it: filtered, counted by colour, searched; never beyond their sight."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Engine, and_, func, select, union_all

from intake.casefile import CaseRow
from intake.cipher import FieldCipher
from intake.clock import LOCAL_ZONE, Clock
from intake.dates import has_colour
from intake.deadlines import Colour
from intake.domain import OPEN, CaseState, RiskKind
from intake.households import township_key
from intake.lookups import find_case, numbered
from intake.numbers import read_number
from intake.queue import LISTED, Queue
from intake.regions import Sight
from intake.tables import cases, reports
from intake.transactions import reading
from language.identity import find_phone

_FOUND = 20  # cases that a search shows at most


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter: `states`, `taken_by` a staff id, `township` as typed; None and "" do not filter."""

    states: frozenset[CaseState] = OPEN
    taken_by: int | None = None
    colour: Colour | None = None
    kind: RiskKind | None = None
    township: str = ""


class Worklist:
    """Reads cases within a sight; each method may raise IntakeBusy."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock, queue: Queue) -> None:
        self._engine, self._cipher, self._clock, self._queue = engine, cipher, clock, queue

    def page(self, sight: Sight, wanted: Wanted, limit: int, offset: int = 0) -> tuple[CaseRow, ...]:
        """Return the cases of the filter in the queue's order."""
        return self._queue.lines(self._where(sight, wanted), limit, offset, wanted.states)

    def count(self, sight: Sight, wanted: Wanted) -> int:
        """Return how many cases the filter finds."""
        with reading(self._engine) as connection:
            counting = select(func.count()).select_from(cases).where(self._where(sight, wanted), _in(wanted.states))
            return int(connection.execute(counting).scalar_one())

    def states(self, sight: Sight) -> Mapping[CaseState, int]:
        """Return how many cases are in each state that has any."""
        counting = select(cases.c.state, func.count()).where(sight.where(), _in(LISTED)).group_by(cases.c.state)
        with reading(self._engine) as connection:
            return {CaseState(state): number for state, number in connection.execute(counting)}

    def colours(self, sight: Sight, taken_by: int | None = None) -> Mapping[Colour, int]:
        """Return how many open cases have each deadline colour today."""
        today, where = self._today(), self._where(sight, Wanted(taken_by=taken_by)) & _in(OPEN)
        numbers = [func.count().filter(has_colour(colour, today)) for colour in Colour]
        with reading(self._engine) as connection:
            row = connection.execute(select(*numbers).select_from(cases).where(where)).one()
        return dict(zip(Colour, row, strict=True))

    def find(self, sight: Sight, typed: str) -> tuple[CaseRow, ...]:
        """Return the cases that a case number, receipt or phone leads to; phones are compared as keyed digests."""
        number, phone = read_number(typed), find_phone(typed)
        found = [numbered(number)] if number else []
        if phone:
            key = self._cipher.digest("phone alone", phone)
            found.append(union_all(select(reports.c.case_id).where(reports.c.phone_key == key)))
        with reading(self._engine) as connection:
            ids = {case_id for one in found for case_id in connection.execute(one).scalars()}
        return self._queue.lines(sight.where() & cases.c.id.in_(ids), _FOUND, 0) if ids else ()

    def within(self, sight: Sight, number: str) -> bool:
        """Tell whether the case with this number, or this receipt, exists and may be seen."""
        plain = read_number(number) or ""
        named = select(cases.c.id).where(cases.c.id.in_(numbered(plain)), sight.where())
        with reading(self._engine) as connection:
            return connection.execute(named.limit(1)).first() is not None

    def area(self, number: str) -> tuple[str | None, str | None]:
        """Return the keys of township and village of a case; raises UnknownCase."""
        with reading(self._engine) as connection:
            case = find_case(connection, number)
            return case.township_key, case.village_key

    def _where(self, sight: Sight, wanted: Wanted) -> ColumnElement[bool]:
        parts: list[ColumnElement[bool]] = [sight.where()]
        if wanted.taken_by is not None:
            parts.append(cases.c.taken_by == wanted.taken_by)
        if wanted.colour is not None:
            parts.append(has_colour(wanted.colour, self._today()))
        if wanted.kind is not None:
            parts.append(cases.c.kinds.contains(f"|{wanted.kind.value}|"))
        if wanted.township:
            township = township_key(wanted.township) or wanted.township
            parts.append(cases.c.township_key == self._cipher.digest("township", township))
        return and_(*parts)

    def _today(self) -> date:
        return self._clock().astimezone(LOCAL_ZONE).date()


def _in(states: frozenset[CaseState]) -> ColumnElement[bool]:
    return cases.c.state.in_(states & LISTED)
