"""Tables of the bot: the inbound ledger and where each conversation is answered."""

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

from storage.columns import UtcTime

metadata = MetaData()

# `update_key` names a message within its channel; whoever writes it makes sure it tells nothing of the person.
inbound = Table(
    "inbound",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("update_key", String(200), nullable=False),
    Column("conversation", String(100), nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("state", String(20), nullable=False, default="received"),  # received | done
    Column("status", String(20)),  # the answer status, once done
    Column("text_encrypted", Text),
    Column("replies_encrypted", Text),
    Column("attempts", Integer, nullable=False, default=0),
    UniqueConstraint("channel", "update_key", name="one_inbound_per_update"),
)
Index("inbound_by_state", inbound.c.state, inbound.c.received_at)

chats = Table(
    "chats",
    metadata,
    Column("conversation", String(100), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("address_encrypted", Text, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("blocked", Boolean, nullable=False, default=False),
)
