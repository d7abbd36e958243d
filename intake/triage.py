"""How far up a case stands in the list, with the reasons. It orders; it decides nothing about a household."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from intake.domain import RiskKind, Urgency


class Ground(StrEnum):
    """Why a case has points; each has a sentence for staff."""

    URGENCY = "urgency"
    KIND = "kind"
    SEVERAL_KINDS = "several_kinds"
    SEVERAL_REPORTS = "several_reports"


@dataclass(frozen=True, slots=True)
class Reason:
    """Points and what they are for: `about` is the value of an Urgency or RiskKind, or a number."""

    ground: Ground
    about: str
    points: int


@dataclass(frozen=True, slots=True)
class Triage:
    """A score and what it is made of."""

    score: int
    reasons: tuple[Reason, ...]


# Urgency leads: whatever else is said adds up to less than one step of it. What threatens a roof, a life or a
# child comes before what is slow. These are the office's own order, no policy.
_URGENCY: Mapping[Urgency, int] = MappingProxyType({Urgency.NORMAL: 0, Urgency.SOON: 100, Urgency.NOW: 200})
_KINDS: Mapping[RiskKind, int] = MappingProxyType(
    {
        RiskKind.DISASTER: 40,
        RiskKind.ACCIDENT: 40,
        RiskKind.CHILD_ALONE: 40,
        RiskKind.HOUSING: 35,
        RiskKind.DISEASE: 35,
        RiskKind.ELDERLY_ALONE: 30,
        RiskKind.WATER: 25,
        RiskKind.DISABILITY: 20,
        RiskKind.EDUCATION: 20,
        RiskKind.JOB_LOSS: 15,
        RiskKind.CROP_LOSS: 15,
        RiskKind.DEBT: 10,
        RiskKind.OTHER: 5,
    }
)
_PER_FURTHER_KIND, _MOST_FOR_KINDS = 10, 30
_PER_FURTHER_REPORT, _MOST_FOR_REPORTS = 5, 15


def triage(urgency: Urgency, kinds: Iterable[RiskKind], reports: int) -> Triage:
    """Return the score of a case with these kinds of risk and so many reports that were not withdrawn."""
    distinct = sorted(set(kinds), key=lambda kind: (-_KINDS[kind], kind))
    reasons = [Reason(Ground.URGENCY, urgency.value, _URGENCY[urgency])]
    reasons += [Reason(Ground.KIND, kind.value, _KINDS[kind]) for kind in distinct[:1]]
    further = min(_PER_FURTHER_KIND * (len(distinct) - 1), _MOST_FOR_KINDS)
    if further > 0:
        reasons.append(Reason(Ground.SEVERAL_KINDS, str(len(distinct)), further))
    repeated = min(_PER_FURTHER_REPORT * (reports - 1), _MOST_FOR_REPORTS)
    if repeated > 0:
        reasons.append(Reason(Ground.SEVERAL_REPORTS, str(reports), repeated))
    told = tuple(reason for reason in reasons if reason.points)
    return Triage(sum(reason.points for reason in told), told)
