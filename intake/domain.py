"""The rules of the queue as data: what a report and a case can be, which moves lead where and who may make them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class RiskKind(StrEnum):
    """What has happened to the household."""

    DISEASE = "disease"
    DISABILITY = "disability"
    EDUCATION = "education"
    DISASTER = "disaster"
    ACCIDENT = "accident"
    JOB_LOSS = "job_loss"
    CROP_LOSS = "crop_loss"
    HOUSING = "housing"
    WATER = "water"
    DEBT = "debt"
    ELDERLY_ALONE = "elderly_alone"
    CHILD_ALONE = "child_alone"
    OTHER = "other"


class Channel(StrEnum):
    """Where the person writes."""

    WEB = "web"
    TELEGRAM = "telegram"
    TERMINAL = "terminal"


class ReportSource(StrEnum):
    """How the report came to be."""

    FORM = "form"  # the guided self-report
    DEGRADED = "degraded"  # taken down as typed while the dialogue server was away
    CRISIS = "crisis"  # taken down at once, without questions


class Who(StrEnum):
    """Whose household the reporter speaks of, and as what."""

    SELF = "self"
    NEIGHBOUR = "neighbour"
    CADRE = "cadre"


class Urgency(StrEnum):
    """How soon somebody has to look; ordered by `rank`."""

    NORMAL = "normal"
    SOON = "soon"
    NOW = "now"

    @property
    def rank(self) -> int:
        """Return 0 for normal, 1 for soon, 2 for now."""
        return tuple(Urgency).index(self)


class TicketKind(StrEnum):
    """What a person wants from a person."""

    COMPLAINT = "complaint"
    HUMAN = "human"


class Role(StrEnum):
    """Who makes a move; all but the reporter are staff."""

    REPORTER = "reporter"
    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"


class CaseState(StrEnum):
    """Where a household's case stands."""

    RECEIVED = "received"  # filed, nobody has it yet
    ACCEPTED = "accepted"  # somebody has taken it
    VISIT = "visit"  # being verified at the home
    VILLAGE_REVIEW = "village_review"  # village meeting and public notice
    TOWNSHIP_CHECK = "township_check"
    COUNTY_DECISION = "county_decision"
    INCLUDED = "included"  # decided: monitored and helped
    NOT_INCLUDED = "not_included"  # decided: not monitored, with a reason
    MORE_INFORMATION = "more_information"  # waits for the household
    REFERRED = "referred"  # handed to another office
    MERGED = "merged"  # another case is about the same household
    WITHDRAWN = "withdrawn"
    APPEAL = "appeal"  # the household asks for the decision to be looked at again


class Move(StrEnum):
    """What can be done to a case."""

    TAKE = "take"
    VISIT = "visit"
    REVIEW = "review"
    TO_TOWNSHIP = "to_township"
    TO_COUNTY = "to_county"
    INCLUDE = "include"
    DECLINE = "decline"
    ASK_MORE = "ask_more"
    SEND_BACK = "send_back"
    REFER = "refer"
    MERGE = "merge"
    WITHDRAW = "withdraw"
    APPEAL = "appeal"


@dataclass(frozen=True, slots=True)
class Rule:
    """From where a move leads, where to, who may make it, and whether it must be explained."""

    from_states: frozenset[CaseState]
    to_state: CaseState
    by: frozenset[Role]
    needs_note: bool = False


CLOSED = frozenset(
    {CaseState.INCLUDED, CaseState.NOT_INCLUDED, CaseState.REFERRED, CaseState.MERGED, CaseState.WITHDRAWN}
)
OPEN = frozenset(CaseState) - CLOSED
STAFF = frozenset(Role) - {Role.REPORTER}
_TOWNSHIP_UP = frozenset({Role.TOWNSHIP, Role.COUNTY})
_EARLY = frozenset({CaseState.RECEIVED, CaseState.ACCEPTED, CaseState.VISIT, CaseState.MORE_INFORMATION})
_DECIDING = frozenset({CaseState.VILLAGE_REVIEW, CaseState.TOWNSHIP_CHECK, CaseState.COUNTY_DECISION})


def _from(*states: CaseState) -> frozenset[CaseState]:
    return frozenset(states)


MOVES: Mapping[Move, Rule] = MappingProxyType(
    {
        Move.TAKE: Rule(_from(CaseState.RECEIVED), CaseState.ACCEPTED, STAFF),
        Move.VISIT: Rule(
            _from(CaseState.ACCEPTED, CaseState.MORE_INFORMATION, CaseState.APPEAL), CaseState.VISIT, STAFF
        ),
        Move.REVIEW: Rule(_from(CaseState.VISIT), CaseState.VILLAGE_REVIEW, STAFF),
        Move.TO_TOWNSHIP: Rule(_from(CaseState.VILLAGE_REVIEW, CaseState.APPEAL), CaseState.TOWNSHIP_CHECK, STAFF),
        Move.TO_COUNTY: Rule(_from(CaseState.TOWNSHIP_CHECK), CaseState.COUNTY_DECISION, _TOWNSHIP_UP),
        Move.INCLUDE: Rule(_from(CaseState.COUNTY_DECISION), CaseState.INCLUDED, frozenset({Role.COUNTY})),
        Move.DECLINE: Rule(_from(CaseState.COUNTY_DECISION), CaseState.NOT_INCLUDED, frozenset({Role.COUNTY}), True),
        Move.ASK_MORE: Rule(
            OPEN - _from(CaseState.RECEIVED, CaseState.MORE_INFORMATION), CaseState.MORE_INFORMATION, STAFF, True
        ),
        Move.SEND_BACK: Rule(_DECIDING, CaseState.VISIT, _TOWNSHIP_UP, True),
        Move.REFER: Rule(OPEN - _from(CaseState.APPEAL), CaseState.REFERRED, _TOWNSHIP_UP, True),
        Move.MERGE: Rule(_EARLY, CaseState.MERGED, STAFF, True),  # the note names the case that goes on
        Move.WITHDRAW: Rule(OPEN, CaseState.WITHDRAWN, frozenset(Role)),
        Move.APPEAL: Rule(_from(CaseState.NOT_INCLUDED), CaseState.APPEAL, frozenset(Role)),
    }
)


def allowed_moves(state: CaseState, role: Role) -> tuple[Move, ...]:
    """Return the moves that `role` may make on a case in `state`."""
    return tuple(move for move, rule in MOVES.items() if state in rule.from_states and role in rule.by)
