"""Cases that may be about the same household, for staff to merge; nothing is merged by itself."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, Row, or_, select

from intake.cipher import FieldCipher
from intake.domain import OPEN, CaseState, Who
from intake.households import masked, merged_person
from intake.lookups import find_case
from intake.reports import Person
from intake.tables import cases, reports
from intake.transactions import reading

_Report = Row[*tuple[Any, ...]]


class SameBy(StrEnum):
    """What two cases have in common, the surest first."""

    ID_NUMBER = "id_number"
    PHONE = "phone"
    NAME_AND_VILLAGE = "name_and_village"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open case that may be the same household's; the person is masked."""

    number: str
    state: CaseState
    because: tuple[SameBy, ...]
    person: Person


class Duplicates:
    """Finds candidates by keyed digests; reads no personal data to compare."""

    def __init__(self, engine: Engine, cipher: FieldCipher) -> None:
        self._engine = engine
        self._cipher = cipher

    def of(self, number: str) -> tuple[Candidate, ...]:
        """Return other open cases that share something with this one, the surest first.

        Raises UnknownCase, IntakeBusy.
        """
        with reading(self._engine) as connection:
            case = find_case(connection, number)
            own = connection.execute(select(reports).where(reports.c.case_id == case.id)).all()
            found = self._others(connection, case.id, own)
        together: dict[str, list[_Report]] = {}
        for other in found:
            together.setdefault(other.case_number, []).append(other)
        candidates = [self._candidate(number, own, theirs) for number, theirs in together.items()]
        order = list(SameBy)
        return tuple(
            sorted((one for one in candidates if one.because), key=lambda one: [order.index(by) for by in one.because])
        )

    def _others(self, connection: Connection, case_id: int, own: list[_Report] | Any) -> list[_Report]:
        columns = (reports.c.id_key, reports.c.phone_key, reports.c.village_key)
        same = [column.in_(keys) for column in columns if (keys := {row._mapping[column] for row in own} - {None})]
        if not same:
            return []
        wanted = (
            select(reports, cases.c.number.label("case_number"), cases.c.state.label("case_state"))
            .join(cases, cases.c.id == reports.c.case_id)
            .where(cases.c.id != case_id, cases.c.state.in_(OPEN), or_(*same))
            .order_by(cases.c.id, reports.c.id)
        )
        return list(connection.execute(wanted))

    def _candidate(self, number: str, own: list[_Report] | Any, theirs: list[_Report]) -> Candidate:
        pairs = [(one, other) for one in own for other in theirs]
        because = [
            by
            for by, same in (
                (SameBy.ID_NUMBER, any(_equal(one.id_key, other.id_key) for one, other in pairs)),
                (SameBy.PHONE, any(_same_phone(one, other) for one, other in pairs)),
                (SameBy.NAME_AND_VILLAGE, any(_equal(one.village_key, other.village_key) for one, other in pairs)),
            )
            if same
        ]
        persons = (Person.from_json(self._cipher.decrypt(row.person_encrypted)) for row in reversed(theirs))
        return Candidate(number, CaseState(theirs[0].case_state), tuple(because), masked(merged_person(tuple(persons))))


def _equal(one: str | None, other: str | None) -> bool:
    return one is not None and one == other


def _same_phone(one: _Report, other: _Report) -> bool:
    """A neighbour or cadre leaves one phone for every household they report: of two such it tells nothing."""
    return _equal(one.phone_key, other.phone_key) and Who.SELF in (one.who, other.who)
