"""Nothing is shown to somebody who has not signed in."""

import pytest
from starlette.websockets import WebSocketDisconnect

from console.gate import return_path
from tests.console.office import Browser, Office, routes_of


def test_everything_behind_the_gate_asks_to_sign_in(browser: Browser, office: Office) -> None:
    """Every route and method, walked from the application itself, leads to the sign-in page and nowhere else."""
    found = routes_of(office.app())

    answers = {(method, path): browser.send(method, path) for method, path in found}

    assert len(found) >= 8
    assert {shown.status for shown in answers.values()} == {303}
    assert {shown.location.partition("?")[0] for shown in answers.values()} == {"/sign-in"}


@pytest.mark.parametrize("path", ["/nothing", "/cases/", "/cases/C261123-000000/nothing", "/.env", "/docs"])
def test_not_even_whether_a_page_exists(browser: Browser, path: str) -> None:
    """Unknown paths lead to the sign-in page too."""
    assert browser.get(path).location.startswith("/sign-in")


def test_only_these_are_open(office: Office) -> None:
    """What stands outside of the gate is counted here, so that nothing joins it by chance."""
    outside = [getattr(route, "path", "") for route in office.app().routes]

    assert outside == ["/healthz", "/sign-in", "/sign-in", "/sign-in/code", "/sign-in/code", "/static", ""]


def test_a_web_socket_is_turned_away(county: Browser) -> None:
    """There are none, and the gate lets none through."""
    with pytest.raises(WebSocketDisconnect) as refused:
        county.open_socket("/")

    assert refused.value.code == 1000


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/cases/C261123-482917", "/cases/C261123-482917"),
        ("/cases/C261123-482917/take", "/cases/C261123-482917"),
        ("/cases/C1?x=https://evil.example", "/cases/C1"),
        ("/password", "/"),
        ("//evil.example/cases/C1", "/"),
        ("", "/"),
    ],
)
def test_where_signing_in_leads_back_to(path: str, target: str) -> None:
    """Only to the case that was asked for, or to the queue."""
    assert return_path(path) == target
