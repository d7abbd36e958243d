"""Numbers people read out on the phone: receipts MB261123-482917, cases C…, tickets T…"""

import re
import secrets
from collections.abc import Callable
from datetime import datetime

from intake.clock import LOCAL_ZONE
from language.normalize import normalize

RECEIPT = "MB"
CASE = "C"
TICKET = "T"

NewNumber = Callable[[str, datetime], str]  # (prefix, moment) -> number
_NUMBER = re.compile(r"(MB|C|T)\W*(\d{6})\W*(\d{6})")


def new_number(prefix: str, at: datetime) -> str:
    """Return `prefix`, the local date of `at` as yymmdd, and six random digits."""
    return f"{prefix}{at.astimezone(LOCAL_ZONE):%y%m%d}-{secrets.randbelow(1_000_000):06d}"


def read_number(text: str) -> str | None:
    """Return the number that `text` is, however it was typed (mb261123 482917), or None when it is none."""
    match = _NUMBER.fullmatch(normalize(text).upper())
    return f"{match[1]}{match[2]}-{match[3]}" if match else None


def find_number(text: str, prefix: str) -> str | None:
    """Return the first number with `prefix` inside `text`, or None."""
    for match in _NUMBER.finditer(normalize(text).upper()):
        if match[1] == prefix:
            return f"{match[1]}{match[2]}-{match[3]}"
    return None
