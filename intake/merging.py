"""Two cases of one household become one: the reports follow, both histories stay."""

from typing import Any

from sqlalchemy import Connection, Row, select, update

from intake.attachments import move_attachments
from intake.domain import OPEN, Urgency
from intake.errors import NoteRequired, TakenByOther, UnknownCase
from intake.numbers import CASE, find_number
from intake.scores import rescore
from intake.tables import cases, reports

_Case = Row[*tuple[Any, ...]]


def going_on(connection: Connection, case: _Case, note: str) -> _Case:
    """Return the open case that `note` names, with both cases held until the transaction ends.

    Raises NoteRequired, UnknownCase, TakenByOther.
    """
    named = find_number(note, CASE)
    if named is None or named == case.number:
        raise NoteRequired("a merge names the case that goes on")
    # Both at once and in one order: two merges the opposite ways wait for each other's end, not for each other.
    wanted = select(cases).where(cases.c.number.in_((case.number, named))).order_by(cases.c.id)
    held = {row.number: row for row in connection.execute(wanted.with_for_update())}
    if named not in held or held[named].state not in OPEN:
        raise UnknownCase("no open case has the number that the note names")
    if held[case.number].version != case.version:
        raise TakenByOther("somebody else has just moved this case")
    return held[named]


def hand_over(connection: Connection, case: _Case, into: _Case) -> None:
    """Give the reports and files of `case` to `into`, so that receipts lead there, with the higher urgency."""
    connection.execute(update(reports).where(reports.c.case_id == case.id).values(case_id=into.id))
    move_attachments(connection, case.id, into.id)
    if Urgency(case.urgency).rank > Urgency(into.urgency).rank:
        connection.execute(update(cases).where(cases.c.id == into.id).values(urgency=case.urgency))
    rescore(connection, into.id)
