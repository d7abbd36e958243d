"""Chromium for tests: found on this machine, started without a window, its pages watched for what must not happen."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

PATIENCE = 60_000  # milliseconds; what a test waits for at most on a machine that is busy with other things
_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Containers run as root, where the sandbox does not start; it opens nothing but our own pages.
_ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def find_chromium() -> str:
    """Return the path of the browser, or skip the test; fail where services are required."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    missing = f"no Chromium on PATH ({', '.join(_NAMES)}); `make browser` installs Debian's"
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)


@contextmanager
def started(path: str) -> Iterator[Browser]:
    """Start the browser at `path`; no test on this thread may run an event loop of its own meanwhile."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watch:
    """What the pages of a browser complained of, and what they asked other hosts for."""

    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> BrowserContext:
        """Listen to all pages of `context`."""
        context.set_default_timeout(PATIENCE)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", lambda request: self._asked(request.url))
        return context

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _is_refused_form(message):
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def _asked(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme not in ("data", "blob", "about") and address.hostname not in _LOOPBACK:
            self.elsewhere.append(url)


def _is_refused_form(message: ConsoleMessage) -> bool:
    # A page that answers a mistake with 4xx is what staff should see; Chromium tells of it as of a lost file.
    page: Page | None = message.page
    told = message.text.startswith("Failed to load resource: the server responded with a status of 4")
    return told and page is not None and message.location["url"].partition("?")[0] == page.url.partition("?")[0]
