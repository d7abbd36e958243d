"""A second factor at sign-in: six digits from a phone, each good once, and recovery codes on paper."""

import secrets
import unicodedata
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from intake import audit, totp
from intake.audit import Act
from intake.cipher import FieldCipher
from intake.clock import Clock
from intake.errors import FactorOn, UnknownStaff, WrongCode
from intake.lookups import staff_role
from intake.tables import recovery_codes, second_factors, staff
from intake.transactions import reading, writing

CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike on paper
_CODE_LETTERS = 10
_MAX_FAILED = 5
_LOCKED_FOR = timedelta(minutes=15)
_Factor = Row[*tuple[Any, ...]]


class SecondFactor:
    """The second factors of the accounts; every method may raise IntakeBusy and KeyProblem."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock) -> None:
        self._engine, self._cipher, self._clock = engine, cipher, clock

    def members(self) -> frozenset[int]:
        """Return the ids of the accounts that have one."""
        with reading(self._engine) as connection:
            on = select(second_factors.c.staff_id).where(second_factors.c.since.is_not(None))
            return frozenset(connection.execute(on).scalars())

    def is_on(self, staff_id: int) -> bool:
        """Tell whether the account signs in with one."""
        return staff_id in self.members()

    def begin(self, staff_id: int) -> None:
        """Make a secret that waits for its first code, in place of one that waits; raises FactorOn, UnknownStaff."""
        fresh = {"secret_encrypted": self._cipher.encrypt(totp.new_secret()), "last_step": 0, "failed": 0}
        with writing(self._engine) as connection:
            staff_role(connection, staff_id)
            row = _held(connection, staff_id)
            if row is not None and row.since is not None:
                raise FactorOn("the account has a second factor")
            connection.execute(delete(second_factors).where(second_factors.c.staff_id == staff_id))
            connection.execute(insert(second_factors).values(staff_id=staff_id, **fresh))

    def waiting(self, staff_id: int) -> str | None:
        """Return the secret that waits for its first code, None when there is none."""
        wanted = select(second_factors.c.secret_encrypted).where(
            second_factors.c.staff_id == staff_id, second_factors.c.since.is_(None)
        )
        with reading(self._engine) as connection:
            return self._cipher.decrypt_optional(connection.execute(wanted).scalar_one_or_none())

    def confirm(self, staff_id: int, code: str) -> tuple[str, ...]:
        """Turn it on with the first right code and return ten recovery codes, kept as digests; raises WrongCode."""
        with writing(self._engine) as connection:
            row = _held(connection, staff_id)
            right = row is not None and row.since is None and self._accept(connection, row, code)
            if right:
                now = self._clock()
                _set(connection, staff_id, since=now)
                codes = tuple(_recovery_code() for _ in range(CODES))
                connection.execute(delete(recovery_codes).where(recovery_codes.c.staff_id == staff_id))
                rows = [{"staff_id": staff_id, "code_key": self._digest(staff_id, one)} for one in codes]
                connection.execute(insert(recovery_codes), rows)
                self._log(connection, "second_factor_on", staff_id, staff_id)
        if not right:
            raise WrongCode("not the code of this moment")
        return codes

    def check(self, staff_id: int, code: str) -> bool:
        """Tell whether `code` is the phone's of now or a recovery code, and take it: nobody can use it again.

        After five wrong ones even the right one is refused for 15 minutes.
        """
        with writing(self._engine) as connection:
            row = _held(connection, staff_id)
            return row is not None and row.since is not None and self._accept(connection, row, code)

    def drop(self, name: str, by: int | None = None) -> None:
        """Turn off the second factor of an account, None standing for the command line; raises UnknownStaff."""
        with writing(self._engine) as connection:
            wanted = select(staff.c.id).where(staff.c.name == name.strip(), staff.c.active)
            staff_id = connection.execute(wanted).scalar_one_or_none()
            if staff_id is None:
                raise UnknownStaff("no active staff account has this name")
            connection.execute(delete(recovery_codes).where(recovery_codes.c.staff_id == staff_id))
            connection.execute(delete(second_factors).where(second_factors.c.staff_id == staff_id))
            self._log(connection, "second_factor_off", staff_id, by)

    def _accept(self, connection: Connection, row: _Factor, code: str) -> bool:
        now, plain = self._clock(), _plain(code)
        if row.locked_until is not None and row.locked_until > now:
            return False
        step = totp.matching_step(self._cipher.decrypt(row.secret_encrypted), plain, now, row.last_step)
        if step is not None:
            _set(connection, row.staff_id, last_step=step, failed=0, locked_until=None)
            return True
        if row.since is not None and self._use_recovery_code(connection, row.staff_id, plain):
            _set(connection, row.staff_id, failed=0, locked_until=None)
            self._log(connection, "recovery_code_used", row.staff_id, row.staff_id)
            return True
        failed = row.failed + 1
        if failed >= _MAX_FAILED:
            _set(connection, row.staff_id, failed=0, locked_until=now + _LOCKED_FOR)
            self._log(connection, "second_factor_locked", row.staff_id, None)
        else:
            _set(connection, row.staff_id, failed=failed)
        return False

    def _use_recovery_code(self, connection: Connection, staff_id: int, code: str) -> bool:
        fitting = recovery_codes.c.code_key == self._digest(staff_id, code)
        unused = recovery_codes.c.staff_id == staff_id, recovery_codes.c.used_at.is_(None)
        used = update(recovery_codes).where(fitting, *unused).values(used_at=self._clock())
        return connection.execute(used).rowcount == 1

    def _digest(self, staff_id: int, code: str) -> str:
        return self._cipher.digest("recovery code", str(staff_id), _plain(code))

    def _log(self, connection: Connection, act: str, staff_id: int, by: int | None) -> None:
        actor = audit.SYSTEM if by is None else audit.staff_actor(by)
        audit.append(connection, self._clock(), Act(actor, act, audit.staff_actor(staff_id)))


def _held(connection: Connection, staff_id: int) -> _Factor | None:
    """Return the row, held until the transaction ends: of two who show one code at once the second comes too late."""
    wanted = select(second_factors).where(second_factors.c.staff_id == staff_id).with_for_update()
    return connection.execute(wanted).one_or_none()


def _set(connection: Connection, staff_id: int, **values: object) -> None:
    connection.execute(update(second_factors).where(second_factors.c.staff_id == staff_id).values(**values))


def _recovery_code() -> str:
    """Return two groups of five letters and digits: 49 bits."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LETTERS))
    return f"{letters[:5]}-{letters[5:]}"


def _plain(code: str) -> str:
    """Return a code as it is compared: half width, small letters, without spaces and signs."""
    plain = unicodedata.normalize("NFKC", code).lower()
    return "".join(char for char in plain if char.isalnum())[:40]
