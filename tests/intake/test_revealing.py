"""How many identities somebody may look at."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from intake.domain import Role
from intake.errors import NoteRequired, TooManyReveals, UnknownCase, UnknownStaff
from intake.reports import Person
from intake.rulebook import Rulebook
from tests.intake.samples import StoppedClock, of_neighbour


@pytest.fixture
def five(engine: Engine, cipher: FieldCipher, clock: StoppedClock) -> IntakeDesk:
    """An intake where one may look at five households an hour."""
    return IntakeDesk(engine, cipher, clock, rules=replace(Rulebook.load(), reveals_per_hour=5))


@pytest.fixture
def numbers(five: IntakeDesk) -> list[str]:
    """Eight cases."""
    people = [Person(f"王{at}", "华容县东山镇天星村") for at in range(8)]
    return [five.file(of_neighbour(one.name or "", one, f"web-{one.name}")).case_number for one in people]


def _revealed(desk: IntakeDesk, numbers: list[str]) -> int:
    return sum(event.kind == "revealed" for number in numbers for event in desk.case(number).events)


def test_five_an_hour_and_no_more(
    five: IntakeDesk, numbers: list[str], county: int, clock: StoppedClock, add_staff: Callable[[str, Role], int]
) -> None:
    """The sixth is refused and not written down; a colleague still may, and so may one oneself an hour later."""
    for number in numbers[:5]:
        five.reveal(number, county, "核对")
        clock.advance(minutes=5)
    with pytest.raises(TooManyReveals) as refused:
        five.reveal(numbers[5], county, "核对")

    assert refused.value.left == 0
    assert _revealed(five, numbers) == 5
    assert five.reveal(numbers[5], add_staff("赵县长", Role.COUNTY), "核对").name == "王5"
    clock.advance(minutes=36)
    assert five.reveal(numbers[6], county, "核对").name == "王6"


def test_an_export_counts_every_household(five: IntakeDesk, numbers: list[str], county: int) -> None:
    """All or none: nothing of one that does not fit is shown, and how many are left is told."""
    five.reveal(numbers[0], county, "核对")
    with pytest.raises(TooManyReveals) as refused:
        five.revealing.reveal(numbers[:5], county, "录入")
    assert (refused.value.left, _revealed(five, numbers)) == (4, 1)

    assert [one.name for one in five.revealing.reveal(numbers[:4], county, "录入")] == ["王0", "王1", "王2", "王3"]
    with pytest.raises(TooManyReveals):
        five.reveal(numbers[0], county, "核对")
    assert five.audit.verify().wrong is None


def test_requests_at_the_same_moment_are_all_counted(five: IntakeDesk, numbers: list[str], county: int) -> None:
    """Eight at once get five."""

    def one(number: str) -> bool:
        try:
            five.reveal(number, county, "核对")
        except TooManyReveals:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        shown = list(pool.map(one, numbers))

    assert shown.count(True) == 5
    assert _revealed(five, numbers) == 5


def test_what_is_refused_is_not_counted(five: IntakeDesk, numbers: list[str], county: int) -> None:
    """No reason, no such case, no such account."""
    with pytest.raises(NoteRequired):
        five.reveal(numbers[0], county, " ")
    with pytest.raises(UnknownCase):
        five.revealing.reveal([numbers[0], "C000101-000000"], county, "核对")
    with pytest.raises(UnknownStaff):
        five.reveal(numbers[0], county + 1, "核对")

    assert _revealed(five, numbers) == 0
