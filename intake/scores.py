"""The triage score and the kinds kept with a case, so that the database can order, filter and page the list."""

from collections.abc import Iterable

from sqlalchemy import Connection, select, update

from intake.domain import RiskKind, Urgency
from intake.tables import cases, reports
from intake.triage import triage


def rescore(connection: Connection, case_id: int) -> None:
    """Work the score and the kinds of a case out anew, within the caller's transaction."""
    wanted = select(reports.c.risk_kinds, reports.c.withdrawn_at).where(reports.c.case_id == case_id)
    rows = connection.execute(wanted.order_by(reports.c.id)).all()
    told = [row.risk_kinds for row in rows if row.withdrawn_at is None]
    urgency = Urgency(connection.execute(select(cases.c.urgency).where(cases.c.id == case_id)).scalar_one())
    score = triage(urgency, (RiskKind(kind) for one in told for kind in one), len(told)).score
    kinds = kinds_column(RiskKind(kind) for row in rows for kind in row.risk_kinds)
    connection.execute(update(cases).where(cases.c.id == case_id).values(score=score, kinds=kinds))


def kinds_column(kinds: Iterable[RiskKind]) -> str:
    """Return kinds as a case's row holds them, each between two bars."""
    told = "|".join(dict.fromkeys(kind.value for kind in kinds))
    return f"|{told}|" if told else ""
