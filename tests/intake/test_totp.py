"""Codes as RFC 6238 defines them."""

import base64
from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from intake.totp import address_of, code_at, matching_step, new_secret, step_of

_RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ],
)
def test_the_codes_of_the_standard(seconds: int, code: str) -> None:
    """The last six digits of the test vectors in appendix B."""
    assert code_at(_RFC_SECRET, step_of(datetime.fromtimestamp(seconds, UTC))) == code


def test_a_clock_may_be_half_a_minute_off() -> None:
    """The step before and the one after fit, no other; and none that is not later than the last one used."""
    at = datetime(2026, 11, 23, 8, 0, 10, tzinfo=UTC)
    now = step_of(at)
    codes = [code_at(_RFC_SECRET, now + drift) for drift in (-2, -1, 0, 1, 2)]

    assert [matching_step(_RFC_SECRET, code, at, 0) for code in codes] == [None, now - 1, now, now + 1, None]
    assert [matching_step(_RFC_SECRET, code, at, now) for code in codes] == [None, None, None, now + 1, None]
    assert matching_step(_RFC_SECRET, "", at, 0) is None
    assert matching_step(_RFC_SECRET, "一二三", at, 0) is None


def test_what_an_app_reads() -> None:
    """A secret of 160 bits, and who it is for."""
    secret = new_secret()
    told = urlsplit(address_of(secret, "张主任", "明白工作台"))

    assert len(base64.b32decode(secret)) == 20
    assert (told.scheme, told.netloc) == ("otpauth", "totp")
    assert unquote(told.path) == "/明白工作台:张主任"
    assert parse_qs(told.query)["secret"] == [secret]
    assert parse_qs(told.query)["issuer"] == ["明白工作台"]
