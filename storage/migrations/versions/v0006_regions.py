"""Where a case lies, as keyed digests, and when its deadline turns yellow, orange and red."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"

_DAYS = ("yellow_on", "orange_on", "due_on")


def upgrade() -> None:
    """Add the columns; `python -m intake rotate-keys` and `escalate` fill them in for cases that exist."""
    for column in ("township_key", "village_key"):
        op.add_column("cases", sa.Column(column, sa.String(64)))
        op.create_index(f"ix_cases_{column}", "cases", [column])
    for column in _DAYS:
        op.add_column("cases", sa.Column(column, sa.String(10)))
    op.create_index("cases_in_order", "cases", ["score", "opened_at", "id"])
