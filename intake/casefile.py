"""What staff reads of a case: its line in the queue, its reports, its whole file; personal data masked."""

from dataclasses import dataclass, field
from datetime import datetime

from intake.deadlines import Due
from intake.domain import CaseState, Channel, HouseholdKind, Labour, ReportSource, RiskKind, Urgency, Who
from intake.history import CaseEvent, MergedHistory
from intake.measures import Suggestion
from intake.reports import Person
from intake.triage import Triage


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of the queue; `due` is None when the case is closed, `green` tells of the green channel.

    `channel`, `source`, `who` and `filed_at` are those of the first report, kinds of all.
    """

    number: str
    receipts: tuple[str, ...]
    state: CaseState
    state_since: datetime
    urgency: Urgency
    kinds: tuple[RiskKind, ...]
    filed_at: datetime
    channel: Channel
    source: ReportSource
    who: Who
    masked_name: str
    place: str
    taken_by: str
    triage: Triage
    due: Due | None
    green: bool


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A report within its case: personal data masked, phone and ID numbers hidden in the story."""

    receipt: str
    filed_at: datetime
    channel: Channel
    source: ReportSource
    who: Who
    kinds: tuple[RiskKind, ...]
    urgency: Urgency
    story: str = field(repr=False)
    person: Person
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All of a case: what is known of the person, masked; the reports and the events, oldest first.

    `merged` are the histories of the cases that went into this one, `merged_into` is where this one went, or "".
    """

    number: str
    state: CaseState
    state_since: datetime
    urgency: Urgency
    opened_at: datetime
    taken_by: str
    version: int
    person: Person
    reports: tuple[ReportEntry, ...]
    events: tuple[CaseEvent, ...]
    triage: Triage
    due: Due | None
    labour: Labour | None
    household_kind: HouseholdKind | None
    green_at: datetime | None
    suggestions: tuple[Suggestion, ...]
    merged: tuple[MergedHistory, ...]
    merged_into: str

    @property
    def story(self) -> str:
        """The stories of all reports, oldest first, a blank line between."""
        return "\n\n".join(report.story for report in self.reports if report.story)

    @property
    def kinds(self) -> tuple[RiskKind, ...]:
        """The kinds of risk of all reports, each once."""
        return tuple(dict.fromkeys(kind for report in self.reports for kind in report.kinds))
