"""Campaigns (排查): the second quarter's general check, the targeted checks of the third and fourth (work plan, 五).

Rules only: what a campaign must tell and who is asked. The message only asks; a case comes of a report, as always.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from intake.domain import Channel, RiskKind, Who
from intake.households import township_key

LONGEST_NAME, LONGEST_MESSAGE, LONGEST_REGION = 60, 200, 100


class CampaignKind(StrEnum):
    """Whom a campaign looks at."""

    GENERAL = "general"
    TARGETED = "targeted"  # households with the risks it names


class CampaignState(StrEnum):
    """Where a campaign is."""

    DRAFT = "draft"  # made, nobody has been asked
    RUNNING = "running"
    CLOSED = "closed"


class CheckIn(StrEnum):
    """What a household answers."""

    FINE = "fine"
    TROUBLE = "trouble"  # wants to report


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """A campaign to be made; `region` "" is the whole county, the dates are local and both count."""

    name: str
    kind: CampaignKind
    risk_kinds: tuple[RiskKind, ...]
    region: str
    starts_on: date
    ends_on: date
    message: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as staff sees it; `made_by` is the account's name."""

    id: int
    told: NewCampaign
    state: CampaignState
    made_by: str
    made_at: datetime
    sent_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A report with consent that its conversation may be asked through; `township` "" when it told none."""

    report_id: int
    case_id: int
    conversation: str = field(repr=False)
    channel: Channel
    who: Who
    household: str = field(repr=False)
    kinds: tuple[RiskKind, ...]
    township: str
    township_key: str | None
    village_key: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What came of a campaign at one place; `waiting` are those whose message is still under way."""

    township: str
    asked: int
    fine: int
    trouble: int
    reported: int
    waiting: int
    not_reached: int

    @property
    def answered(self) -> int:
        """Return how many have answered."""
        return self.fine + self.trouble


def problems(new: NewCampaign) -> tuple[str, ...]:
    """Return the names of the fields that are not fit; () when the campaign can be made."""
    wrong = {
        "name": not 2 <= len(new.name) <= LONGEST_NAME,
        "risk_kinds": (new.kind is CampaignKind.TARGETED) != bool(new.risk_kinds),
        "region": len(new.region) > LONGEST_REGION or (bool(new.region) and not township_key(new.region)),
        "ends_on": new.ends_on < new.starts_on,
        "message": not 2 <= len(new.message) <= LONGEST_MESSAGE,
    }
    return tuple(name for name, is_wrong in wrong.items() if is_wrong)


def choose(candidates: Iterable[Candidate], kinds: tuple[RiskKind, ...] = ()) -> tuple[Candidate, ...]:
    """Return through which reports to ask: each household once and each conversation once.

    Who reported their own household is asked rather than a neighbour; cadres are not asked, they are told at work.
    """
    fitting = [
        one
        for one in candidates
        if one.who is not Who.CADRE and one.channel is not Channel.OFFICE and (not kinds or set(kinds) & set(one.kinds))
    ]
    chosen: list[Candidate] = []
    households: set[str] = set()
    conversations: set[str] = set()
    for one in sorted(fitting, key=lambda one: (one.who is not Who.SELF, -one.report_id)):
        if one.household not in households and one.conversation not in conversations:
            chosen.append(one)
            households.add(one.household)
            conversations.add(one.conversation)
    return tuple(sorted(chosen, key=lambda one: one.report_id))


def total(counts: Iterable[Counts]) -> Counts:
    """Return the sum of all places, its `township` ""."""
    rows = tuple(counts)
    return Counts(
        township="",
        asked=sum(row.asked for row in rows),
        fine=sum(row.fine for row in rows),
        trouble=sum(row.trouble for row in rows),
        reported=sum(row.reported for row in rows),
        waiting=sum(row.waiting for row in rows),
        not_reached=sum(row.not_reached for row in rows),
    )
