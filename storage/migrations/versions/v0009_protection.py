"""A second factor at sign-in, files attached to cases, and an index for how much somebody has looked at."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcTime

revision = "0009"
down_revision: str | None = "0006"


def upgrade() -> None:
    """Make the tables and indexes."""
    _make_second_factors()
    _make_attachments()
    op.create_index("events_by_staff", "events", ["staff_id", "at"])


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
