"""What every response tells the browser."""

import re
from pathlib import Path

import pytest

import console
from console.headers import DOWNLOAD_POLICY, SECURITY
from tests.console.office import Browser, Office, routes_of

_OWN_SCRIPT = re.compile(r'<script src="/static/[a-zA-Z0-9/.-]+" defer></script>')
_OPEN = [("GET", "/healthz"), ("GET", "/sign-in"), ("POST", "/sign-in"), ("GET", "/static/console.css"), ("GET", "/x")]


def test_every_answer_carries_the_security_headers(county: Browser, browser: Browser, office: Office) -> None:
    """Open pages, pages behind the gate, redirects, refusals and files alike."""
    asked = [*_OPEN, *routes_of(office.app())]

    for visitor in (county, browser):
        for method, path in asked:
            shown = visitor.send(method, path)
            taken_away = shown.headers.get("content-disposition", "").startswith("attachment")
            expected = {**SECURITY, **({"content-security-policy": DOWNLOAD_POLICY} if taken_away else {})}
            assert {name: shown.headers.get(name) for name in SECURITY} == expected, (method, path)


def test_the_policy_allows_nothing_but_ourselves() -> None:
    """Own files and scripts only, no frames, no base, forms to ourselves."""
    policy = SECURITY["content-security-policy"]

    for rule in ("default-src 'self'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'self'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert DOWNLOAD_POLICY.startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize("template", sorted((Path(console.__file__).parent / "templates").glob("*.html")), ids=str)
def test_no_page_needs_what_the_policy_forbids(template: Path) -> None:
    """No scripts but our own files, no inline styles, handlers or addresses elsewhere in any template."""
    text = _OWN_SCRIPT.sub("", template.read_text(encoding="utf-8"))

    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|https?://|src=.(?!/[a-z])", text)
    assert "| safe" not in text


def test_the_style_sheet_fetches_nothing(browser: Browser) -> None:
    """No fonts or pictures from elsewhere."""
    shown = browser.get("/static/console.css")

    assert shown.headers["content-type"].startswith("text/css")
    assert "url(" not in shown.text
    assert "@import" not in shown.text
