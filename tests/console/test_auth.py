"""Signing in, changing the password, signing out."""

import pytest

from console.attempts import Attempts
from console.sessions import COOKIE, VISITOR_COOKIE
from tests.console.office import COUNTY, NEWCOMER, OWN_PASSWORD, VILLAGE, Browser, Office

NEW_PASSWORD = "lingwai-yige-mima"


def test_sign_in_leads_to_the_queue(browser: Browser) -> None:
    """The right name and password open the queue."""
    shown = browser.sign_in()

    assert (shown.status, shown.location) == (303, "/")
    assert "案件队列" in browser.get("/").words


def test_sign_in_leads_back_to_the_case_asked_for(browser: Browser) -> None:
    """Who was sent to sign in from a case comes back to it."""
    asked = browser.get("/cases/C261123-000000").location

    shown = browser.submit(asked, "/sign-in", name=COUNTY, password=OWN_PASSWORD, next="/cases/C261123-000000")

    assert "next=%2Fcases%2FC261123-000000" in asked
    assert shown.location == "/cases/C261123-000000"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_leads_nowhere_else(browser: Browser, target: str) -> None:
    """A link cannot make the sign-in send people to another site."""
    assert browser.sign_in(next=target).location == "/"


def test_the_same_answer_for_an_unknown_name_and_a_wrong_password(browser: Browser) -> None:
    """The page does not tell which names have an account."""
    unknown, wrong = browser.sign_in("没有这人", "x"), browser.sign_in(COUNTY, "x")

    assert unknown.status == wrong.status == 422
    assert "姓名或密码不对" in wrong.words
    assert unknown.words == wrong.words
    assert unknown.text.replace("没有这人", COUNTY) == wrong.text
    assert browser.get("/").location == "/sign-in"


def test_the_password_is_not_shown_again(browser: Browser) -> None:
    """A refused form comes back with the name and without the password."""
    shown = browser.sign_in(COUNTY, "geheim-123")

    assert f'value="{COUNTY}"' in shown.text
    assert "geheim-123" not in shown.text


def test_sign_in_is_limited_per_name_and_address(office: Office) -> None:
    """After five attempts at a name from one address even the right password is refused for a while."""
    app = office.app()
    here = Browser(app)
    for _ in range(5):
        here.sign_in("没有这人", "x")

    limited = here.sign_in("没有这人", "x")

    assert (limited.status, limited.headers["retry-after"]) == (429, "900")
    assert "试的次数太多了" in limited.words
    assert here.sign_in(COUNTY).status == 303
    assert Browser(app, "192.0.2.2").sign_in("没有这人", "x").status == 422


def test_a_right_password_starts_the_count_anew() -> None:
    """Somebody who mistypes now and then is never shut out."""
    attempts = Attempts(per_name=2, per_address=100)

    allowed = [attempts.allow("a", "here"), attempts.allow("a", "here"), attempts.allow("a", "here")]
    attempts.forget("a", "here")

    assert allowed == [True, True, False]
    assert attempts.allow("a", "here")


def test_one_address_cannot_try_names_without_end() -> None:
    """Attempts over many names from one address are limited too."""
    attempts = Attempts(per_name=5, per_address=3)

    assert [attempts.allow(name, "here") for name in "abcd"] == [True, True, True, False]
    assert attempts.allow("a", "there")


def test_a_new_session_id_at_sign_in(browser: Browser) -> None:
    """What a browser held before signing in is worth nothing afterwards, and a second sign-in ends the first."""
    browser.sign_in()
    first = browser.session_cookie
    again = browser.sign_in()

    assert first is not None
    assert browser.session_cookie != first
    assert any(cookie.startswith(f"{VISITOR_COOKIE}=;") for cookie in again.cookies)
    browser.session_cookie = first
    assert browser.get("/").status == 303


def test_the_cookies_are_kept_from_scripts_and_other_sites(browser: Browser) -> None:
    """Both cookies are HttpOnly and SameSite=Strict and last no longer than the browser."""
    before, after = browser.get("/sign-in"), browser.sign_in()

    for cookie in (before.cookies[0], after.cookies[0]):
        assert "; HttpOnly; SameSite=Strict" in cookie
        assert "Max-Age" not in cookie
    assert before.cookies[0].startswith(f"{VISITOR_COOKIE}=")
    assert after.cookies[0].startswith(f"{COOKIE}=")


def test_over_tls_the_cookie_is_never_sent_in_the_clear(office: Office) -> None:
    """Behind TLS the session cookie is Secure."""
    shown = Browser(office.app(), base_url="https://console.test").sign_in()

    assert shown.cookies[0].endswith("; Secure")


