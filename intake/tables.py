"""Tables of the intake. What ends in `_encrypted` is a field of FieldCipher, what ends in `_key` a digest."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from intake.domain import CLOSED
from storage.columns import UtcTime

metadata = MetaData()

_CLOSED_STATES = sorted(state.value for state in CLOSED)

staff = Table(
    "staff",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(40), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("region", String(100), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("password_set_at", UtcTime, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("locked_until", UtcTime),
    Column("active", Boolean, nullable=False),
)

# Six digits from a phone, see intake.second_factor; `since` is NULL until the first code was right.
second_factors = Table(
    "second_factors",
    metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True, autoincrement=False),
    Column("secret_encrypted", Text, nullable=False),
    Column("since", UtcTime),
    Column("last_step", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("locked_until", UtcTime),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False, index=True),
    Column("code_key", String(64), nullable=False),
    Column("used_at", UtcTime),
)

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("household_key", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    Column("state_since", UtcTime, nullable=False),
    Column("urgency", String(10), nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("taken_by", ForeignKey("staff.id")),
    Column("version", Integer, nullable=False),
    Column("score", Integer, nullable=False),
    Column("kinds", String(200), nullable=False, server_default=""),  # of all its reports, as |disease|debt|
    Column("counted_from", UtcTime),  # from when the total deadline runs; NULL: from opened_at
    Column("labour", String(10)),
    Column("household_kind", String(20)),
    Column("green_at", UtcTime),  # since when helped first, procedure after
    Column("escalated_to", String(20)),
    Column("merged_into", String(20)),  # the number of the case that goes on
    Column("township_key", String(64), index=True),  # where it lies: see intake.regions
    Column("village_key", String(64), index=True),
    Column("yellow_on", String(10)),  # local ISO dates from which on the deadline has this colour; red after due_on
    Column("orange_on", String(10)),
    Column("due_on", String(10)),
)

# One open case per household: the database holds it, whatever races happen above.
Index(
    "one_open_case_per_household",
    cases.c.household_key,
    unique=True,
    sqlite_where=cases.c.state.not_in(_CLOSED_STATES),
    postgresql_where=cases.c.state.not_in(_CLOSED_STATES),
)
# All that the list filters, counts and orders by, so that no row is read for it.
Index(
    "cases_in_order",
    *(cases.c[name] for name in "score opened_at id state taken_by due_on orange_on yellow_on kinds".split()),
)

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("idempotency_key", String(64), nullable=False, unique=True),
    Column("completing_key", String(64), unique=True, index=True),  # of the form that completed a rough report
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("conversation", String(100), nullable=False, index=True),
    Column("channel", String(20), nullable=False),
    Column("source", String(20), nullable=False),
    Column("who", String(20), nullable=False),
    Column("urgency", String(10), nullable=False),
    Column("risk_kinds", JSON, nullable=False),
    Column("story_encrypted", Text, nullable=False),
    Column("person_encrypted", Text, nullable=False),
    Column("household_key", String(64), nullable=False, index=True),
    Column("contact_key", String(64), index=True),
    Column("phone_key", String(64), index=True),
    Column("id_key", String(64), index=True),
    Column("village_key", String(64), index=True),
    Column("linked", Boolean, nullable=False),
    Column("consent_at", UtcTime),
    Column("filed_at", UtcTime, nullable=False),
    Column("withdrawn_at", UtcTime),
    Column("erased_at", UtcTime),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("from_state", String(20)),
    Column("to_state", String(20)),
    Column("staff_id", ForeignKey("staff.id")),
    Column("report_id", ForeignKey("reports.id")),
    Column("note_encrypted", Text),
    Column("fields_encrypted", Text),
)
Index("events_by_staff", events.c.staff_id, events.c.at)

# In parts, so that new keys can be put on without holding many whole files in memory. See intake.attachments.
attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("size", Integer, nullable=False),
    Column("about_encrypted", Text, nullable=False),
    Column("added_by", ForeignKey("staff.id"), nullable=False),
    Column("added_at", UtcTime, nullable=False),
)

attachment_parts = Table(
    "attachment_parts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("attachment_id", ForeignKey("attachments.id"), nullable=False, index=True),
    Column("content_encrypted", Text, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("conversation", String(100), primary_key=True),
    Column("started_at", UtcTime, nullable=False, index=True),
    Column("draft_encrypted", Text, nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("conversation", String(100), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("text_encrypted", Text, nullable=False),
    Column("phone_encrypted", Text),
    Column("opened_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime, index=True),
    Column("closed_by", ForeignKey("staff.id")),
)

# Append-only: each row's hash covers its content and the hash before it. See intake.audit.
audit = Table(
    "audit",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("actor", String(60), nullable=False),
    Column("act", String(40), nullable=False),
    Column("object", String(100), nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(100), nullable=False, index=True),
    Column("channel", String(20), nullable=False),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("body_encrypted", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", UtcTime, nullable=False),
    Column("claim", String(32)),
    Column("problem", String(40)),
    Column("created_at", UtcTime, nullable=False),
    Column("done_at", UtcTime),
    Column("campaign_id", Integer, index=True),  # the campaign whose check-in this is; then the case is of the person
)
Index("deliveries_by_state", deliveries.c.state, deliveries.c.next_at)

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(60), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("risk_kinds", JSON, nullable=False),
    Column("region", String(100), nullable=False),
    Column("starts_on", String(10), nullable=False),  # local ISO dates
    Column("ends_on", String(10), nullable=False),
    Column("message", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("made_by", ForeignKey("staff.id"), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("sent_at", UtcTime),
    Column("closed_at", UtcTime),
)

# Whom a campaign asked: `report_id` is the report that the person is known by, `filed_id` the one that came of it.
campaign_asked = Table(
    "campaign_asked",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("campaign_id", ForeignKey("campaigns.id"), nullable=False),
    Column("conversation", String(100), nullable=False, index=True),
    Column("household_key", String(64), nullable=False),
    Column("report_id", ForeignKey("reports.id"), nullable=False, index=True),
    Column("township_key", String(64)),
    Column("village_key", String(64)),
    Column("township_encrypted", Text),
    Column("asked_at", UtcTime, nullable=False),
    Column("reach", String(10), nullable=False),
    Column("answer", String(10)),
    Column("answered_at", UtcTime),
    Column("filed_id", ForeignKey("reports.id")),
    UniqueConstraint("campaign_id", "household_key", name="one_question_per_household_and_campaign"),
    UniqueConstraint("campaign_id", "conversation", name="one_question_per_conversation_and_campaign"),
)

training_wishes = Table(
    "training_wishes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(100), nullable=False, index=True),
    Column("channel", String(20), nullable=False),
    Column("subject", String(20), nullable=False, index=True),  # whoever writes it has redacted it
    Column("township_key", String(64), index=True),
    Column("village_key", String(64)),
    Column("place_encrypted", Text),
    Column("phone_encrypted", Text),
    Column("begun_at", UtcTime, nullable=False),
    Column("confirmed_at", UtcTime),
)

# What the county changed of its rules, never overwritten: the newest number of a name is in force.
rule_editions = Table(
    "rule_editions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(20), nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("content", Text, nullable=False),
    UniqueConstraint("name", "number", name="one_rule_edition_per_number"),
)
