"""Personal data of a report or case made unreadable for good; numbers, states and times stay."""

import secrets
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from intake.attachments import erase_attachments
from intake.campaign_answers import forget_asked
from intake.cipher import FieldCipher
from intake.reports import Person
from intake.tables import cases, deliveries, events, reports

_ERASED = "erased"


def erase_reports(connection: Connection, cipher: FieldCipher, report_ids: list[int], at: datetime) -> None:
    """Take out what the reports told of persons, with their messages, within the caller's transaction."""
    connection.execute(delete(deliveries).where(deliveries.c.report_id.in_(report_ids)))
    forget_asked(connection, report_ids)
    for report_id in report_ids:
        values = {
            "conversation": _ERASED,
            "story_encrypted": cipher.encrypt(""),
            "person_encrypted": cipher.encrypt(Person().to_json()),
            "idempotency_key": secrets.token_hex(32),
            "household_key": secrets.token_hex(32),
            "contact_key": None,
            "phone_key": None,
            "id_key": None,
            "village_key": None,
            "erased_at": at,
        }
        connection.execute(update(reports).where(reports.c.id == report_id).values(**values))
    noted = events.c.report_id.in_(report_ids)
    connection.execute(update(events).where(noted).values(note_encrypted=None, fields_encrypted=None))


def erase_case(connection: Connection, cipher: FieldCipher, case_id: int, at: datetime) -> int:
    """Take out what a whole case tells of persons, notes and files included; return how many reports it had."""
    ids = list(connection.execute(select(reports.c.id).where(reports.c.case_id == case_id)).scalars())
    erase_reports(connection, cipher, ids, at)
    erase_attachments(connection, case_id)
    connection.execute(delete(deliveries).where(deliveries.c.case_id == case_id))
    emptied = {"note_encrypted": None, "fields_encrypted": None}
    connection.execute(update(events).where(events.c.case_id == case_id).values(**emptied))
    connection.execute(update(cases).where(cases.c.id == case_id).values(household_key=secrets.token_hex(32)))
    return len(ids)
