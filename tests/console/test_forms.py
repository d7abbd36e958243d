"""Forms are taken only with the token of their session, and within limits."""

from collections.abc import Callable

import pytest

from console.sessions import COOKIE
from intake.domain import CaseState
from tests.console.office import COUNTY, VILLAGE, Browser, Office, routes_of


def test_every_form_is_refused_without_its_token(county: Browser, office: Office) -> None:
    """Every POST route, walked from the application itself, answers 403 and says that nothing was changed."""
    posts = [path for method, path in routes_of(office.app()) if method == "POST"]

    answers = [county.post(path, reason="x", number="x") for path in posts]

    assert len(posts) >= 5
    assert {shown.status for shown in answers} == {403}
    assert all("这张表单已经失效" in shown.words for shown in answers)


def test_taking_without_a_token_changes_nothing(county: Browser, office: Office) -> None:
    """A form sent from another site leaves the case as it is."""
    number = office.file().case_number

    county.post(f"/cases/{number}/take", csrf="forged")

    assert office.desk.case(number).state is CaseState.RECEIVED


def test_the_token_of_another_session_does_not_fit(signed_in: Callable[[str], Browser], office: Office) -> None:
    """A colleague's token is worth nothing in one's own session."""
    number = office.file().case_number
    theirs = signed_in(VILLAGE).get("/").token

    shown = signed_in(COUNTY).post(f"/cases/{number}/take", csrf=theirs)

    assert shown.status == 403


def test_signing_in_needs_a_token_too(browser: Browser) -> None:
    """Another site cannot sign somebody in under a foreign account."""
    shown = browser.post("/sign-in", name=COUNTY, password="x")

    assert shown.status == 403
    assert not any(cookie.startswith(COOKIE) for cookie in shown.cookies)


def test_the_sign_in_page_may_be_open_twice(browser: Browser) -> None:
    """Opening it in a second window does not spoil the form in the first."""
    first, second = browser.get("/sign-in"), browser.get("/sign-in")

    assert first.token == second.token != ""
    assert not second.cookies


def test_a_sign_in_page_left_open_overnight_is_refused(browser: Browser, office: Office) -> None:
    """A visitor's token lasts twelve hours; a fresh page works at once."""
    token = browser.get("/sign-in").token
    office.clock.advance(hours=12)

    assert browser.post("/sign-in", csrf=token, name="x", password="x").status == 403
    assert browser.get("/sign-in").token not in ("", token)


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data; boundary=x", ""])
def test_only_plain_forms_are_read(county: Browser, kind: str) -> None:
    """No page of ours sends anything but a plain form."""
    token = county.get("/").token

    assert county.send("POST", "/sign-out", f"csrf={token}".encode(), kind).status == 403
    assert county.get("/").status == 200


def test_an_endless_form_is_cut_off(county: Browser) -> None:
    """16 KB are enough for every form here; more gets a page that says so."""
    shown = county.submit("/", "/find", number="1" * 20_000)

    assert shown.status == 413
    assert "填得太长了" in shown.words


@pytest.mark.parametrize("body", [b"a=1&" * 50, b"\xff\xfe=\x00", b"%FF%FE=%00", b"=&=&="])
def test_odd_forms_are_refused_not_broken(county: Browser, body: bytes) -> None:
    """Whatever the bytes are, the answer is a refusal."""
    assert county.send("POST", "/find", body).status == 403
