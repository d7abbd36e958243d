"""Button payloads."""

import pytest

from bot.payloads import check_in, is_accepted, neutralize
from intake.campaigns import CheckIn


@pytest.mark.parametrize(
    "payload",
    [
        "/affirm", "/deny", "/start_report", "/check_status", "/withdraw_report", "/ask_human", "/help", "/stop",
        "/more", '/ask{"p":"yulu.amount"}', '/rate{"v":"up","a":"a1b2"}', '/fill{"value":"自己家"}', '/fill{"value":3}',
        '/campaign{"c":12,"v":"fine"}', "/wish",
    ],
)  # fmt: skip
def test_ours_are_accepted(payload: str) -> None:
    """Every payload that our actions offer is accepted."""
    assert is_accepted(payload)


@pytest.mark.parametrize(
    "payload",
    [
        "", "affirm", "/", "/restart", "/session_start", "/affirm ", " /affirm", "/affirm\n", "/affirm@1.0",
        "/inform{}{}", "/fill{", '/fill{"value":["a"]}', '/fill{"value":{"a":1}}', '/fill{"value":true}',
        '/fill{"Value!":"a"}', "/fill[1]", '/fill{"value":"' + "长" * 20 + '"}', '/ask{"p":"a"}/affirm',
        '/fill{"value":"a\nb"}', "/greet", '/fill{"value":"\ud800"}', '/fill{"value":"\\ud800"}',
    ],
)  # fmt: skip
def test_others_are_not(payload: str) -> None:
    """Unknown names, anything but one flat object of short values, and more than 64 bytes are not."""
    assert not is_accepted(payload)


def test_longest_payload_has_64_bytes() -> None:
    """Telegram's limit counts bytes, and exactly 64 is within it."""
    fitting = '/fill{"value":"' + "a" * 47 + '"}'
    assert len(fitting.encode()) == 64
    assert is_accepted(fitting)
    assert not is_accepted(fitting.replace("a", "aa", 1))


def test_slash_becomes_full_width() -> None:
    """Only a leading slash is replaced, and the rest is kept."""
    assert neutralize("/affirm/x") == "\uff0faffirm/x"
    assert neutralize("1/2") == "1/2"


def test_the_answer_to_a_campaign_is_read() -> None:
    """Only what a campaign's own buttons carry is taken for an answer."""
    assert check_in('/campaign{"c":12,"v":"trouble"}') == (12, CheckIn.TROUBLE)
    others = (
        None,
        "/campaign",
        '/campaign{"c":12,"v":"maybe"}',
        '/campaign{"c":"x","v":"fine"}',
        '/wish{"c":1,"v":"fine"}',
    )
    assert [check_in(payload) for payload in others] == [None] * 5
