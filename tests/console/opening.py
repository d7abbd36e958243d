"""How the tests' offices are opened: accounts made once, a database and folders of its own for each office."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

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
from tests.console.office import COUNTY, NEWCOMER, OWN_PASSWORD, VILLAGE, Office
from tests.intake.samples import StoppedClock
from tests.knowledge.small import GOLDEN, Built, answerer


@dataclass(frozen=True, slots=True)
class Template:
    """A migrated database with accounts, made once, since hashing passwords takes time."""

    path: Path
    one_time_password: str


def new_template(folder: Path) -> Template:
    """Make a county and a village account with passwords of their own, and one that has never signed in."""
    path = folder / "mingbai.db"
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


@contextmanager
def opened(template: Template, folder: Path, lock_seconds: float = 0.1) -> Iterator[Office]:
    """Open an office on a database of its own in `folder` that waits so long for a lock."""
    shutil.copy(template.path, folder)
    engine, clock = open_engine(f"sqlite:///{folder}/mingbai.db?timeout={lock_seconds}"), StoppedClock()
    desk = IntakeDesk(engine, FieldCipher([Fernet.generate_key().decode()]), clock)
    settings = ConsoleSettings(console_secret_file=folder / "console.key")
    folders = (EditionStore(folder / "editions"), Drafts(folder / "drafts"), Jobs(folder / "jobs"))
    workshop = Workshop(*folders, Records(engine), no_models)
    yield Office(desk, settings, clock, template.one_time_password, workshop)
    engine.dispose()


def with_library(office: Office, built: Built, folder: Path) -> Office:
    """Return the office over a knowledge base of two sheets, with two golden questions."""
    shutil.copytree(built.store_folder, folder / "editions")
    built.ranker.save(folder / "ranker.json")
    parts = Parts(office.workshop.store, built.encoders, folder / "ranker.json", answerer, GOLDEN)
    old = office.workshop
    workshop = Workshop(old.store, old.drafts, old.jobs, old.records, lambda: Publisher(parts))
    return replace(office, workshop=workshop)
