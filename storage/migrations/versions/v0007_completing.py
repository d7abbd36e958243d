"""The second idempotency key of a report that a form completed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"


def upgrade() -> None:
    """Add the column."""
    op.add_column("reports", sa.Column("completing_key", sa.String(64)))
    op.create_index("ix_reports_completing_key", "reports", ["completing_key"], unique=True)
