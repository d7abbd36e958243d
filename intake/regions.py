"""Where a case lies and who may see it: places only as keyed digests, so that none stands readable in a column."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, false, select, true, update

from intake.cipher import FieldCipher
from intake.domain import Role
from intake.households import township_key, village_key
from intake.tables import cases

_ALL = frozenset({Role.COUNTY, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Sight:
    """What a staff member may see: all cases, those with `key` in `column`, or none (both None)."""

    everything: bool
    column: str | None = None
    key: str | None = None

    def sees(self, township: str | None, village: str | None) -> bool:
        """Tell whether a case with these keys is within sight."""
        own = {"township_key": township, "village_key": village}.get(self.column or "")
        return self.everything or (own is not None and own == self.key)

    def where(self, table: Table = cases) -> ColumnElement[bool]:
        """Return the condition on the table of cases, or another one with the same two columns."""
        if self.everything:
            return true()
        return table.c[self.column] == self.key if self.column and self.key else false()


def sight_of(role: Role, region: str, cipher: FieldCipher) -> Sight:
    """Return what `role` in `region` (示范县青山镇石桥村) may see; a region that says too little shows nothing."""
    if role in _ALL:
        return Sight(everything=True)
    keys = area_columns(region, cipher)
    column = {Role.TOWNSHIP: "township_key", Role.VILLAGE: "village_key"}.get(role)
    return Sight(everything=False, column=column, key=keys[column] if column else None)


def area_columns(place: str | None, cipher: FieldCipher) -> dict[str, str | None]:
    """Return the columns of a case that lies at `place`; a village counts only within its township."""
    township, village = township_key(place), village_key(place)
    return {
        "township_key": cipher.digest("township", township) if township else None,
        "village_key": cipher.digest("area", township, village) if township and village else None,
    }


def locate(connection: Connection, case_id: int, place: str | None, cipher: FieldCipher) -> None:
    """Put down where a case lies, unless that is known; a later report may tell what the first did not."""
    known = connection.execute(select(cases.c.township_key, cases.c.village_key).where(cases.c.id == case_id)).one()
    told = area_columns(place, cipher)
    fresh = {name: told[name] for name in told if told[name] and known._mapping[name] is None}
    if fresh and (known.township_key is None or known.township_key == told["township_key"]):
        connection.execute(update(cases).where(cases.c.id == case_id).values(**fresh))
