"""What every response tells the browser."""

import re
from pathlib import Path

import pytest

import console
from console.headers import SECURITY
from tests.console.office import Browser, Office, routes_of

_OPEN = [("GET", "/healthz"), ("GET", "/sign-in"), ("POST", "/sign-in"), ("GET", "/static/console.css"), ("GET", "/x")]


def test_every_answer_carries_the_security_headers(county: Browser, browser: Browser, office: Office) -> None:
    """Open pages, pages behind the gate, redirects, refusals and files alike."""
    asked = [*_OPEN, *routes_of(office.app())]

    for visitor in (county, browser):
        for method, path in asked:
            shown = visitor.send(method, path)
            assert {name: shown.headers.get(name) for name in SECURITY} == dict(SECURITY), (method, path)


def test_the_policy_allows_nothing_but_ourselves() -> None:
    """Own files only, no scripts but those, no frames, no base, forms to ourselves."""
    policy = SECURITY["content-security-policy"]

    for rule in ("default-src 'self'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'self'"):
        assert rule in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("template", sorted((Path(console.__file__).parent / "templates").glob("*.html")), ids=str)
def test_no_page_needs_what_the_policy_forbids(template: Path) -> None:
    """No scripts but files of ours, no inline styles, handlers or addresses elsewhere in any template."""
    text = template.read_text(encoding="utf-8")
    text = re.sub(r'<script src="/static/vendor/[a-z0-9.-]+" defer></script>', "", text)

    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|https?://|src=", text)
    assert "| safe" not in text


def test_the_style_sheet_fetches_nothing(browser: Browser) -> None:
    """No fonts or pictures from elsewhere."""
    shown = browser.get("/static/console.css")

    assert shown.headers["content-type"].startswith("text/css")
    assert "url(" not in shown.text
    assert "@import" not in shown.text
