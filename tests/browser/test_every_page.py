"""Every page of the console, filled, on a phone and on a wide screen: whole, quiet, within its width, in Chinese.

`SCREENSHOTS=folder python -m pytest tests/browser/test_every_page.py` also keeps a picture of each in that folder.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from console.acts import Acts
from console.pages import load_texts
from intake.audit import staff_actor
from intake.wording import Wording
from tests.browser.conftest import Street
from tests.browser.looks import KNOWLEDGE, OFFICE, Look
from tests.browser.windows import Open
from tests.console.office import templates_of

PHONE, WIDE = 360, 1920
_HEIGHT = 900
_FILES = re.compile(r"\.(xlsx|svg)$")


def keep(page: Page, name: str) -> None:
    """Keep a picture of the whole page where SCREENSHOTS says."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("look", [*OFFICE, *KNOWLEDGE], ids=lambda look: look.name)
def test_within_its_width(window: Open, street: Street, look: Look) -> None:
    """Nothing sticks out to the side; there is a heading to read."""
    page = street.let_in(window(street.address, viewport={"width": PHONE, "height": _HEIGHT}), look.who)
    page.goto(look.path.format_map(street.named))
    if look.act:
        look.act(page)
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": _HEIGHT})
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        keep(page, f"{look.name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_log_reads_in_chinese(street: Street) -> None:
    """Four weeks of work leave no act and no object in code; what has no words would stand there as it is."""
    desk = street.office.desk
    members = {staff_actor(one.id): one.name for one in desk.staff.members()}
    acts = Acts(load_texts(), Wording.load(), members)
    told = {f"{acts.who(row)} {acts.what(row)} {acts.to_what(row)}" for row in desk.audit.rows(10_000)}
    assert [one for one in told if re.search("[a-z]", one)] == []


def test_every_page_is_looked_at(street: Street) -> None:
    """A new page says here how it comes to be seen."""
    paths = {look.path.format_map(street.named).partition("?")[0] for look in (*OFFICE, *KNOWLEDGE)}
    pages = {path for method, path in templates_of(street.office.app()) if method == "GET" and not _FILES.search(path)}
    missed = {
        path for path in pages if not any(re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", path), one) for one in paths)
    }
    assert missed == set()
