"""What a person files, and what they get for it."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from intake.domain import CaseState, Channel, ReportSource, RiskKind, Urgency, Who


@dataclass(frozen=True, slots=True)
class Person:
    """The household in trouble, as far as the reporter has told; `relation` is the reporter's to it."""

    # Left out of the representation, which may end up in a log.
    name: str | None = field(default=None, repr=False)
    place: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    household_size: int | None = None
    relation: str | None = None
    id_number: str | None = field(default=None, repr=False)

    def to_json(self) -> str:
        """Return the fields as JSON, to be encrypted."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Person":
        """Return the person that `to_json` wrote."""
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report to be filed; the same `idempotency_key` in a conversation always stands for the same report."""

    conversation: str
    channel: Channel
    source: ReportSource
    who: Who
    story: str = field(repr=False)
    risk_kinds: tuple[RiskKind, ...]
    urgency: Urgency
    idempotency_key: str
    person: Person
    consent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of a filed report: `linked` when it joined an open case, `repeated` when it had been filed before."""

    number: str
    case_number: str
    linked: bool
    repeated: bool


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """What a reporter may know of a report: no personal data beyond a masked name ("" when none was given)."""

    receipt: str
    state: CaseState
    state_since: datetime
    filed_at: datetime
    masked_name: str
