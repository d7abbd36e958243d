"""Campaigns with whom they asked, wishes for training, and editions of the county's rules."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcTime

revision = "0008"
down_revision: str | None = "0007"


def upgrade() -> None:
    """Make the tables; a delivery may belong to a campaign."""
    _make_campaigns()
    _make_asked()
    # A plain column: SQLite adds no foreign key to a table that exists.
    op.add_column("deliveries", sa.Column("campaign_id", sa.Integer))
    op.create_index("ix_deliveries_campaign_id", "deliveries", ["campaign_id"])
    _make_wishes()
    _make_rule_editions()


def _make_campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("risk_kinds", sa.JSON, nullable=False),
        sa.Column("region", sa.String(100), nullable=False),
        sa.Column("starts_on", sa.String(10), nullable=False),
        sa.Column("ends_on", sa.String(10), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("made_by", sa.Integer, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("made_at", UtcTime, nullable=False),
        sa.Column("sent_at", UtcTime),
        sa.Column("closed_at", UtcTime),
    )


def _make_asked() -> None:
    op.create_table(
        "campaign_asked",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("campaign_id", sa.Integer, sa.ForeignKey("campaigns.id"), nullable=False),
        sa.Column("conversation", sa.String(100), nullable=False),
        sa.Column("household_key", sa.String(64), nullable=False),
        sa.Column("report_id", sa.Integer, sa.ForeignKey("reports.id"), nullable=False),
        sa.Column("township_key", sa.String(64)),
        sa.Column("village_key", sa.String(64)),
        sa.Column("township_encrypted", sa.Text),
        sa.Column("asked_at", UtcTime, nullable=False),
        sa.Column("reach", sa.String(10), nullable=False),
        sa.Column("answer", sa.String(10)),
        sa.Column("answered_at", UtcTime),
        sa.Column("filed_id", sa.Integer, sa.ForeignKey("reports.id")),
        sa.UniqueConstraint("campaign_id", "household_key", name="one_question_per_household_and_campaign"),
        sa.UniqueConstraint("campaign_id", "conversation", name="one_question_per_conversation_and_campaign"),
    )
    for column in ("conversation", "report_id"):
        op.create_index(f"ix_campaign_asked_{column}", "campaign_asked", [column])


def _make_wishes() -> None:
    op.create_table(
        "training_wishes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String(100), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("township_key", sa.String(64)),
        sa.Column("village_key", sa.String(64)),
        sa.Column("place_encrypted", sa.Text),
        sa.Column("phone_encrypted", sa.Text),
        sa.Column("begun_at", UtcTime, nullable=False),
        sa.Column("confirmed_at", UtcTime),
    )
    for column in ("conversation", "subject", "township_key"):
        op.create_index(f"ix_training_wishes_{column}", "training_wishes", [column])


def _make_rule_editions() -> None:
    op.create_table(
        "rule_editions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("staff_id", sa.Integer, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.UniqueConstraint("name", "number", name="one_rule_edition_per_number"),
    )
