"""What browser tests share: a Chromium, the office of the console tests on a loopback port, and its staff's windows."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import PATIENCE, Watch, find_chromium, started
from tests.browser.serving import serving
from tests.console.conftest import library, office, template
from tests.console.office import Office

__all__ = ["library", "office", "template"]
Open = Callable[..., Page]


# Not for the whole session: while Playwright runs, nothing else on this thread can run an event loop.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Chromium, started once for these tests."""
    expect.set_options(timeout=PATIENCE)
    with started(find_chromium()) as browser:
        yield browser


@pytest.fixture
def window(chromium: Browser) -> Iterator[Open]:
    """Open windows that know nothing of each other; afterwards none may have complained or asked another host."""
    watch = Watch()
    with ExitStack() as opened:

        def open_window(address: str, **options: object) -> Page:
            context = chromium.new_context(base_url=address, locale="zh-CN", **options)  # type: ignore[arg-type]
            opened.callback(context.close)
            return watch.over(context).new_page()

        yield open_window
    assert watch.complaints == []
    assert watch.elsewhere == []


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    """The address of the office's console."""
    with serving(office.app()) as url:
        yield url
