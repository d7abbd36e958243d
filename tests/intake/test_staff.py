"""Staff accounts."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Engine

from intake.domain import Role
from intake.errors import BadName, IntakeBusy, NameTaken, StaffError, UnknownStaff, WeakPassword, WrongPassword
from intake.staff import StaffBook
from storage.engine import writing
from tests.intake.samples import StoppedClock

_OWN = "水稻-晚熟-二十亩-2026"


_QUICK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))  # the same algorithm, sooner done


@pytest.fixture
def book(engine: Engine, clock: StoppedClock) -> StaffBook:
    """The accounts on each kind of database."""
    return StaffBook(engine, clock, _QUICK)


@pytest.fixture
def sqlite_book(sqlite: Engine, clock: StoppedClock) -> StaffBook:
    """The accounts on SQLite."""
    return StaffBook(sqlite, clock, _QUICK)


def test_a_one_time_password_lets_in_and_must_be_changed(book: StaffBook) -> None:
    """A new account signs in with what was printed, and is told to choose a password of its own."""
    password = book.add("李干部", Role.COUNTY, " 华容县 ")
    member = book.verify("李干部", password)

    assert member is not None
    assert (member.name, member.role, member.region) == ("李干部", Role.COUNTY, "华容县")
    assert member.must_change
    assert book.members() == (member,)
    assert book.member(member.id) == member


def test_a_changed_password_replaces_the_one_time_one(book: StaffBook, clock: StoppedClock) -> None:
    """And ends the sessions of the old one: `password_set_at` moves on."""
    once = book.add("李干部", Role.COUNTY)
    before = book.members()[0]
    clock.advance(minutes=1)
    changed = book.change_password(before.id, once, _OWN)

    assert not changed.must_change
    assert changed.password_set_at > before.password_set_at
    assert book.verify("李干部", once) is None
    assert book.verify("李干部", _OWN) == changed


@pytest.mark.parametrize("new", ["short", "李干部李干部李干部李干部", "x" * 201])
def test_a_weak_password_is_refused(book: StaffBook, new: str) -> None:
    """Too short, with the name in it, or absurdly long."""
    once = book.add("李干部", Role.COUNTY)
    (member,) = book.members()

    with pytest.raises(WeakPassword):
        book.change_password(member.id, once, new)
    assert book.verify("李干部", once) == member


def test_the_last_password_is_not_a_new_one(book: StaffBook) -> None:
    """A one-time password is used one time."""
    once = book.add("李干部", Role.COUNTY)

    with pytest.raises(WeakPassword):
        book.change_password(book.members()[0].id, once, once)


def test_a_password_is_changed_by_who_knows_the_present_one(book: StaffBook) -> None:
    """An open screen is not enough; an unknown account is said so."""
    book.add("李干部", Role.COUNTY)
    (member,) = book.members()

    with pytest.raises(WrongPassword):
        book.change_password(member.id, "not this one", _OWN)
    with pytest.raises(UnknownStaff):
        book.change_password(member.id + 1, "not this one", _OWN)


def test_five_failures_lock_an_account_for_a_quarter_of_an_hour(book: StaffBook, clock: StoppedClock) -> None:
    """Even the right password does not open it before."""
    password = book.add("李干部", Role.COUNTY)
    assert [book.verify("李干部", "wrong") for _ in range(5)] == [None] * 5
    assert book.verify("李干部", password) is None

    clock.advance(minutes=15)
    assert book.verify("李干部", password) is not None


def test_a_success_forgets_the_failures_before_it(book: StaffBook) -> None:
    """Only failures in a row count."""
    password = book.add("李干部", Role.COUNTY)
    for _ in range(2):
        assert [book.verify("李干部", "wrong") for _ in range(4)] == [None] * 4
        assert book.verify("李干部", password) is not None


def test_attempts_at_the_same_moment_are_all_counted(book: StaffBook) -> None:
    """Guessing in parallel gains nothing."""
    password = book.add("李干部", Role.COUNTY)
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(book.verify, ["李干部"] * 5, ["wrong"] * 5))

    assert book.verify("李干部", password) is None


@pytest.mark.parametrize(("name", "password"), [("王五", "x"), ("", ""), ("李干部", "x" * 100_000)])
def test_who_is_not_known_is_not_let_in(book: StaffBook, name: str, password: str) -> None:
    """Neither an unknown name nor a password of any length raises anything."""
    book.add("李干部", Role.COUNTY)

    assert book.verify(name, password) is None


def test_a_reset_gives_a_new_one_time_password_and_unlocks(book: StaffBook) -> None:
    """The old password is void."""
    old = book.add("李干部", Role.COUNTY)
    for _ in range(5):
        book.verify("李干部", "wrong")
    new = book.reset("李干部")
    member = book.verify("李干部", new)

    assert member is not None
    assert member.must_change
    assert book.verify("李干部", old) is None


def test_a_deactivated_account_is_gone_for_everybody(book: StaffBook) -> None:
    """It signs in no more, cannot be reset, and its name stays taken, for its history's sake."""
    password = book.add("李干部", Role.COUNTY)
    (member,) = book.members()
    book.deactivate("李干部")

    assert book.verify("李干部", password) is None
    assert book.member(member.id) is None
    assert book.members() == ()
    with pytest.raises(UnknownStaff):
        book.reset("李干部")
    with pytest.raises(NameTaken):
        book.add("李干部", Role.VILLAGE)


@pytest.mark.parametrize("name", ["", "李", "李 干部", "李\n干部", "李" * 41])
def test_a_name_that_cannot_be_read_out_is_refused(book: StaffBook, name: str) -> None:
    """Two to forty visible characters."""
    with pytest.raises(BadName):
        book.add(name, Role.COUNTY)


def test_the_reporter_is_not_staff(book: StaffBook) -> None:
    """No account has the farmer's role."""
    with pytest.raises(StaffError):
        book.add("李干部", Role.REPORTER)


def test_a_name_is_given_once(book: StaffBook) -> None:
    """Two accounts of one name could not be told apart in a history."""
    book.add("李干部", Role.COUNTY)

    with pytest.raises(NameTaken):
        book.add("李干部", Role.VILLAGE)


def test_a_locked_database_makes_no_account(sqlite_book: StaffBook, sqlite: Engine) -> None:
    """No password is printed for an account that is not there."""
    with writing(sqlite), pytest.raises(IntakeBusy):
        sqlite_book.add("李干部", Role.COUNTY)

    assert sqlite_book.members() == ()
