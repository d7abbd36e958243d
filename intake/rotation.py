"""New keys for old fields: every encrypted column of the database, whichever package owns it, written anew."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Row, Table, and_, select, tuple_, update

from intake import audit
from intake.audit import Act
from intake.cipher import FieldCipher
from intake.clock import Clock
from intake.filed import as_filed
from intake.households import household_keys
from intake.regions import locate
from intake.tables import reports
from intake.transactions import reading, writing

_SUFFIX = "_encrypted"
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many fields of each column were written anew, by `table.column`, and how many lookup keys were filled in."""

    fields: dict[str, int]
    lookups: int


class Rotation:
    """Encrypts all fields with the first key, in small transactions; may be stopped and started again."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock

    def run(self) -> Rotated:
        """Do it and return what was done; raises KeyProblem when a field cannot be read, IntakeBusy."""
        found = MetaData()
        with reading(self._engine) as connection:
            found.reflect(connection)
        done: dict[str, int] = {}
        for table in found.sorted_tables:
            columns = [column.name for column in table.columns if column.name.endswith(_SUFFIX)]
            if columns:
                done |= self._rotate(table, columns)
        lookups = self._fill_lookups()
        with writing(self._engine) as connection:
            detail = {"fields": sum(done.values()), "lookups": lookups}
            audit.append(connection, self._clock(), Act(audit.SYSTEM, "keys_rotated", "database", detail))
        return Rotated(done, lookups)

    def _rotate(self, table: Table, columns: list[str]) -> dict[str, int]:
        keys = list(table.primary_key.columns)
        done = {f"{table.name}.{column}": 0 for column in columns}
        last: tuple[object, ...] | None = None
        while True:
            wanted = select(*keys, *(table.c[column] for column in columns)).order_by(*keys).limit(_BATCH)
            if last is not None:
                wanted = wanted.where(tuple_(*keys) > last)
            with writing(self._engine) as connection:
                rows = connection.execute(wanted.with_for_update()).all()
                for row in rows:
                    tokens = {column: row._mapping[table.c[column]] for column in columns}
                    values = {name: self._cipher.rotate(token) for name, token in tokens.items() if token is not None}
                    same = and_(*(key == row._mapping[key] for key in keys))
                    if values:
                        connection.execute(update(table).where(same).values(**values))
                    for name in values:
                        done[f"{table.name}.{name}"] += 1
            if not rows:
                return done
            last = tuple(rows[-1]._mapping[key] for key in keys)

    def _fill_lookups(self) -> int:
        """Work out the lookup keys of reports that were filed before there were any."""
        missing = reports.c.village_key.is_(None) & reports.c.phone_key.is_(None) & reports.c.id_key.is_(None)
        done, last = 0, 0
        while True:
            wanted = select(reports).where(missing, reports.c.id > last, reports.c.erased_at.is_(None))
            with writing(self._engine) as connection:
                rows = connection.execute(wanted.order_by(reports.c.id).limit(_BATCH)).all()
                done += sum(self._fill(connection, row) for row in rows)
            if not rows:
                return done
            last = rows[-1].id

    def _fill(self, connection: Connection, row: Row[*tuple[Any, ...]]) -> bool:
        filed = as_filed(row, self._cipher)
        locate(connection, row.case_id, filed.person.place, self._cipher)
        keys = household_keys(filed, self._cipher)
        values = {"phone_key": keys.phone, "id_key": keys.id_number, "village_key": keys.village}
        if not any(values.values()):
            return False
        connection.execute(update(reports).where(reports.c.id == row.id).values(**values))
        return True