def test_a_one_time_password_must_be_changed_first(browser: Browser, office: Office) -> None:
    """Until the one-time password is changed, every page leads to changing it."""
    shown = browser.sign_in(NEWCOMER, office.one_time_password)

    assert shown.location == "/password"
    assert browser.get("/").location == browser.get("/cases/C261123-000000").location == "/password"
    assert "一次性密码" in browser.get("/password").words
    assert 'href="/"' not in browser.get("/password").text


def test_after_the_change_the_queue_opens(browser: Browser, office: Office) -> None:
    """With a password of one's own the work begins, and the one-time password is dead."""
    browser.sign_in(NEWCOMER, office.one_time_password)
    fields = {"old": office.one_time_password, "new": NEW_PASSWORD, "again": NEW_PASSWORD}

    shown = browser.submit("/password", "/password", **fields)

    assert "密码已经改好" in browser.get(shown.location).words
    assert Browser(office.app()).sign_in(NEWCOMER, office.one_time_password).status == 422
    assert Browser(office.app()).sign_in(NEWCOMER, NEW_PASSWORD).location == "/"


@pytest.mark.parametrize(
    ("old", "new", "again", "told"),
    [
        ("falsch", NEW_PASSWORD, NEW_PASSWORD, "现在的密码不对"),
        (OWN_PASSWORD, "short", "short", "新密码不合要求"),
        (OWN_PASSWORD, OWN_PASSWORD, OWN_PASSWORD, "新密码不合要求"),
        (OWN_PASSWORD, NEW_PASSWORD, "another-password", "两次输入的新密码不一样"),
    ],
)
def test_a_bad_change_is_refused_at_its_field(county: Browser, old: str, new: str, again: str, told: str) -> None:
    """The page says which field is wrong, and the password stays."""
    shown = county.submit("/password", "/password", old=old, new=new, again=again)

    assert shown.status == 422
    assert told in shown.words
    assert shown.text.count('aria-invalid="true"') == 1
    assert county.sign_in().status == 303


def test_guessing_the_present_password_is_limited(county: Browser) -> None:
    """Whoever finds an open browser cannot try passwords in the change form without end."""
    for _ in range(5):
        county.submit("/password", "/password", old="x", new=NEW_PASSWORD, again=NEW_PASSWORD)

    shown = county.submit("/password", "/password", old="x", new=NEW_PASSWORD, again=NEW_PASSWORD)

    assert shown.status == 429


def test_a_change_ends_the_other_sessions(office: Office) -> None:
    """After a change only the browser it was made in stays signed in."""
    app = office.app()
    here, elsewhere = Browser(app), Browser(app)
    here.sign_in()
    elsewhere.sign_in()
    office.clock.advance(seconds=1)

    here.submit("/password", "/password", old=OWN_PASSWORD, new=NEW_PASSWORD, again=NEW_PASSWORD)

    assert here.get("/").status == 200
    assert elsewhere.get("/").location == "/sign-in?over=1"


def test_a_reset_or_deactivated_account_is_out_at_once(browser: Browser, office: Office) -> None:
    """What an administrator does to an account ends its sessions."""
    browser.sign_in(VILLAGE)
    office.desk.staff.deactivate(VILLAGE)

    assert browser.get("/").status == 303
    assert browser.sign_in(VILLAGE).status == 422


def test_signing_out_ends_the_session_for_whoever_copied_its_cookie(county: Browser) -> None:
    """After signing out the cookie opens nothing any more."""
    copied = county.session_cookie
    shown = county.submit("/", "/sign-out")

    assert shown.location == "/sign-in?out=1"
    assert "您已经退出" in county.get(shown.location).words
    assert copied is not None
    county.session_cookie = copied
    assert county.get("/").location == "/sign-in?over=1"


def test_neither_names_nor_passwords_reach_the_log(
    browser: Browser, capsys: pytest.CaptureFixture[str], office: Office
) -> None:
    """The log knows that somebody was refused, and from where."""
    browser.sign_in("typed-my-password-here", "geheim-123")
    browser.sign_in()

    logged = capsys.readouterr().out
    assert "sign_in_refused" in logged
    assert "192.0.2.1" in logged
    assert not any(word in logged for word in ("typed-my-password-here", "geheim-123", COUNTY, OWN_PASSWORD))


def test_every_page_says_who_works_here(browser: Browser) -> None:
    """The bar shows the account's name and role."""
    browser.sign_in(VILLAGE)

    assert f"{VILLAGE}（村级）" in browser.get("/").words
