"""The second factor of an account."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select

from intake.desk import IntakeDesk
from intake.domain import Role
from intake.errors import FactorOn, UnknownStaff, WrongCode
from intake.tables import recovery_codes, second_factors
from intake.totp import code_at, step_of
from storage.engine import reading
from tests.intake.samples import StoppedClock


@pytest.fixture
def secret(desk: IntakeDesk, county: int) -> str:
    """The secret of an account that waits for its first code."""
    desk.second_factor.begin(county)
    waiting = desk.second_factor.waiting(county)
    assert waiting is not None
    return waiting


@pytest.fixture
def codes(desk: IntakeDesk, county: int, secret: str, clock: StoppedClock) -> tuple[str, ...]:
    """The recovery codes of an account whose second factor is on; the next code of the phone is not used yet."""
    codes = desk.second_factor.confirm(county, code_at(secret, step_of(clock.now)))
    clock.advance(seconds=30)
    return codes


def test_it_is_on_after_the_first_right_code(
    desk: IntakeDesk, county: int, secret: str, clock: StoppedClock
) -> None:
    """Not before, so that nobody shuts themselves out with an app that was set up wrongly."""
    with pytest.raises(WrongCode):
        desk.second_factor.confirm(county, "000000")
    assert not desk.second_factor.is_on(county)
    assert not desk.second_factor.check(county, code_at(secret, step_of(clock.now)))

    codes = desk.second_factor.confirm(county, code_at(secret, step_of(clock.now)))

    assert desk.second_factor.is_on(county)
    assert desk.second_factor.members() == {county}
    assert len(set(codes)) == 10
    assert desk.second_factor.waiting(county) is None
    with pytest.raises(FactorOn):
        desk.second_factor.begin(county)
    with pytest.raises(WrongCode):
        desk.second_factor.confirm(county, code_at(secret, step_of(clock.now) + 1))


def test_starting_anew_makes_another_secret(desk: IntakeDesk, county: int, secret: str) -> None:
    """While the first code has not been given; and nobody starts for an account that is none."""
    desk.second_factor.begin(county)

    assert desk.second_factor.waiting(county) not in (None, secret)
    with pytest.raises(UnknownStaff):
        desk.second_factor.begin(county + 1)


@pytest.mark.usefixtures("codes")
def test_no_code_is_good_twice(desk: IntakeDesk, county: int, secret: str, clock: StoppedClock) -> None:
    """Nor an earlier one after a later one; whoever looked over a shoulder has nothing."""
    now = step_of(clock.now)

    assert not desk.second_factor.check(county, code_at(secret, now - 1))  # used to confirm
    assert desk.second_factor.check(county, f" {code_at(secret, now)[:3]} {code_at(secret, now)[3:]}")
    assert not desk.second_factor.check(county, code_at(secret, now))
    clock.advance(seconds=30)
    assert desk.second_factor.check(county, code_at(secret, now + 2))
    assert not desk.second_factor.check(county, code_at(secret, now + 1))


@pytest.mark.usefixtures("codes")
def test_two_at_the_same_moment_with_one_code(
    desk: IntakeDesk, county: int, secret: str, clock: StoppedClock
) -> None:
    """One gets in."""
    code = code_at(secret, step_of(clock.now))
    with ThreadPoolExecutor(4) as pool:
        passed = list(pool.map(lambda one: desk.second_factor.check(county, one), [code] * 4))

    assert passed.count(True) == 1


def test_a_recovery_code_is_good_once(desk: IntakeDesk, county: int, codes: tuple[str, ...]) -> None:
    """Each of the ten, however it is typed."""
    assert desk.second_factor.check(county, codes[0])
    assert not desk.second_factor.check(county, codes[0])
    assert desk.second_factor.check(county, codes[1].upper().replace("-", " "))
    assert [row.act for row in desk.audit.rows(3)] == ["recovery_code_used", "recovery_code_used", "second_factor_on"]


def test_five_wrong_codes_lock_it_for_a_quarter_of_an_hour(
    desk: IntakeDesk, county: int, secret: str, codes: tuple[str, ...], clock: StoppedClock
) -> None:
    """Even for the right one; guessing goes nowhere. A right one in between starts the count anew."""
    for _ in range(4):
        assert not desk.second_factor.check(county, "wrong")
    assert desk.second_factor.check(county, codes[0])
    for _ in range(5):
        assert not desk.second_factor.check(county, "wrong")

    assert not desk.second_factor.check(county, code_at(secret, step_of(clock.now)))
    assert not desk.second_factor.check(county, codes[1])
    assert desk.audit.rows(1)[0].act == "second_factor_locked"
    clock.advance(minutes=15)
    assert desk.second_factor.check(county, codes[1])


def test_an_administrator_turns_it_off(
    desk: IntakeDesk,
    county: int,
    codes: tuple[str, ...],
    add_staff: Callable[[str, Role], int],
    engine: Engine,
) -> None:
    """Secret and recovery codes are gone, and the log tells who did it; a new password alone does not."""
    admin = add_staff("管理员甲", Role.ADMIN)
    desk.staff.reset("周县长", admin)
    assert desk.second_factor.is_on(county)

    desk.second_factor.drop("周县长", admin)

    assert not desk.second_factor.is_on(county)
    assert not desk.second_factor.check(county, codes[0])
    newest = desk.audit.rows(1)[0]
    assert (newest.actor, newest.act, newest.object) == (f"staff:{admin}", "second_factor_off", f"staff:{county}")
    with reading(engine) as connection:
        assert connection.execute(select(second_factors)).all() == []
        assert connection.execute(select(recovery_codes)).all() == []
    with pytest.raises(UnknownStaff):
        desk.second_factor.drop("没有这人")


def test_neither_secret_nor_codes_stand_readable(
    desk: IntakeDesk, county: int, secret: str, codes: tuple[str, ...], engine: Engine
) -> None:
    """The secret is encrypted and gets new keys with all other fields; the codes are digests."""
    with reading(engine) as connection:
        kept = repr([connection.execute(select(one)).all() for one in (second_factors, recovery_codes)])

    assert secret not in kept
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]
    assert desk.rotation.run().fields["second_factors.secret_encrypted"] == 1
    assert desk.second_factor.check(county, codes[0])
