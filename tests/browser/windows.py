"""A Chromium and its windows, as fixtures for whichever folder of tests looks at pages."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.chromium import Watch, find_chromium, started

Open = Callable[..., Page]


# Not for the whole session: while Playwright runs, nothing else on this thread can run an event loop.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Chromium, started once for these tests."""
    with started(find_chromium()) as browser:
        yield browser


@pytest.fixture
def window(chromium: Browser) -> Iterator[Open]:
    """Open windows that know nothing of each other; afterwards none may have complained or asked another host."""
    watch = Watch()
    with ExitStack() as left:

        def open_window(address: str, **options: object) -> Page:
            context: BrowserContext = chromium.new_context(base_url=address, locale="zh-CN", **options)  # type: ignore[arg-type]
            left.callback(context.close)
            return watch.over(context).new_page()

        yield open_window
    assert watch.complaints == []
    assert watch.elsewhere == []
