"""A second factor at sign-in, files attached to cases, and what the work list needs to stay fast with many cases."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcTime

revision = "0010"
down_revision: str | None = "0009"


def upgrade() -> None:
    """Make the tables and indexes."""
    _make_second_factors()
    _make_attachments()
    op.create_index("events_by_staff", "events", ["staff_id", "at"])
    _make_order()


def _make_order() -> None:
    """Let one index hold all that the list filters, counts and orders by; by state alone would mislead SQLite."""
    op.add_column("cases", sa.Column("kinds", sa.String(200), nullable=False, server_default=""))
    _fill_kinds()
    op.drop_index("cases_by_state", "cases")
    op.drop_index("cases_in_order", "cases")
    held = ["state", "taken_by", "due_on", "orange_on", "yellow_on", "kinds"]
    op.create_index("cases_in_order", "cases", ["score", "opened_at", "id", *held])


def _fill_kinds() -> None:
    cases = sa.table("cases", sa.column("id"), sa.column("kinds"))
    reports = sa.table("reports", sa.column("id"), sa.column("case_id"), sa.column("risk_kinds", sa.JSON))
    connection = op.get_bind()
    told: dict[int, dict[str, None]] = {}
    for row in connection.execute(sa.select(reports.c.case_id, reports.c.risk_kinds).order_by(reports.c.id)):
        told.setdefault(row.case_id, {}).update(dict.fromkeys(row.risk_kinds))
    for case_id, kinds in told.items():
        written = f"|{'|'.join(kinds)}|" if kinds else ""
        connection.execute(sa.update(cases).where(cases.c.id == case_id).values(kinds=written))


def _make_second_factors() -> None:
    op.create_table(
        "second_factors",
        sa.Column("staff_id", sa.Integer, sa.ForeignKey("staff.id"), primary_key=True, autoincrement=False),
        sa.Column("secret_encrypted", sa.Text, nullable=False),
        sa.Column("since", UtcTime),
        sa.Column("last_step", sa.Integer, nullable=False),
        sa.Column("failed", sa.Integer, nullable=False),
        sa.Column("locked_until", UtcTime),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("staff_id", sa.Integer, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("code_key", sa.String(64), nullable=False),
        sa.Column("used_at", UtcTime),
    )
    op.create_index("ix_recovery_codes_staff_id", "recovery_codes", ["staff_id"])


def _make_attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.Integer, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("about_encrypted", sa.Text, nullable=False),
        sa.Column("added_by", sa.Integer, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("added_at", UtcTime, nullable=False),
    )
    op.create_index("ix_attachments_case_id", "attachments", ["case_id"])
    op.create_table(
        "attachment_parts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("attachment_id", sa.Integer, sa.ForeignKey("attachments.id"), nullable=False),
        sa.Column("content_encrypted", sa.Text, nullable=False),
    )
    op.create_index("ix_attachment_parts_attachment_id", "attachment_parts", ["attachment_id"])
