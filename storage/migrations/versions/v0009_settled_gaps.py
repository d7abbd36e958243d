"""Questions that the editors have dealt with."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcTime

revision = "0009"
down_revision: str | None = "0008"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "settled_gaps",
        sa.Column("normalised", sa.Text, primary_key=True),
        sa.Column("how", sa.String(10), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", UtcTime, nullable=False),
    )
