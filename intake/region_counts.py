"""Reports by place and kind: places are kept as digests, so a name is read back from a report that lies there."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from intake.cipher import FieldCipher
from intake.domain import RiskKind
from intake.households import township_key, village_key
from intake.regions import Sight, area_columns
from intake.reports import Person

_Row = Row[*tuple[Any, ...]]
_TRIES = 3  # reports that are decrypted for one name


@dataclass(frozen=True, slots=True)
class RegionCount:
    """Reports of one place; `name` is "" where none is known."""

    name: str
    reports: int
    kinds: Mapping[RiskKind, int]


def by_region(rows: Iterable[_Row], sight: Sight, cipher: FieldCipher) -> tuple[RegionCount, ...]:
    """Return the reports by township for who sees the whole county, else by village, the most first.

    A row has `risk_kinds`, `person_encrypted` and both keys of its case.
    """
    column = "township_key" if sight.everything else "village_key"
    groups: dict[str | None, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[row._mapping[column]].append(row)
    found = [
        RegionCount(
            name=_name(column, key, members, cipher) if key else "",
            reports=len(members),
            kinds=Counter(RiskKind(kind) for row in members for kind in row.risk_kinds),
        )
        for key, members in groups.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.reports, one.name)))


def _name(column: str, key: str, members: list[_Row], cipher: FieldCipher) -> str:
    shorten = township_key if column == "township_key" else village_key
    for row in members[:_TRIES]:
        place = Person.from_json(cipher.decrypt(row.person_encrypted)).place
        # A later report may have told another place than the one its case lies at.
        if area_columns(place, cipher)[column] == key:
            return shorten(place)
    return ""
