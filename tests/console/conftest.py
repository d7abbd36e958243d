"""What the console tests share: an office with three accounts, and browsers."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from console.settings import ConsoleSettings
from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from intake.domain import Role
from intake.staff import StaffBook
from knowledge.drafts import Drafts
from knowledge.edition import EditionStore
from knowledge.jobs import Jobs
from knowledge.publishing import Parts, Publisher
from knowledge.records import Records
from knowledge.workshop import Workshop
from storage.engine import open_engine
from storage.migrate import upgrade
from tests.console.office import ADMIN, COUNTY, EDITOR, NEWCOMER, OWN_PASSWORD, VILLAGE, Browser, Office
from tests.intake.samples import StoppedClock
from tests.knowledge.small import GOLDEN, Built, answerer


@dataclass(frozen=True, slots=True)
class Template:
    """A migrated database with accounts, made once, since hashing passwords takes time."""

    path: Path
    one_time_password: str


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A county and a village account with passwords of their own, and one that has never signed in."""
    path = tmp_path_factory.mktemp("template") / "mingbai.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    book = StaffBook(engine, StoppedClock())
    for name, role, region in ((COUNTY, Role.COUNTY, "华容县"), (VILLAGE, Role.VILLAGE, "华容县东山镇天星村")):
        password = book.add(name, role, region)
        member = book.verify(name, password)
        assert member is not None
        book.change_password(member.id, password, OWN_PASSWORD)
    one_time_password = book.add(NEWCOMER, Role.TOWNSHIP, "华容县东山镇")
    engine.dispose()
    return Template(path, one_time_password)


def no_models() -> Publisher:
    """Stand where models would be loaded, in tests that need none."""
    raise AssertionError("no model should be loaded here")


@pytest.fixture
def office(template: Template, tmp_path: Path) -> Iterator[Office]:
    """An office on a database of its own that waits a tenth of a second for a lock."""
    shutil.copy(template.path, tmp_path)
    engine, clock = open_engine(f"sqlite:///{tmp_path}/mingbai.db?timeout=0.1"), StoppedClock()
    desk = IntakeDesk(engine, FieldCipher([Fernet.generate_key().decode()]), clock)
    settings = ConsoleSettings(console_secret_file=tmp_path / "console.key")
    folders = (EditionStore(tmp_path / "editions"), Drafts(tmp_path / "drafts"), Jobs(tmp_path / "jobs"))
    workshop = Workshop(*folders, Records(engine), no_models)
    yield Office(desk, settings, clock, template.one_time_password, workshop)
    engine.dispose()


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
    shutil.copytree(built.store_folder, tmp_path / "editions")
    built.ranker.save(tmp_path / "ranker.json")
    parts = Parts(office.workshop.store, built.encoders, tmp_path / "ranker.json", answerer, GOLDEN)
    old = office.workshop
    workshop = Workshop(old.store, old.drafts, old.jobs, old.records, lambda: Publisher(parts))
    return replace(office, workshop=workshop)


@pytest.fixture
def editor(library: Office) -> Browser:
    """An editor's browser in the library."""
    return library.member(EDITOR, Role.EDITOR)


@pytest.fixture
def admin(library: Office) -> Browser:
    """An administrator's browser in the library, on a console process of its own."""
    return library.member(ADMIN, Role.ADMIN)
