"""Signing in with a code besides the password, and turning that on."""

import re
from collections.abc import Callable

import pytest

from console.sessions import COOKIE, HALF_COOKIE
from intake.domain import Role
from intake.totp import code_at, step_of
from tests.console.office import COUNTY, NEWCOMER, OWN_PASSWORD, VILLAGE, Browser, Office


def _code(office: Office, secret: str) -> str:
    return code_at(secret, step_of(office.clock.now))


@pytest.fixture
def secret(county: Browser) -> str:
    """The secret that the county member is shown to scan."""
    shown = county.submit("/second-factor", "/second-factor/begin", password=OWN_PASSWORD)
    found = re.search(r'class="secret">(\w+)<', shown.text)
    assert found
    return found[1]


@pytest.fixture
def codes(county: Browser, office: Office, secret: str) -> list[str]:
    """The county member's recovery codes; the phone shows a new code by now."""
    shown = county.submit("/second-factor", "/second-factor/confirm", code=_code(office, secret))
    office.clock.advance(seconds=30)
    return re.findall(r"<li><code>([\w-]+)</code>", shown.text)


def test_turning_it_on(county: Browser, office: Office, secret: str) -> None:
    """A picture to scan, a code to confirm, ten recovery codes that are shown once."""
    picture = county.get("/second-factor/qr.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert "<svg" in picture.text
    assert "style=" not in picture.text

    wrong = county.submit("/second-factor", "/second-factor/confirm", code="000000")
    assert (wrong.status, "这个数字不对" in wrong.words) == (422, True)
    shown = county.submit("/second-factor", "/second-factor/confirm", code=_code(office, secret))

    assert len(re.findall(r"<li><code>", shown.text)) == 10
    again = county.get("/second-factor")
    assert "已经开启两步验证" in again.words
    assert secret not in again.text
    assert "<code>" not in again.text
    assert county.get("/second-factor/qr.svg").status == 404


def test_turning_it_on_needs_the_password(county: Browser) -> None:
    """A browser that somebody left open is not enough, and guessing is limited."""
    statuses = [
        county.submit("/second-factor", "/second-factor/begin", password="geraten").status for _ in range(6)
    ]

    assert statuses == [422] * 5 + [429]
    assert county.get("/second-factor/qr.svg").status == 404


@pytest.mark.usefixtures("codes")
def test_it_is_not_set_up_a_second_time(county: Browser) -> None:
    """Who has it on cannot put another phone in its place without an administrator."""
    token = county.get("/").token
    shown = county.post("/second-factor/begin", csrf=token, password=OWN_PASSWORD)

    assert shown.status == 409
    assert "请先找管理员关闭" in shown.words


@pytest.mark.usefixtures("codes")
def test_the_password_alone_opens_nothing(browser: Browser, office: Office, secret: str) -> None:
    """It leads to the code, and only the code to the case that was asked for; the session is new."""
    half = browser.sign_in(next="/cases/C261123-000000")

    assert (half.status, half.location) == (303, "/sign-in/code")
    assert not any(cookie.startswith(f"{COOKIE}=") for cookie in half.cookies)
    assert browser.get("/").location == "/sign-in"
    assert browser.submit("/sign-in/code", "/sign-in/code", code="000000").status == 422

    shown = browser.submit("/sign-in/code", "/sign-in/code", code=_code(office, secret))

    assert shown.location == "/cases/C261123-000000"
    assert any(cookie.startswith(f"{HALF_COOKIE}=; ") for cookie in shown.cookies)
    assert browser.get("/").status == 200


@pytest.mark.usefixtures("codes")
def test_a_code_is_good_for_one_sign_in(office: Office, secret: str) -> None:
    """Whoever looked over the shoulder and knows the password is refused."""
    app = office.app()
    statuses = []
    for _ in range(2):
        browser = Browser(app)
        browser.sign_in()
        statuses.append(browser.submit("/sign-in/code", "/sign-in/code", code=_code(office, secret)).status)

    assert statuses == [303, 422]


def test_a_recovery_code_signs_in_once(office: Office, codes: list[str]) -> None:
    """For whoever has left the phone at home."""
    statuses = []
    for code in (codes[0], codes[0], codes[1]):
        browser = Browser(office.app())
        browser.sign_in()
        statuses.append(browser.submit("/sign-in/code", "/sign-in/code", code=code).status)

    assert statuses == [303, 422, 303]


@pytest.mark.usefixtures("codes")
def test_guessing_codes_is_limited(browser: Browser, office: Office, secret: str) -> None:
    """After five wrong ones the right one is refused too, here and from any other address and process."""
    browser.sign_in()
    statuses = [browser.submit("/sign-in/code", "/sign-in/code", code="000000").status for _ in range(6)]
    elsewhere = Browser(office.app(), "192.0.2.9")
    elsewhere.sign_in()

    assert statuses == [422] * 5 + [429]
    assert elsewhere.submit("/sign-in/code", "/sign-in/code", code=_code(office, secret)).status == 422


@pytest.mark.usefixtures("codes")
def test_the_code_is_asked_for_five_minutes(browser: Browser, office: Office, secret: str) -> None:
    """Then the password has to be given again; the same when it was changed meanwhile."""
    browser.sign_in()
    page = browser.get("/sign-in/code")
    office.clock.advance(minutes=5)
    late = browser.post("/sign-in/code", csrf=page.token, code=_code(office, secret))
    browser.sign_in()
    office.clock.advance(seconds=1)
    office.desk.staff.reset(COUNTY)
    changed = browser.submit("/sign-in/code", "/sign-in/code", code=_code(office, secret))

    assert late.location == changed.location == "/sign-in"
    assert Browser(office.app()).get("/sign-in/code").location == "/sign-in"


def test_an_administrator_turns_it_off(signed_in: Callable[[str], Browser], office: Office, codes: list[str]) -> None:
    """For who has lost phone and codes; only where it is on is there a button, and the log names who pressed it."""
    office.desk.staff.add("管理员甲", Role.ADMIN)
    admin = next(one for one in office.desk.staff.members() if one.name == "管理员甲")
    office.desk.staff.change_password(admin.id, office.desk.staff.reset("管理员甲"), OWN_PASSWORD)
    browser = signed_in("管理员甲")
    page = browser.get("/accounts")
    assert page.text.count("/accounts/second-factor-off") == 1

    shown = browser.post("/accounts/second-factor-off", csrf=page.token, name=COUNTY)

    assert "两步验证已经关闭" in shown.words
    assert office.desk.audit.rows(1)[0].actor == f"staff:{admin.id}"
    assert Browser(office.app()).sign_in(COUNTY).location == "/"
    assert len(codes) == 10


def test_the_others_sign_in_as_before(browser: Browser, office: Office, codes: list[str]) -> None:
    """It is each member's own choice; a one-time password is changed first."""
    assert codes
    assert browser.sign_in(VILLAGE).location == "/"
    newcomer = Browser(office.app())
    newcomer.sign_in(NEWCOMER, office.one_time_password)
    assert newcomer.get("/second-factor").location == "/password"
