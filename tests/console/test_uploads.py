"""Forms with a file are taken only with the token of their session, and within limits."""

import pytest

from intake.attachments import MOST_BYTES
from tests.console.office import Browser, Office
from tests.intake.sample_files import JPEG

_KIND = "multipart/form-data; boundary=x"
_FILE = b'--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n' + JPEG + b"\r\n"


def _field(name: str, value: str) -> bytes:
    return f'--x\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


@pytest.fixture
def path(office: Office) -> str:
    """Where a file is sent to."""
    return f"/cases/{office.file().case_number}/attachments"


@pytest.fixture
def token(county: Browser) -> str:
    """The token of the county member's session."""
    return county.get("/password").token


def _kept(office: Office, path: str) -> int:
    return len(office.desk.attachments.of(path.split("/")[2]))


def test_the_token_is_checked_before_the_file_is_taken(
    county: Browser, office: Office, path: str, token: str
) -> None:
    """No token, a wrong one, or one that comes only after the file: refused, and nothing is kept."""
    told, end = _field("about", "票据"), b"--x--\r\n"
    bodies = [
        told + _FILE + end,
        _field("csrf", "forged") + told + _FILE + end,
        told + _FILE + _field("csrf", token) + end,
    ]

    assert [county.send("POST", path, body, _KIND).status for body in bodies] == [403, 403, 403]
    assert _kept(office, path) == 0
    assert county.send("POST", path, _field("csrf", token) + told + _FILE + end, _KIND).status == 303
    assert _kept(office, path) == 1


def test_a_file_that_is_too_large_is_cut_off(county: Browser, office: Office, path: str, token: str) -> None:
    """The page says so; a file at the limit is read."""
    shown = county.send_file(path, b"\xff\xd8\xff" + b"0" * MOST_BYTES, csrf=token, about="票据")
    fitting = county.send_file(path, JPEG[:-2] + b"0" * (MOST_BYTES - len(JPEG)) + JPEG[-2:], csrf=token, about="票据")

    assert shown.status == 413
    assert "填得太长了" in shown.words
    assert fitting.status == 303
    assert _kept(office, path) == 1


def test_a_field_is_no_place_for_a_file(county: Browser, path: str, token: str) -> None:
    """Only the file may be long."""
    assert county.send_file(path, JPEG, csrf=token, about="长" * 20_000).status == 413


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"csrf=TOKEN", "application/x-www-form-urlencoded"),
        (b"", _KIND),
        (b"--x", _KIND),
        (b"nonsense", _KIND),
        (_field("csrf", "TOKEN") + _FILE, _KIND),  # cut off
        (_field("csrf", "TOKEN") + _FILE + _FILE + b"--x--\r\n", _KIND),
        (_field("csrf", "TOKEN") * 11 + b"--x--\r\n", _KIND),
        (_field("csrf", "TOKEN") + b"--x\r\nnothing: x\r\n\r\n" + b"--x--\r\n", "multipart/form-data"),
        (_field("csrf", "TOKEN") + b"--x--\r\n", f"multipart/form-data; boundary={'x' * 71}"),
        (_field("csrf", "TOKEN") + b"--x\r\n" + b"a: b\r\n" * 50 + b"\r\n", _KIND),
    ],
)
def test_odd_bodies_are_refused_not_broken(
    county: Browser, office: Office, path: str, token: str, body: bytes, kind: str
) -> None:
    """Whatever the bytes are, the answer is a refusal."""
    shown = county.send("POST", path, body.replace(b"TOKEN", token.encode()), kind)

    assert shown.status == 403
    assert _kept(office, path) == 0


def test_somebody_not_signed_in_sends_nothing(browser: Browser, path: str) -> None:
    """The gate stands before the file."""
    assert browser.send_file(path, JPEG, csrf="x", about="票据").location.startswith("/sign-in")
