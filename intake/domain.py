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
    OFFICE = "office"  # entered by staff; nobody can be written to there


class ReportSource(StrEnum):
    """How the report came to be."""

    FORM = "form"  # the guided self-report
    DEGRADED = "degraded"  # taken down as typed while the dialogue server was away
    CRISIS = "crisis"  # taken down at once, without questions
    VISIT = "visit"  # a cadre's round of visits
    ALERT = "alert"  # another department's data


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


class Labour(StrEnum):
    """The household's labour, as clause (五) of the work plan tells households apart for help."""

    ABLE = "able"
    WEAK = "weak"  # weak or half
    NONE = "none"


class HouseholdKind(StrEnum):
    """As what a household is monitored (policy fact 1.types)."""

    UNSTABLE = "unstable"
    MARGINAL = "marginal"
    SUDDEN = "sudden"


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
    EDITOR = "editor"  # keeps the knowledge base, sees no case
    AUDITOR = "auditor"  # reads what was done, changes nothing
    ADMIN = "admin"  # keeps accounts and the knowledge base, sees no case


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
    EMERGENCY_HELP = "emergency_help"  # green channel: helped first, the procedure follows


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
    RECHECK = "recheck"
    GREEN_CHANNEL = "green_channel"


class Needed(StrEnum):
    """What has to be told with a move."""

    NOTE = "note"
    VISITED_ON = "visited_on"  # ISO date
    VISITORS = "visitors"  # names of two or more
    LABOUR = "labour"  # a Labour
    NOTICE_FROM = "notice_from"  # ISO dates, the first and the last day of the public notice
    NOTICE_TO = "notice_to"
    HOUSEHOLD_KIND = "household_kind"  # a HouseholdKind
    HELP = "help"  # what was given at once


@dataclass(frozen=True, slots=True)
class Rule:
    """From where a move leads, where to, who may make it, what must be told with it.

    `tells`: the reporters get a message; `tells_note`: those of the household itself get the note with it.
    """

    from_states: frozenset[CaseState]
    to_state: CaseState
    by: frozenset[Role]
    needs: tuple[Needed, ...] = ()
    tells: bool = True
    tells_note: bool = False

    @property
    def needs_note(self) -> bool:
        """Tell whether the move must be explained."""
        return Needed.NOTE in self.needs


CLOSED = frozenset(
    {CaseState.INCLUDED, CaseState.NOT_INCLUDED, CaseState.REFERRED, CaseState.MERGED, CaseState.WITHDRAWN}
)
OPEN = frozenset(CaseState) - CLOSED
STAFF = frozenset(Role) - {Role.REPORTER}
CASEWORKERS = frozenset({Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY})
_TOWNSHIP_UP = frozenset({Role.TOWNSHIP, Role.COUNTY})
_EARLY = frozenset(
    {
        CaseState.RECEIVED,
        CaseState.ACCEPTED,
        CaseState.VISIT,
        CaseState.MORE_INFORMATION,
        CaseState.EMERGENCY_HELP,
    }
)
_DECIDING = frozenset({CaseState.VILLAGE_REVIEW, CaseState.TOWNSHIP_CHECK, CaseState.COUNTY_DECISION})
_NOTE = (Needed.NOTE,)


def _from(*states: CaseState) -> frozenset[CaseState]:
    return frozenset(states)


MOVES: Mapping[Move, Rule] = MappingProxyType(
    {
        Move.TAKE: Rule(_from(CaseState.RECEIVED), CaseState.ACCEPTED, CASEWORKERS),
        Move.VISIT: Rule(
            _from(CaseState.ACCEPTED, CaseState.MORE_INFORMATION, CaseState.APPEAL, CaseState.EMERGENCY_HELP),
            CaseState.VISIT,
            CASEWORKERS,
        ),
        Move.REVIEW: Rule(
            _from(CaseState.VISIT),
            CaseState.VILLAGE_REVIEW,
            CASEWORKERS,
            (Needed.VISITED_ON, Needed.VISITORS, Needed.LABOUR),
        ),
        Move.TO_TOWNSHIP: Rule(
            _from(CaseState.VILLAGE_REVIEW),
            CaseState.TOWNSHIP_CHECK,
            CASEWORKERS,
            (Needed.NOTICE_FROM, Needed.NOTICE_TO),
        ),
        Move.TO_COUNTY: Rule(_from(CaseState.TOWNSHIP_CHECK), CaseState.COUNTY_DECISION, _TOWNSHIP_UP),
        Move.INCLUDE: Rule(
            _from(CaseState.COUNTY_DECISION), CaseState.INCLUDED, frozenset({Role.COUNTY}), (Needed.HOUSEHOLD_KIND,)
        ),
        Move.DECLINE: Rule(
            _from(CaseState.COUNTY_DECISION), CaseState.NOT_INCLUDED, frozenset({Role.COUNTY}), _NOTE, tells_note=True
        ),
        Move.ASK_MORE: Rule(
            OPEN - _from(CaseState.RECEIVED, CaseState.MORE_INFORMATION),
            CaseState.MORE_INFORMATION,
            CASEWORKERS,
            _NOTE,
            tells_note=True,
        ),
        Move.SEND_BACK: Rule(_DECIDING, CaseState.VISIT, _TOWNSHIP_UP, _NOTE),
        Move.REFER: Rule(
            OPEN - _from(CaseState.APPEAL), CaseState.REFERRED, _TOWNSHIP_UP, _NOTE, tells_note=True
        ),  # the note names the office
        Move.MERGE: Rule(_EARLY, CaseState.MERGED, CASEWORKERS, _NOTE),  # the note names the case that goes on
        Move.WITHDRAW: Rule(OPEN, CaseState.WITHDRAWN, CASEWORKERS | {Role.REPORTER}),
        Move.APPEAL: Rule(_from(CaseState.NOT_INCLUDED), CaseState.APPEAL, CASEWORKERS | {Role.REPORTER}),
        Move.RECHECK: Rule(_from(CaseState.APPEAL), CaseState.TOWNSHIP_CHECK, _TOWNSHIP_UP, _NOTE),
        Move.GREEN_CHANNEL: Rule(
            OPEN - _from(CaseState.EMERGENCY_HELP, CaseState.COUNTY_DECISION),
            CaseState.EMERGENCY_HELP,
            _TOWNSHIP_UP,
            (Needed.NOTE, Needed.HELP),
        ),
    }
)


def allowed_moves(state: CaseState, role: Role) -> tuple[Move, ...]:
    """Return the moves that `role` may make on a case in `state`."""
    return tuple(move for move, rule in MOVES.items() if state in rule.from_states and role in rule.by)
