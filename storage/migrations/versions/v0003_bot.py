"""Tables of the bot."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcTime

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "inbound",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("update_key", sa.String(200), nullable=False),
        sa.Column("conversation", sa.String(100), nullable=False),
        sa.Column("received_at", UtcTime, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("status", sa.String(20)),
        sa.Column("text_encrypted", sa.Text),
        sa.Column("replies_encrypted", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.UniqueConstraint("channel", "update_key", name="one_inbound_per_update"),
    )
    op.create_index("inbound_by_state", "inbound", ["state", "received_at"])
    op.create_table(
        "chats",
        sa.Column("conversation", sa.String(100), primary_key=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("address_encrypted", sa.Text, nullable=False),
        sa.Column("seen_at", UtcTime, nullable=False),
        sa.Column("blocked", sa.Boolean, nullable=False),
    )
