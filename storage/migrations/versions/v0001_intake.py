"""Tables of the intake."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcTime

revision = "0001"
down_revision: str | None = None

# Written out, not imported: what counts as open may change later, this migration does not.
_OPEN = sa.text("state NOT IN ('included', 'merged', 'not_included', 'referred', 'withdrawn')")


def upgrade() -> None:
    """Make the tables."""
    _make_staff()
    _make_cases()
    _make_reports()
    _make_events()
    _make_drafts()
    _make_tickets()


def _make_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(40), nullable=False, unique=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("region", sa.String(100), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("password_set_at", UtcTime, nullable=False),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("failed", sa.Integer, nullable=False),
        sa.Column("locked_until", UtcTime),
        sa.Column("active", sa.Boolean, nullable=False),
    )


def _make_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.String(20), nullable=False, unique=True),
        sa.Column("household_key", sa.String(64), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("state_since", UtcTime, nullable=False),
        sa.Column("urgency", sa.String(10), nullable=False),
        sa.Column("opened_at", UtcTime, nullable=False),
        sa.Column("taken_by", sa.Integer, sa.ForeignKey("staff.id")),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("cases_by_state", "cases", ["state", "opened_at"])
    op.create_index(
        "one_open_case_per_household",
        "cases",
        ["household_key"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def _make_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.String(20), nullable=False, unique=True),
        sa.Column("idempotency_key", sa.String(64), nullable=False, unique=True),
        sa.Column("case_id", sa.Integer, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("conversation", sa.String(100), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("who", sa.String(20), nullable=False),
        sa.Column("urgency", sa.String(10), nullable=False),
        sa.Column("risk_kinds", sa.JSON, nullable=False),
        sa.Column("story_encrypted", sa.Text, nullable=False),
        sa.Column("person_encrypted", sa.Text, nullable=False),
        sa.Column("household_key", sa.String(64), nullable=False),
        sa.Column("contact_key", sa.String(64)),
        sa.Column("linked", sa.Boolean, nullable=False),
        sa.Column("consent_at", UtcTime),
        sa.Column("filed_at", UtcTime, nullable=False),
        sa.Column("withdrawn_at", UtcTime),
    )
    for column in ("case_id", "conversation", "household_key", "contact_key"):
        op.create_index(f"ix_reports_{column}", "reports", [column])


def _make_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.Integer, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("from_state", sa.String(20)),
        sa.Column("to_state", sa.String(20)),
        sa.Column("staff_id", sa.Integer, sa.ForeignKey("staff.id")),
        sa.Column("report_id", sa.Integer, sa.ForeignKey("reports.id")),
        sa.Column("note_encrypted", sa.Text),
    )
    op.create_index("ix_events_case_id", "events", ["case_id"])


def _make_drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("conversation", sa.String(100), primary_key=True),
        sa.Column("started_at", UtcTime, nullable=False),
        sa.Column("draft_encrypted", sa.Text, nullable=False),
    )
    op.create_index("ix_drafts_started_at", "drafts", ["started_at"])


def _make_tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.String(20), nullable=False, unique=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("conversation", sa.String(100), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("text_encrypted", sa.Text, nullable=False),
        sa.Column("phone_encrypted", sa.Text),
        sa.Column("opened_at", UtcTime, nullable=False),
        sa.Column("closed_at", UtcTime),
        sa.Column("closed_by", sa.Integer, sa.ForeignKey("staff.id")),
    )
    op.create_index("ix_tickets_closed_at", "tickets", ["closed_at"])
