"""Rate limits and what is exempt from them."""

import pytest

from bot.ledger import Arrival
from bot.messages import Reply
from bot.pace import Pace, is_urgent
from intake.domain import Channel
from tests.bot.conftest import HARDSHIP


def _arrival(text: str | None = "雨露计划", payload: str | None = None, who: str = "a", origin: str = "") -> Arrival:
    return Arrival(Channel.WEB, f"web-{who}", "k", text=text, payload=payload, origin=origin)


def test_counts_per_conversation() -> None:
    """One conversation's limit is not another's."""
    pace = Pace("2/minute", "")
    assert [pace.allows(_arrival()) for _ in range(3)] == [True, True, False]
    assert pace.allows(_arrival(who="b"))


def test_counts_per_address_when_set() -> None:
    """The network address has a limit of its own over all its conversations."""
    pace = Pace("", "2/minute")
    assert [pace.allows(_arrival(who=str(number), origin="10.0.0.1")) for number in range(3)] == [True, True, False]
    assert pace.allows(_arrival(origin="10.0.0.2"))


def test_no_address_limit_by_default() -> None:
    """Without a setting, people behind one address do not share a limit."""
    pace = Pace("1/minute", "")
    assert all(pace.allows(_arrival(who=str(number), origin="127.0.0.1")) for number in range(50))


def test_self_report_passes_and_does_not_count() -> None:
    """Answers to the self-report pass, and leave the limit as it was for afterwards."""
    pace = Pace("1/minute", "")
    pace.answered("web-a", [Reply("您贵姓?", meta={"field": "name"})])
    assert all(pace.allows(_arrival("王桂花")) for _ in range(10))
    pace.answered("web-a", [Reply("记下了", meta={"status": "report_filed"})])
    assert [pace.allows(_arrival()) for _ in range(2)] == [True, False]


@pytest.mark.parametrize("text", [HARDSHIP, "我不想活了", "转人工", "給我找個真人", "有没有电话"])
def test_cries_for_help_always_pass(text: str) -> None:
    """Hardship, crisis and the wish for a person pass when the limit is reached."""
    pace = Pace("1/minute", "1/minute")
    pace.allows(_arrival(origin="10.0.0.1"))
    assert all(pace.allows(_arrival(text, origin="10.0.0.1")) for _ in range(5))


def test_button_for_a_person_passes() -> None:
    """So does the button; other buttons count."""
    assert is_urgent(_arrival(None, "/ask_human"))
    assert not is_urgent(_arrival(None, "/help"))
