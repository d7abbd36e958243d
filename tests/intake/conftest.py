"""What the intake tests share: a migrated database of each kind, a desk on it, staff, a clock."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, insert, make_url

from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from intake.domain import Role
from intake.tables import staff
from storage.engine import open_engine, writing
from storage.migrate import upgrade
from tests.intake.samples import StoppedClock
from tests.storage.databases import KINDS, need, new_database


@pytest.fixture(scope="session")
def template_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Give the URL of a migrated database of a kind, made at first use and copied by each test."""
    made: dict[str, str] = {}
    contexts = []

    def template(kind: str) -> str:
        if kind not in made:
            context = new_database(kind, tmp_path_factory.mktemp("template"))
            contexts.append(context)
            made[kind] = context.__enter__()
            engine = open_engine(made[kind])
            upgrade(engine)
            engine.dispose()
        return made[kind]

    yield template
    for context in contexts:
        context.__exit__(None, None, None)


def _migrated(kind: str, template: str, folder: Path) -> Iterator[str]:
    name = make_url(template).database or ""
    if kind == "sqlite":
        shutil.copy(name, folder / "mingbai.db")
    with new_database(kind, folder, template=name) as url:
        yield url


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, template_of: Callable[[str], str], tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated database without rows, once of each kind."""
    need(request.param)
    yield from _migrated(request.param, template_of(request.param), tmp_path)


@pytest.fixture
def sqlite_url(template_of: Callable[[str], str], tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated SQLite file that waits a tenth of a second for a lock."""
    for url in _migrated("sqlite", template_of("sqlite"), tmp_path):
        yield f"{url}?timeout=0.1"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on the migrated database."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Engine]:
    """An engine on the migrated SQLite file."""
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> StoppedClock:
    """A clock that stands at 2026-11-23 08:00 UTC."""
    return StoppedClock()


@pytest.fixture
def cipher() -> FieldCipher:
    """A cipher with a key of its own."""
    return FieldCipher([Fernet.generate_key().decode()])


@pytest.fixture
def desk(engine: Engine, cipher: FieldCipher, clock: StoppedClock) -> IntakeDesk:
    """An intake on each kind of database."""
    return IntakeDesk(engine, cipher, clock)


@pytest.fixture
def sqlite_desk(sqlite: Engine, cipher: FieldCipher, clock: StoppedClock) -> IntakeDesk:
    """An intake on SQLite."""
    return IntakeDesk(sqlite, cipher, clock)


@pytest.fixture
def add_staff(engine: Engine, clock: StoppedClock) -> Callable[[str, Role], int]:
    """Add a staff account without the cost of a password and return its id."""

    def add(name: str, role: Role) -> int:
        row = {"name": name, "role": role.value, "region": "", "password_hash": "-", "password_set_at": clock.now}
        flags = {"must_change": False, "failed": 0, "active": True}
        with writing(engine) as connection:
            key = connection.execute(insert(staff).values(**row, **flags).returning(staff.c.id))
            return int(key.scalar_one())

    return add


@pytest.fixture
def county(add_staff: Callable[[str, Role], int]) -> int:
    """The id of a county staff member."""
    return add_staff("周县长", Role.COUNTY)
