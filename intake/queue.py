"""The queue as staff reads it: the list, most urgent first, and the file of one case."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, func, select, true

from intake.casefile import CaseFile, CaseRow, ReportEntry
from intake.cipher import FieldCipher
from intake.clock import Clock
from intake.deadlines import Due, Standing
from intake.domain import (
    OPEN,
    CaseState,
    Channel,
    HouseholdKind,
    Labour,
    ReportSource,
    RiskKind,
    Urgency,
    Who,
)
from intake.history import read_events, read_merged
from intake.households import masked, merged_person, shown_place
from intake.lookups import find_case
from intake.reports import Person
from intake.rulebook import Rules
from intake.tables import cases, reports, staff
from intake.transactions import reading
from intake.triage import Triage, triage
from language.identity import mask_name, redact

_Row = Row[*tuple[Any, ...]]
LISTED = frozenset(CaseState) - {CaseState.MERGED}


class Queue:
    """Reads cases; changes nothing."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock, rules: Rules) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock
        self._rules = rules

    def rows(self, limit: int, offset: int, states: Iterable[CaseState] = OPEN) -> tuple[CaseRow, ...]:
        """Return the cases in `states`: open before closed, then by triage, then the newest; raises IntakeBusy.

        A merged case has no line: its reports stand in the case that goes on.
        """
        return self.lines(true(), limit, offset, frozenset(states))

    def lines(
        self, where: ColumnElement[bool], limit: int, offset: int, states: frozenset[CaseState] = LISTED
    ) -> tuple[CaseRow, ...]:
        """Return those of the cases in `states` that `where` finds, in the same order; raises IntakeBusy."""
        with reading(self._engine) as connection:
            ids: list[int] = []
            for part in (states & OPEN, states & LISTED - OPEN):
                if part and len(ids) < limit:
                    found = (where, cases.c.state.in_(part))
                    ids += connection.execute(_in_order(*found).limit(limit - len(ids)).offset(offset)).scalars()
                    offset = 0 if ids else offset - _number(connection, *found) if offset else 0
            rows = {row.id: row for row in connection.execute(_with_staff().where(cases.c.id.in_(ids)))}
            entries = self._entries(connection, ids)
        return tuple(self._line(rows[case_id], entries[case_id]) for case_id in ids)

    def count(self) -> dict[CaseState, int]:
        """Return how many cases are in each state that has any; raises IntakeBusy."""
        wanted = select(cases.c.state, func.count()).group_by(cases.c.state)
        with reading(self._engine) as connection:
            return {CaseState(state): number for state, number in connection.execute(wanted)}

    def case(self, number: str) -> CaseFile:
        """Return the file of the case with this number, or that this receipt belongs to.

        Raises UnknownCase, IntakeBusy.
        """
        with reading(self._engine) as connection:
            row = connection.execute(_with_staff().where(cases.c.id == find_case(connection, number).id)).one()
            entries = self._entries(connection, [row.id])[row.id]
            happened = read_events(connection, self._cipher, row.id)
            merged = read_merged(connection, self._cipher, row.number)
        sorted_out, labour = _triage(row, entries), row.labour and Labour(row.labour)
        kinds = [kind for entry in entries for kind in entry.kinds]
        return CaseFile(
            number=row.number,
            state=CaseState(row.state),
            state_since=row.state_since,
            urgency=Urgency(row.urgency),
            opened_at=row.opened_at,
            taken_by=row.taken_by_name or "",
            version=row.version,
            person=masked(merged_person(tuple(entry.person for entry in reversed(entries)))),
            reports=tuple(
                replace(entry, story=_hidden(entry.story, entries), person=masked(entry.person)) for entry in entries
            ),
            events=happened,
            triage=sorted_out,
            due=self._due(row),
            labour=labour,
            household_kind=row.household_kind and HouseholdKind(row.household_kind),
            green_at=row.green_at,
            suggestions=self._rules.measures.suggest(labour, kinds),
            merged=merged,
            merged_into=row.merged_into or "",
        )

    def _line(self, row: _Row, entries: list[ReportEntry]) -> CaseRow:
        person = masked(merged_person(tuple(entry.person for entry in reversed(entries))))
        first = entries[0]
        return CaseRow(
            number=row.number,
            receipts=tuple(entry.receipt for entry in entries),
            state=CaseState(row.state),
            state_since=row.state_since,
            urgency=Urgency(row.urgency),
            kinds=tuple(dict.fromkeys(kind for entry in entries for kind in entry.kinds)),
            filed_at=first.filed_at,
            channel=first.channel,
            source=first.source,
            who=first.who,
            masked_name=person.name or "",
            place=person.place or "",
            taken_by=row.taken_by_name or "",
            triage=_triage(row, entries),
            due=self._due(row),
            green=row.green_at is not None,
        )

    def _due(self, row: _Row) -> Due | None:
        return self._rules.deadlines.due(standing(row), self._clock())

    def _entries(self, connection: Connection, case_ids: list[int]) -> defaultdict[int, list[ReportEntry]]:
        """Return the reports of each case, oldest first, with nothing masked yet."""
        entries: defaultdict[int, list[ReportEntry]] = defaultdict(list)
        wanted = select(reports).where(reports.c.case_id.in_(case_ids)).order_by(reports.c.id)
        for row in connection.execute(wanted):
            entries[row.case_id].append(self._entry(row))
        return entries

    def _entry(self, row: _Row) -> ReportEntry:
        return ReportEntry(
            receipt=row.number,
            filed_at=row.filed_at,
            channel=Channel(row.channel),
            source=ReportSource(row.source),
            who=Who(row.who),
            kinds=tuple(RiskKind(kind) for kind in row.risk_kinds),
            urgency=Urgency(row.urgency),
            story=self._cipher.decrypt(row.story_encrypted),
            person=Person.from_json(self._cipher.decrypt(row.person_encrypted)),
            withdrawn_at=row.withdrawn_at,
        )


def _hidden(story: str, entries: list[ReportEntry]) -> str:
    """Return `story` without phones, ID numbers, and the names and places that its reporters gave."""
    told = redact(story)
    for person in (entry.person for entry in entries):
        if person.name and len(person.name) > 1:
            told = told.replace(person.name, mask_name(person.name))
        if person.place and len(person.place) > len(shown_place(person.place)):
            told = told.replace(person.place, shown_place(person.place))
    return told


def _in_order(*where: ColumnElement[bool]) -> Select[int]:
    """Select the ids alone: they stand in one index with all that is filtered and ordered by."""
    return select(cases.c.id).where(*where).order_by(cases.c.score.desc(), cases.c.opened_at.desc(), cases.c.id.desc())


def _number(connection: Connection, *where: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(cases).where(*where)).scalar_one())


def _with_staff() -> Select[*tuple[Any, ...]]:
    return select(cases, staff.c.name.label("taken_by_name")).outerjoin(staff, staff.c.id == cases.c.taken_by)


def standing(row: _Row) -> Standing:
    """Return what the deadline of a case's row depends on."""
    return Standing(
        state=CaseState(row.state),
        since=row.state_since,
        counted_from=row.counted_from or row.opened_at,
        urgency=Urgency(row.urgency),
    )


def _triage(row: _Row, entries: list[ReportEntry]) -> Triage:
    told = [entry for entry in entries if entry.withdrawn_at is None]
    return triage(Urgency(row.urgency), (kind for entry in told for kind in entry.kinds), len(told))
