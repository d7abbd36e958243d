"""What the console tests share: an office with three accounts, and browsers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from intake.domain import Role
from tests.console.office import ADMIN, COUNTY, EDITOR, Browser, Office
from tests.console.opening import Template, new_template, opened, with_library
from tests.knowledge.small import Built


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A county and a village account with passwords of their own, and one that has never signed in."""
    return new_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Iterator[Office]:
    """An office on a database of its own that waits a tenth of a second for a lock."""
    with opened(template, tmp_path) as office:
        yield office


@pytest.fixture
def browser(office: Office) -> Browser:
    """A browser that nobody has signed in with."""
    return Browser(office.app())


@pytest.fixture
def signed_in(office: Office) -> Callable[[str], Browser]:
    """Give each named member a browser of their own on the same console, signed in."""
    app = office.app()

    def sign_in(name: str) -> Browser:
        browser = Browser(app)
        browser.session_cookie = office.cookie(name)
        return browser

    return sign_in


@pytest.fixture
def county(signed_in: Callable[[str], Browser]) -> Browser:
    """The county member's browser."""
    return signed_in(COUNTY)


@pytest.fixture
def library(office: Office, built: Built, tmp_path: Path) -> Office:
    """The same office over a knowledge base of two sheets, with two golden questions."""
    return with_library(office, built, tmp_path)


@pytest.fixture
def editor(library: Office) -> Browser:
    """An editor's browser in the library."""
    return library.member(EDITOR, Role.EDITOR)


@pytest.fixture
def admin(library: Office) -> Browser:
    """An administrator's browser in the library, on a console process of its own."""
    return library.member(ADMIN, Role.ADMIN)
