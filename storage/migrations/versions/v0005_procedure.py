"""The queue's procedure: scores, deadlines, merges, lookup keys, deliveries and the audit log."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcTime

revision = "0005"
down_revision: str | None = "0003"

# Written out, not imported: the weights may change later, this migration does not.
_URGENCY = {"normal": 0, "soon": 100, "now": 200}
_KINDS = {
    "disaster": 40,
    "accident": 40,
    "child_alone": 40,
    "housing": 35,
    "disease": 35,
    "elderly_alone": 30,
    "water": 25,
    "disability": 20,
    "education": 20,
    "job_loss": 15,
    "crop_loss": 15,
    "debt": 10,
    "other": 5,
}


def upgrade() -> None:
    """Add the columns and tables, and give the cases that exist their scores."""
    _extend_cases()
    for column in ("phone_key", "id_key", "village_key"):
        op.add_column("reports", sa.Column(column, sa.String(64)))
        op.create_index(f"ix_reports_{column}", "reports", [column])
    op.add_column("reports", sa.Column("erased_at", UtcTime))
    op.add_column("events", sa.Column("fields_encrypted", sa.Text))
    _make_audit()
    _make_deliveries()
    _score_cases()


def _extend_cases() -> None:
    for column in (
        sa.Column("score", sa.Integer, nullable=False, server_default="0"),
        sa.Column("counted_from", UtcTime),
        sa.Column("labour", sa.String(10)),
        sa.Column("household_kind", sa.String(20)),
        sa.Column("green_at", UtcTime),
        sa.Column("escalated_to", sa.String(20)),
        sa.Column("merged_into", sa.String(20)),
    ):
        op.add_column("cases", column)


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("actor", sa.String(60), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("object", sa.String(100), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )


def _make_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String(100), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("case_id", sa.Integer, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("report_id", sa.Integer, sa.ForeignKey("reports.id"), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("body_encrypted", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", UtcTime, nullable=False),
        sa.Column("claim", sa.String(32)),
        sa.Column("problem", sa.String(40)),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.Column("done_at", UtcTime),
    )
    op.create_index("deliveries_by_state", "deliveries", ["state", "next_at"])
    for column in ("conversation", "case_id"):
        op.create_index(f"ix_deliveries_{column}", "deliveries", [column])


def _score_cases() -> None:
    cases = sa.table("cases", sa.column("id"), sa.column("urgency"), sa.column("score"))
    reports = sa.table(
        "reports", sa.column("case_id"), sa.column("risk_kinds", sa.JSON), sa.column("withdrawn_at", UtcTime)
    )
    connection = op.get_bind()
    told: dict[int, list[list[str]]] = {}
    for row in connection.execute(sa.select(reports.c.case_id, reports.c.risk_kinds, reports.c.withdrawn_at)):
        if row.withdrawn_at is None:
            told.setdefault(row.case_id, []).append(row.risk_kinds)
    for case in connection.execute(sa.select(cases.c.id, cases.c.urgency)).all():
        score = _score(case.urgency, told.get(case.id, []))
        connection.execute(sa.update(cases).where(cases.c.id == case.id).values(score=score))


def _score(urgency: str, told: list[list[str]]) -> int:
    kinds = {kind for one in told for kind in one}
    points = max((_KINDS.get(kind, 0) for kind in kinds), default=0)
    points += min(10 * max(len(kinds) - 1, 0), 30) + min(5 * max(len(told) - 1, 0), 15)
    return _URGENCY.get(urgency, 0) + points
