"""Tables of the knowledge base."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcTime

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "gaps",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("asked_at", UtcTime, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("normalised", sa.Text, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("conversation", sa.String(100), nullable=False),
        sa.Column("edition", sa.String(64), nullable=False),
    )
    op.create_index("ix_gaps_asked_at", "gaps", ["asked_at"])
    op.create_table(
        "answers",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("asked_at", UtcTime, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("passage_ids", sa.JSON, nullable=False),
        sa.Column("edition", sa.String(64), nullable=False),
    )
    op.create_index("ix_answers_asked_at", "answers", ["asked_at"])
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("answer_id", sa.String(40), nullable=False),
        sa.Column("conversation", sa.String(100), nullable=False),
        sa.Column("value", sa.String(10), nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.UniqueConstraint("answer_id", "conversation", name="one_feedback_per_answer_and_conversation"),
    )
