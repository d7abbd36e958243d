"""The triage score kept with a case, so that the list can be ordered and paged by the database."""

from sqlalchemy import Connection, select, update

from intake.domain import RiskKind, Urgency
from intake.tables import cases, reports
from intake.triage import triage


def rescore(connection: Connection, case_id: int) -> None:
    """Work the score of a case out anew, within the caller's transaction."""
    standing = (reports.c.case_id == case_id) & reports.c.withdrawn_at.is_(None)
    told = connection.execute(select(reports.c.risk_kinds).where(standing)).scalars().all()
    urgency = Urgency(connection.execute(select(cases.c.urgency).where(cases.c.id == case_id)).scalar_one())
    kinds = (RiskKind(kind) for one in told for kind in one)
    score = triage(urgency, kinds, len(told)).score
    connection.execute(update(cases).where(cases.c.id == case_id).values(score=score))
