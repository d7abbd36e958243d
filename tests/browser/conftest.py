"""What browser tests share: a Chromium, offices on loopback ports, and the windows of their staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from console.sessions import COOKIE
from tests.browser.busy_library import busy_library
from tests.browser.busy_office import busy
from tests.browser.serving import serving
from tests.browser.windows import chromium, window
from tests.console.conftest import library, office, template
from tests.console.office import Office
from tests.console.opening import Template, opened, with_library
from tests.knowledge.small import Built

__all__ = ["chromium", "library", "office", "template", "window"]
_LOCK_SECONDS = 5.0  # a browser asks for several things at once


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    """The address of the office's console."""
    with serving(office.app()) as url:
        yield url


@dataclass(frozen=True, slots=True)
class Street:
    """A busy office's console: its address, the office, and the numbers and ids that addresses name."""

    address: str
    office: Office
    named: dict[str, str]

    def let_in(self, page: Page, name: str) -> Page:
        """Put a member's session into a window; nobody's when there is no name."""
        if name:
            page.context.add_cookies([{"name": COOKIE, "value": self.office.cookie(name), "url": self.address}])
        return page


@pytest.fixture(scope="package")
def street(template: Template, built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """A console after four weeks of work, for pages to be looked at."""
    folder: Path = tmp_path_factory.mktemp("busy")
    with opened(template, folder, _LOCK_SECONDS) as empty:
        cases = busy(empty)
        found = busy_library(with_library(empty, built, folder), built, folder)
        named = cases.cases | {name: str(number) for name, number in cases.campaigns.items()} | found.jobs
        named |= dict(zip(("first", "second", "third"), found.editions, strict=True))
        with serving(found.office.app()) as url:
            yield Street(url, found.office, named)
