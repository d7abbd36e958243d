"""A report taken down while the assistant was away, completed by the form that the person went through afterwards."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from intake.cipher import FieldCipher
from intake.domain import OPEN, ReportSource
from intake.households import HouseholdKeys, lookup_columns
from intake.reports import NewReport
from intake.tables import cases, reports

_WITHIN = timedelta(days=7)  # as long as an unfinished report is kept
Rough = Row[*tuple[Any, ...]]


def find_rough(connection: Connection, cipher: FieldCipher, report: NewReport) -> Rough | None:
    """Return the conversation's rough report that tells no more than `report` does, its case still open, or None."""
    if report.source is not ReportSource.FORM or report.consent_at is None:
        return None
    wanted = (
        select(reports.c.id, reports.c.number, reports.c.story_encrypted, cases.c.id.label("case_id"))
        .add_columns(cases.c.number.label("case_number"), cases.c.urgency)
        .join(cases, cases.c.id == reports.c.case_id)
        .where(
            reports.c.conversation == report.conversation,
            reports.c.source == ReportSource.DEGRADED.value,
            reports.c.withdrawn_at.is_(None),
            reports.c.erased_at.is_(None),
            reports.c.filed_at > report.consent_at - _WITHIN,
            cases.c.state.in_([state.value for state in OPEN]),
        )
        .order_by(reports.c.id.desc())
    )
    rows = connection.execute(wanted).all()
    return next((row for row in rows if cipher.decrypt(row.story_encrypted).strip() in report.story), None)


def completed(report: NewReport, cipher: FieldCipher, keys: HouseholdKeys, key: str) -> dict[str, Any]:
    """Return the columns that the form's `report` puts in place of the rough one's; number and case stay."""
    return {
        "completing_key": key,
        "source": report.source.value,
        "who": report.who.value,
        "urgency": report.urgency.value,
        "risk_kinds": [kind.value for kind in report.risk_kinds],
        "story_encrypted": cipher.encrypt(report.story),
        "person_encrypted": cipher.encrypt(report.person.to_json()),
        "consent_at": report.consent_at,
        **lookup_columns(keys),
    }
