"""The Chinese word for every value."""

import inspect
from enum import StrEnum

import pytest

import intake.domain
import intake.errors
from intake.deadlines import Colour
from intake.deliveries import DeliveryState
from intake.duplicates import SameBy
from intake.errors import BadName, IntakeError, KeyProblem, TakenByOther
from intake.importing import ImportColumn, ImportKind, ImportProblem
from intake.wording import Wording
from language.texts import UnknownText

_SHOWN = (Colour, DeliveryState, SameBy, ImportKind, ImportColumn)
_MEMBERS = [
    member
    for _, kind in [*inspect.getmembers(intake.domain, inspect.isclass), *((kind.__name__, kind) for kind in _SHOWN)]
    if issubclass(kind, StrEnum) and kind is not StrEnum
    for member in kind
]


@pytest.fixture(scope="module")
def wording() -> Wording:
    """The texts that come with the package."""
    return Wording.load()


@pytest.mark.parametrize("member", _MEMBERS, ids=lambda member: f"{type(member).__name__}.{member.name}")
def test_every_value_has_a_chinese_word(wording: Wording, member: StrEnum) -> None:
    """Nobody reads an English identifier; Telegram is a name."""
    word = wording.label(member)

    assert word == "Telegram" or all("\u4e00" <= char <= "\u9fff" for char in word)


@pytest.mark.parametrize(
    "kind", "opened linked urgency_raised report_withdrawn revealed take escalated corrected erased".split()
)
def test_every_event_has_a_word(wording: Wording, kind: str) -> None:
    """Moves are named by the move."""
    assert wording.event(kind)


def test_every_problem_of_an_import_has_a_sentence(wording: Wording) -> None:
    """Whoever filled the table in reads it."""
    assert all(wording.label(problem) for problem in ImportProblem)


def test_an_unknown_event_is_a_mistake(wording: Wording) -> None:
    """Better found by a test than read by staff."""
    with pytest.raises(UnknownText):
        wording.event("vanished")


def test_an_error_is_told_by_its_own_sentence_or_the_one_above(wording: Wording) -> None:
    """Details stand only where they help."""
    assert "2 到 40" in wording.error(BadName("x"))
    assert "(the file is empty)" in wording.error(KeyProblem("the file is empty"))
    assert wording.error(TakenByOther("just moved")) == wording.error(IntakeError("just moved"))


def test_every_error_of_the_intake_can_be_told(wording: Wording) -> None:
    """The command line meets any of them."""
    errors = [kind for kind in vars(intake.errors).values() if isinstance(kind, type) and issubclass(kind, IntakeError)]

    assert len(errors) > 10
    assert all(wording.error(kind("detail")) for kind in errors)
