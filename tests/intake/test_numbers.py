"""Numbers people read out on the phone."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.numbers import CASE, RECEIPT, TICKET, find_number, new_number, read_number

_AT = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)  # midnight in China


def test_a_number_has_its_prefix_the_local_date_and_six_digits() -> None:
    """The date is that of China, not of the server."""
    head, tail = new_number(RECEIPT, _AT).split("-")

    assert head == "MB261123"
    assert len(tail) == 6
    assert tail.isdigit()


@given(st.sampled_from([RECEIPT, CASE, TICKET]), st.datetimes(datetime(2024, 1, 1), datetime(2099, 1, 1)))  # noqa: DTZ001
def test_every_number_given_out_can_be_read_again(prefix: str, at: datetime) -> None:
    """Alone and within a sentence."""
    number = new_number(prefix, at.replace(tzinfo=UTC))

    assert read_number(number) == number
    assert find_number(f"与{number}是同一户", prefix) == number


@pytest.mark.parametrize(
    "typed",
    ["MB261123-482917", " mb261123482917 ", "MB261123—482917", "ＭＢ２６１１２３－４８２９１７", "mb 261123 482917"],
)
def test_a_number_is_read_however_it_was_typed(typed: str) -> None:
    """Lower case, full width, another dash, none, spaces."""
    assert read_number(typed) == "MB261123-482917"


@pytest.mark.parametrize(
    "typed", ["", "482917", "MB261123-48291", "MB261123-4829177", "X261123-482917", "'; DROP", "\x00"]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    """Nothing else reaches the database."""
    assert read_number(typed) is None


def test_only_a_number_of_the_wanted_kind_is_found_in_a_text() -> None:
    """A merge names a case, not a receipt."""
    assert find_number("回执 MB261123-482917,案件 C261123-000001", CASE) == "C261123-000001"
    assert find_number("回执 MB261123-482917", CASE) is None
