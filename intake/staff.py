"""Staff accounts: one-time passwords, sign-in with failed attempts counted, roles."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pwdlib import PasswordHash
from sqlalchemy import ColumnElement, Connection, Engine, Row, insert, select, update

from intake import audit
from intake.audit import Act
from intake.clock import Clock
from intake.domain import STAFF, Role
from intake.errors import BadName, Conflict, NameTaken, StaffError, UnknownStaff, WeakPassword, WrongPassword
from intake.tables import staff
from intake.transactions import reading, writing

_MAX_FAILED = 5
_LOCKED_FOR = timedelta(minutes=15)
_MIN_PASSWORD = 10
_MAX_PASSWORD = 200
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike on paper
_Account = Row[*tuple[Any, ...]]
_Done = tuple[str, int | None]  # an act and who did it, None for the command line


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Who is signed in; until `must_change` is done nothing else should be shown to them.

    A session is over when `password_set_at` is no longer what it was at sign-in.
    """

    id: int
    name: str
    role: Role
    region: str
    must_change: bool
    password_set_at: datetime


class StaffBook:
    """The staff accounts of the office."""

    def __init__(self, engine: Engine, clock: Clock, hasher: PasswordHash | None = None) -> None:
        self._engine = engine
        self._clock = clock
        self._hasher = hasher or PasswordHash.recommended()

    def add(self, name: str, role: Role, region: str = "", by: int | None = None) -> str:
        """Make an account and return its one-time password, kept nowhere; raises BadName, NameTaken, IntakeBusy.

        `by` is who does it, None the command line, here and below.
        """
        name = _clean_name(name)
        if role not in STAFF:
            raise StaffError(f"{role} is not a role of staff")
        password = _one_time_password()
        row = {"name": name, "role": role.value, "region": region.strip(), "active": True, **self._fresh(password)}
        try:
            with writing(self._engine) as connection:
                staff_id = connection.execute(insert(staff).values(**row).returning(staff.c.id)).scalar_one()
                _log(connection, self._clock(), ("staff_added", by), staff_id)
        except Conflict as error:
            raise NameTaken("a staff account with this name exists") from error
        return password

    def reset(self, name: str, by: int | None = None) -> str:
        """Give an account a new one-time password, unlock it, end its sessions; raises UnknownStaff, IntakeBusy."""
        password = _one_time_password()
        self._update(staff.c.name == name.strip(), self._fresh(password), ("staff_reset", by))
        return password

    def deactivate(self, name: str, by: int | None = None) -> None:
        """Let an account sign in no more; what it did stays under its name. Raises UnknownStaff, IntakeBusy."""
        closed = {"active": False, "password_set_at": self._clock()}
        self._update(staff.c.name == name.strip(), closed, ("staff_deactivated", by))

    def members(self) -> tuple[StaffMember, ...]:
        """Return the active accounts by name; raises IntakeBusy."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(staff).where(staff.c.active).order_by(staff.c.name)).all()
        return tuple(_member(row) for row in rows)

    def member(self, staff_id: int) -> StaffMember | None:
        """Return an active account by id; raises IntakeBusy."""
        row = self._find(staff.c.id == staff_id)
        return None if row is None else _member(row)

    def verify(self, name: str, password: str) -> StaffMember | None:
        """Return who signs in, or None: wrong name or password, or locked for 15 minutes after five failures."""
        row = self._find(staff.c.name == name.strip())
        if row is None or len(password) > _MAX_PASSWORD:
            self._hasher.hash(_one_time_password())  # an unknown name takes as long as a wrong password
            return None
        right = self._hasher.verify(password, row.password_hash)
        if row.locked_until is not None and row.locked_until > self._clock():
            return None
        if not right:
            self._count_failure(row.id)
            return None
        if row.failed or row.locked_until is not None:
            self._update(staff.c.id == row.id, {"failed": 0, "locked_until": None})
        return _member(row)

    def change_password(self, staff_id: int, old: str, new: str) -> StaffMember:
        """Set a password of the member's own choice; raises UnknownStaff, WrongPassword, WeakPassword, IntakeBusy."""
        row = self._find(staff.c.id == staff_id)
        if row is None:
            raise UnknownStaff("no active staff account has this id")
        if self.verify(row.name, old) is None:
            raise WrongPassword("the present password is another")
        if not _MIN_PASSWORD <= len(new) <= _MAX_PASSWORD or new == old or row.name.lower() in new.lower():
            raise WeakPassword(f"{_MIN_PASSWORD} to {_MAX_PASSWORD} characters, not the last one, without the name")
        self._update(staff.c.id == staff_id, self._fresh(new) | {"must_change": False}, ("password_changed", staff_id))
        changed = self.member(staff_id)
        if changed is None:
            raise UnknownStaff("the account was deactivated meanwhile")
        return changed

    def _fresh(self, password: str) -> dict[str, object]:
        return {
            "password_hash": self._hasher.hash(password),
            "password_set_at": self._clock(),
            "must_change": True,
            "failed": 0,
            "locked_until": None,
        }

    def _find(self, which: ColumnElement[bool]) -> _Account | None:
        with reading(self._engine) as connection:
            return connection.execute(select(staff).where(which, staff.c.active)).one_or_none()

    def _update(self, which: ColumnElement[bool], values: dict[str, object], act: _Done | None = None) -> None:
        with writing(self._engine) as connection:
            changed = update(staff).where(which, staff.c.active).values(**values).returning(staff.c.id)
            staff_id = connection.execute(changed).scalar_one_or_none()
            if staff_id is None:
                raise UnknownStaff("no active staff account has this name or id")
            if act is not None:
                _log(connection, self._clock(), act, staff_id)

    def _count_failure(self, staff_id: int) -> None:
        with writing(self._engine) as connection:
            # Counted by the database, so that attempts made at once are all counted.
            counting = update(staff).where(staff.c.id == staff_id).values(failed=staff.c.failed + 1)
            failed = connection.execute(counting.returning(staff.c.failed)).scalar_one()
            if failed >= _MAX_FAILED:
                locked = {"failed": 0, "locked_until": self._clock() + _LOCKED_FOR}
                connection.execute(update(staff).where(staff.c.id == staff_id).values(**locked))
                _log(connection, self._clock(), ("staff_locked", None), staff_id)


def _log(connection: Connection, at: datetime, done: _Done, staff_id: int) -> None:
    act, by = done
    actor = audit.SYSTEM if by is None else audit.staff_actor(by)
    audit.append(connection, at, Act(actor, act, audit.staff_actor(staff_id)))


def _clean_name(name: str) -> str:
    clean = name.strip()
    if not 2 <= len(clean) <= 40 or any(unicodedata.category(char)[0] in "CZ" for char in clean):
        raise BadName("a name has 2 to 40 characters, without spaces")
    return clean


def _one_time_password() -> str:
    """Return four groups of four letters and digits: 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def _member(row: _Account) -> StaffMember:
    return StaffMember(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        region=row.region,
        must_change=row.must_change,
        password_set_at=row.password_set_at,
    )
