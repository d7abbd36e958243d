"""How long a session lasts, and what makes it worthless."""

import pytest

from console.secret import open_secret
from console.sessions import Sessions
from tests.console.office import COUNTY, Browser, Office


def test_a_session_lasts_as_long_as_it_is_used(county: Browser, office: Office) -> None:
    """Work every 29 minutes keeps the session open."""
    for _ in range(3):
        office.clock.advance(minutes=29)
        assert county.get("/").status == 200


def test_an_idle_session_ends_after_half_an_hour(county: Browser, office: Office) -> None:
    """30 minutes without a page, and one has to sign in again, being told why."""
    office.clock.advance(minutes=30)

    shown = county.get("/")

    assert shown.location == "/sign-in?over=1"
    assert "登录已经失效" in county.get(shown.location).words


def test_no_session_lasts_longer_than_twelve_hours(county: Browser, office: Office) -> None:
    """Even when it is used all the time."""
    statuses = []
    for _ in range(36):
        office.clock.advance(minutes=20)
        statuses.append(county.get("/password").status)

    assert statuses == [200] * 35 + [303]


def test_a_restart_signs_nobody_out(county: Browser, office: Office) -> None:
    """The key is on disk, so that another process of the console knows the session."""
    another = Browser(office.app())
    assert county.session_cookie is not None

    another.session_cookie = county.session_cookie

    assert another.get("/").status == 200


def test_a_new_key_signs_everybody_out(county: Browser, office: Office) -> None:
    """Removing the key file ends all sessions at the next start."""
    office.settings.console_secret_file.unlink()
    another = Browser(office.app())
    assert county.session_cookie is not None

    another.session_cookie = county.session_cookie

    assert another.get("/").status == 303


@pytest.mark.parametrize("place", [0, 20, -1])
def test_a_changed_cookie_opens_nothing(county: Browser, place: int) -> None:
    """One character changed anywhere, and the cookie is no session."""
    cookie = list(county.session_cookie or "")
    # The last character also carries bits that mean nothing; these two letters differ in those that count.
    cookie[place] = "A" if cookie[place] not in "ABCD" else "k"

    county.session_cookie = "".join(cookie)

    assert county.get("/").status == 303


def test_the_cookie_holds_no_name(county: Browser, office: Office) -> None:
    """The cookie tells an account's number, not whose it is."""
    member = next(member for member in office.desk.staff.members() if member.name == COUNTY)
    sessions = Sessions(open_secret(office.settings.console_secret_file), office.clock)

    session = sessions.start(member)

    assert COUNTY not in repr(session)
    assert session.staff_id == member.id


def test_ended_sessions_are_forgotten_when_their_last_cookie_is_too_old(office: Office) -> None:
    """The process does not remember ended sessions for ever."""
    member = office.desk.staff.members()[0]
    sessions = Sessions("x" * 40, office.clock)
    for _ in range(3):
        sessions.end(sessions.start(member))
        office.clock.advance(minutes=20)

    assert len(sessions._ended) == 2
