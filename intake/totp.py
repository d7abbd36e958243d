"""Time-based one-time passwords (RFC 6238: SHA-1, six digits, half a minute each), as every authenticator app has."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote

STEP_SECONDS = 30
_DIGITS = 6
_SECRET_BYTES = 20
_DRIFT = 1  # steps that a phone's clock may be behind or ahead


def new_secret() -> str:
    """Return a fresh secret in base32, as apps take it."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def code_at(secret: str, step: int) -> str:
    """Return the code of one step of the clock."""
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}}"


def step_of(at: datetime) -> int:
    """Return the step of the clock at a moment."""
    return int(at.timestamp()) // STEP_SECONDS


def matching_step(secret: str, code: str, at: datetime, after: int) -> int | None:
    """Return the step whose code this is, near `at` and later than step `after`, or None."""
    now = step_of(at)
    found = None
    for step in range(now - _DRIFT, now + _DRIFT + 1):  # all of them, whatever fits: no time tells which
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()) and step > after:
            found = step
    return found


def address_of(secret: str, account: str, issuer: str) -> str:
    """Return what the QR code says: the otpauth address that an app reads."""
    label = quote(f"{issuer}:{account}")
    return f"otpauth://totp/{label}?secret={secret}&issuer={quote(issuer)}&digits={_DIGITS}&period={STEP_SECONDS}"
