"""What each role may do, as data; in which region is intake.regions' matter."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from intake.domain import Role


class Right(StrEnum):
    """Something that a staff member may or may not do."""

    SEE_CASES = "see_cases"  # masked
    WORK = "work"  # move, note, enter visits, merge
    REVEAL = "reveal"
    ASSIGN = "assign"  # give a case to somebody else
    IMPORT = "import"
    EXPORT = "export"  # masked
    EXPORT_IDENTITIES = "export_identities"
    NUMBERS = "numbers"
    TICKETS = "tickets"
    DELIVERIES = "deliveries"
    AUDIT = "audit"
    ACCOUNTS = "accounts"
    SEE_KNOWLEDGE = "see_knowledge"
    KEEP_KNOWLEDGE = "keep_knowledge"
    OVERRIDE_GATE = "override_gate"
    SEE_CAMPAIGNS = "see_campaigns"
    RUN_CAMPAIGNS = "run_campaigns"  # make, send, close
    RULES = "rules"  # measures, holidays, deadlines


_VILLAGE = frozenset({Right.SEE_CASES, Right.WORK, Right.REVEAL, Right.SEE_KNOWLEDGE})
_TOWNSHIP = _VILLAGE | {Right.ASSIGN, Right.IMPORT, Right.EXPORT, Right.NUMBERS, Right.TICKETS, Right.SEE_CAMPAIGNS}
_COUNTY = _TOWNSHIP | {Right.EXPORT_IDENTITIES, Right.DELIVERIES, Right.RUN_CAMPAIGNS, Right.RULES}
_EDITOR = frozenset({Right.SEE_KNOWLEDGE, Right.KEEP_KNOWLEDGE})

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.REPORTER: frozenset(),
        Role.VILLAGE: _VILLAGE,
        Role.TOWNSHIP: _TOWNSHIP,
        Role.COUNTY: _COUNTY,
        Role.EDITOR: _EDITOR,
        Role.AUDITOR: frozenset(
            {Right.SEE_CASES, Right.NUMBERS, Right.AUDIT, Right.SEE_KNOWLEDGE, Right.SEE_CAMPAIGNS}
        ),
        Role.ADMIN: _EDITOR | {Right.OVERRIDE_GATE, Right.ACCOUNTS, Right.RULES},
    }
)


def has_right(role: Role, right: Right) -> bool:
    """Tell whether `role` has `right`."""
    return right in RIGHTS[role]
