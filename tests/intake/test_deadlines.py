"""Until when a state should be over."""

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from intake.clock import LOCAL_ZONE
from intake.deadlines import DEADLINES_FILE, Colour, Deadlines, Due, Standing
from intake.domain import CLOSED, OPEN, CaseState, Role, Urgency
from intake.errors import BadRuleFile
from intake.workdays import Workdays

_FACTS = Path(__file__).parents[2] / "knowledge" / "facts.jsonl"


@pytest.fixture(scope="module")
def deadlines() -> Deadlines:
    """The tables that come with the package."""
    return Deadlines.load(Workdays.load())


def _at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=LOCAL_ZONE)


def _due(deadlines: Deadlines, state: str, since: str, now: str, urgency: Urgency = Urgency.NORMAL) -> Due:
    due = deadlines.due(Standing(CaseState(state), _at(since), _at(since), urgency), _at(now))
    assert due is not None
    return due


@pytest.mark.parametrize(
    ("state", "since", "now", "on", "left", "colour", "told"),
    [
        # National Day 2023: two working days after 28 September are the 7th and the 8th of October, a weekend.
        ("received", "2023-09-28", "2023-09-28", "2023-10-08", 2, "green", None),
        ("received", "2023-09-28", "2023-10-05", "2023-10-08", 2, "green", None),
        ("received", "2023-09-28", "2023-10-07", "2023-10-08", 1, "yellow", None),
        ("received", "2023-09-28", "2023-10-08", "2023-10-08", 0, "orange", None),
        ("received", "2023-09-28", "2023-10-09", "2023-10-08", -1, "red", "township"),
        ("received", "2023-09-28", "2023-10-11", "2023-10-08", -3, "red", "county"),
        # Spring Festival 2024: the 18th, a Sunday, is worked, and the eight days before it are not.
        ("visit", "2024-02-08", "2024-02-09", "2024-02-19", 2, "green", None),
        ("visit", "2024-02-08", "2024-02-17", "2024-02-19", 2, "green", None),
        ("visit", "2024-02-08", "2024-02-18", "2024-02-19", 1, "yellow", None),
        ("visit", "2024-02-08", "2024-02-19", "2024-02-19", 0, "orange", None),
        ("visit", "2024-02-08", "2024-02-20", "2024-02-19", -1, "red", "township"),
        # a Saturday after the last day is overdue, but no working day has passed that somebody could have used
        ("township_check", "2026-11-18", "2026-11-21", "2026-11-20", 0, "red", None),
        # the township's own state goes up to the county only
        ("township_check", "2026-11-18", "2026-11-23", "2026-11-20", -1, "red", None),
        ("township_check", "2026-11-18", "2026-11-25", "2026-11-20", -3, "red", "county"),
        # nobody stands above the county
        ("county_decision", "2026-11-02", "2026-11-23", "2026-11-04", -13, "red", None),
        # the public notice hangs in calendar days
        ("village_review", "2026-11-13", "2026-11-14", "2026-11-20", 5, "green", None),
    ],
)
def test_deadlines_across_holidays(
    deadlines: Deadlines, state: str, since: str, now: str, on: str, left: int, colour: str, told: str | None
) -> None:
    """The last day, the working days left, the colour, and the level that is told."""
    due = _due(deadlines, state, since, now)

    assert (due.on, due.left, due.colour) == (date.fromisoformat(on), left, Colour(colour))
    assert due.escalated_to == (told and Role(told))
    assert due.sure


def test_an_urgent_case_has_less_time(deadlines: Deadlines) -> None:
    """One working day to take it instead of two."""
    assert _due(deadlines, "received", "2026-11-19", "2026-11-19", Urgency.NOW).on == date(2026, 11, 20)
    assert _due(deadlines, "received", "2026-11-19", "2026-11-19").on == date(2026, 11, 23)


def test_the_total_of_fifteen_days_binds_where_it_ends_first(deadlines: Deadlines) -> None:
    """Its source is the policy fact; waiting for the household is outside of it."""
    late = Standing(CaseState.TOWNSHIP_CHECK, _at("2026-11-19"), _at("2026-11-05"), Urgency.NORMAL)
    due = deadlines.due(late, _at("2026-11-19"))
    waiting = deadlines.due(replace(late, state=CaseState.MORE_INFORMATION), _at("2026-11-19"))

    assert due is not None
    assert (due.on, due.source) == (date(2026, 11, 20), "1.days_total")
    assert waiting is not None
    assert (waiting.on, waiting.source) == (date(2026, 12, 3), "县里自定")


@pytest.mark.parametrize("state", sorted(CLOSED))
def test_a_closed_case_has_no_deadline(deadlines: Deadlines, state: CaseState) -> None:
    """Nobody has to act any more."""
    assert (
        deadlines.due(Standing(state, _at("2026-11-19"), _at("2026-11-19"), Urgency.NORMAL), _at("2026-11-30")) is None
    )


def test_a_day_begins_at_midnight_in_china(deadlines: Deadlines) -> None:
    """17:00 UTC is the next day."""
    since = datetime.fromisoformat("2026-11-18T17:00+00:00")
    due = deadlines.due(Standing(CaseState.RECEIVED, since, since, Urgency.NORMAL), since)

    assert due is not None
    assert due.on == date(2026, 11, 23)


def test_a_deadline_beyond_the_holiday_table_is_not_sure(deadlines: Deadlines) -> None:
    """The office has to enter the next year's holidays."""
    assert not _due(deadlines, "received", "2026-12-31", "2026-12-31").sure


def test_every_open_state_has_a_deadline_with_a_source(deadlines: Deadlines) -> None:
    """A source is a fact of the knowledge base, or says that the county set it."""
    facts = {json.loads(line)["key"] for line in _FACTS.read_text(encoding="utf-8").splitlines() if line}

    assert set(deadlines.limits) == OPEN
    sources = {limit.source for limit in deadlines.limits.values()} | {deadlines.total.source}
    assert sources - facts == {"县里自定"}
    assert deadlines.notice_days == 5


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[state.appeal]", "[state.apeal]", "apeal"),
        ("days = 10", "days = 0", "more_information"),
        ('owner = "county"', 'owner = "reporter"', "not a level"),
        ('unit = "calendar"', 'unit = "weeks"', "weeks"),
        ("yellow = 0.5", "yellow = 0.9", "colours"),
        ('source = "1.days_total"', 'source = " "', "source is empty"),
        ("[escalation]", "[escalations]", "escalation"),
    ],
)
def test_a_mistake_in_the_table_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    """The county edits it by hand."""
    text = DEADLINES_FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "deadlines.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(BadRuleFile, match=r"deadlines\.toml") as caught:
        Deadlines.load(Workdays.load(), path)
    assert said in str(caught.value)
