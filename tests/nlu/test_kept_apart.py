"""Measuring on messages kept apart from training."""

from collections import Counter

import pytest

from language.plain import plain
from nlu.kept_apart import Heard, report, trouble, utterances
from tests.nlu.test_data import intents
from tests.nlu.test_data import utterances as taught


def test_nothing_measured_was_taught() -> None:
    """No message used to measure stands in the training data, however it is written."""
    known = {plain(line) for lines in taught().values() for line in lines}
    assert [row["text"] for row in utterances() if plain(row["text"]) in known and len(plain(row["text"])) > 4] == []


def test_messages_are_of_known_intents() -> None:
    """Every row has an intent of the domain, a style and an id of its own; there are at least 800."""
    rows = utterances()
    assert {row["intent"] for row in rows} <= intents()
    assert len({row["id"] for row in rows}) == len(rows) >= 800
    assert min(Counter(row["style"] for row in rows).values()) >= 50


def test_shares_follow_their_definitions() -> None:
    """A report heard as a crisis is heard; a question heard as a report is a false alarm."""
    heard = [
        Heard("a", "short", "report_risk", "crisis"),
        Heard("b", "short", "crisis", "crisis"),
        Heard("c", "short", "report_risk", "ask_policy"),
        Heard("d", "dialect", "ask_policy", "report_risk"),
        Heard("e", "dialect", "chitchat", "chitchat"),
    ]
    shares = trouble(heard)
    assert shares["risk_recall"] == pytest.approx(2 / 3, abs=1e-4)
    assert shares["risk_precision"] == pytest.approx(2 / 3, abs=1e-4)
    assert (shares["crisis_recall"], shares["crisis_precision"], shares["false_alarms"]) == (1.0, 0.5, 0.5)
    whole = report(heard)
    assert whole["missed"] == ["c"]
    assert set(whole["styles"]) == {"short", "dialect"}
