"""Personal data in text: found, checked by its checksum, masked."""

import re

_SEPARATED = r"[\s\-—–.·]?"
_PHONE = re.compile(r"(?<!\d)(?:\+?86[\s-]?)?(1[3-9]\d)" + _SEPARATED + r"(\d{4})" + _SEPARATED + r"(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[\s-]?(\d{7,8})(?!\d)")
_ID_NUMBER = re.compile(r"(?<!\d)(\d{6})[\s-]?(\d{8})[\s-]?(\d{3}[\dXx])(?![\dXx])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"  # GB 11643-1999


def find_phone(text: str) -> str | None:
    """Return the first mobile (11 digits) or landline number (with area code) in `text`, digits only."""
    for pattern in (_PHONE, _LANDLINE):
        match = pattern.search(_without_ids(text))
        if match:
            return "".join(match.groups())
    return None


def find_id_number(text: str) -> str | None:
    """Return the first resident ID number in `text` whose checksum holds, upper case."""
    for match in _ID_NUMBER.finditer(text):
        number = "".join(match.groups()).upper()
        if is_id_number(number):
            return number
    return None


def is_id_number(number: str) -> bool:
    """Tell whether `number` (18 characters) has a right check digit."""
    if len(number) != 18 or not number[:17].isdigit():
        return False
    return _CHECK[sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11] == number[17]


def mask_phone(phone: str) -> str:
    """Return `phone` with all but its first three and last four digits hidden."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


def mask_name(name: str) -> str:
    """Return `name` with only its first character left: 王**."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def redact(text: str) -> str:
    """Return `text` with phone and ID numbers, and any other run of seven digits or more, hidden."""
    hidden = _ID_NUMBER.sub("〔证件号〕", text)
    hidden = _LANDLINE.sub("〔电话〕", _PHONE.sub("〔电话〕", hidden))
    return re.sub(r"\d{7,}", "〔号码〕", hidden)


def _without_ids(text: str) -> str:
    return _ID_NUMBER.sub(" ", text)
