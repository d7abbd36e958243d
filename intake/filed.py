"""A report as it was filed, read back from its row."""

from typing import Any

from sqlalchemy import Row

from intake.cipher import FieldCipher
from intake.domain import Channel, ReportSource, RiskKind, Urgency, Who
from intake.reports import NewReport, Person


def as_filed(row: Row[*tuple[Any, ...]], cipher: FieldCipher) -> NewReport:
    """Return what a row of `reports` holds; its idempotency key is kept as a digest only and stays empty here."""
    return NewReport(
        conversation=row.conversation,
        channel=Channel(row.channel),
        source=ReportSource(row.source),
        who=Who(row.who),
        story=cipher.decrypt(row.story_encrypted),
        risk_kinds=tuple(RiskKind(kind) for kind in row.risk_kinds),
        urgency=Urgency(row.urgency),
        idempotency_key="",
        person=Person.from_json(cipher.decrypt(row.person_encrypted)),
        consent_at=row.consent_at,
    )
