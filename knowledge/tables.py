"""Tables of the knowledge base: questions without an answer, answers given, and what people thought of them."""

from sqlalchemy import JSON, Column, Integer, MetaData, String, Table, Text, UniqueConstraint

from storage.columns import UtcTime

metadata = MetaData()

# `text` and `normalised` hold no phone or ID number: whoever writes them has redacted them.
gaps = Table(
    "gaps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("asked_at", UtcTime, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("normalised", Text, nullable=False),
    Column("status", String(20), nullable=False),
    Column("conversation", String(100), nullable=False),
    Column("edition", String(64), nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("asked_at", UtcTime, nullable=False, index=True),
    Column("status", String(20), nullable=False),
    Column("passage_ids", JSON, nullable=False),
    Column("edition", String(64), nullable=False),
)

# Questions that are no gaps any more. `how`: dismissed (not ours, for good) or answered (a gap again when asked later).
settled = Table(
    "settled_gaps",
    metadata,
    Column("normalised", Text, primary_key=True),
    Column("how", String(10), nullable=False),
    Column("by", String(40), nullable=False),
    Column("at", UtcTime, nullable=False),
)

# No foreign key: a judgement is kept when old answers are cleared, and a stale button must not fail.
feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("answer_id", String(40), nullable=False),
    Column("conversation", String(100), nullable=False),
    Column("value", String(10), nullable=False),
    Column("at", UtcTime, nullable=False),
    UniqueConstraint("answer_id", "conversation", name="one_feedback_per_answer_and_conversation"),
)
