"""The events of a case: everything that happens to it, written in the same transaction, never changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from intake.cipher import FieldCipher
from intake.domain import CaseState
from intake.tables import cases, events, reports, staff


@dataclass(frozen=True, slots=True)
class Happening:
    """An event to be written; `kind` is a Move or another key of `event` in texts.toml.

    `fields` is what was told with a move, by the values of Needed.
    """

    case_id: int
    at: datetime
    kind: str
    from_state: CaseState | None = None
    to_state: CaseState | None = None
    staff_id: int | None = None
    report_id: int | None = None
    note: str = ""
    fields: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """An event as staff reads it: `staff` is the account's name, `receipt` the report concerned; both may be ""."""

    at: datetime
    kind: str
    from_state: CaseState | None
    to_state: CaseState | None
    staff: str
    receipt: str
    note: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MergedHistory:
    """What happened to a case before it was merged into another."""

    number: str
    events: tuple[CaseEvent, ...]


def write_event(connection: Connection, cipher: FieldCipher, happening: Happening) -> None:
    """Add `happening` to its case within the caller's transaction."""
    row = {
        "case_id": happening.case_id,
        "at": happening.at,
        "kind": happening.kind,
        "from_state": happening.from_state and happening.from_state.value,
        "to_state": happening.to_state and happening.to_state.value,
        "staff_id": happening.staff_id,
        "report_id": happening.report_id,
        "note_encrypted": cipher.encrypt(happening.note) if happening.note else None,
        "fields_encrypted": _fields_json(cipher, happening.fields),
    }
    connection.execute(insert(events).values(**row))


def read_events(connection: Connection, cipher: FieldCipher, case_id: int) -> tuple[CaseEvent, ...]:
    """Return the events of a case, oldest first."""
    wanted = (
        select(events, staff.c.name.label("staff_name"), reports.c.number.label("receipt"))
        .outerjoin(staff, staff.c.id == events.c.staff_id)
        .outerjoin(reports, reports.c.id == events.c.report_id)
        .where(events.c.case_id == case_id)
        .order_by(events.c.id)
    )
    return tuple(
        CaseEvent(
            at=row.at,
            kind=row.kind,
            from_state=row.from_state and CaseState(row.from_state),
            to_state=row.to_state and CaseState(row.to_state),
            staff=row.staff_name or "",
            receipt=row.receipt or "",
            note=cipher.decrypt_optional(row.note_encrypted) or "",
            fields=json.loads(cipher.decrypt_optional(row.fields_encrypted) or "{}"),
        )
        for row in connection.execute(wanted)
    )


def read_merged(connection: Connection, cipher: FieldCipher, number: str) -> tuple[MergedHistory, ...]:
    """Return the histories of all cases that went into the one with `number`, by way of others too."""
    found: dict[str, MergedHistory] = {}
    into = [number]
    while into:
        wanted = select(cases.c.id, cases.c.number).where(cases.c.merged_into.in_(into)).order_by(cases.c.id)
        rows = [row for row in connection.execute(wanted).all() if row.number not in found]
        for row in rows:
            found[row.number] = MergedHistory(row.number, read_events(connection, cipher, row.id))
        into = [row.number for row in rows]
    return tuple(found.values())


def _fields_json(cipher: FieldCipher, fields: Mapping[str, str] | None) -> str | None:
    return cipher.encrypt(json.dumps(dict(fields), ensure_ascii=False)) if fields else None
