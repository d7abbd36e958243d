"""What the intake tests share: a migrated database of each kind, a desk on it, staff, a clock."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, insert

from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from intake.domain import Role
from intake.tables import metadata, staff
from storage.engine import open_engine, writing
from storage.migrate import upgrade
from tests.intake.samples import StoppedClock
from tests.storage.databases import KINDS, need, new_database


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that each test copies."""
    path = tmp_path_factory.mktemp("template") / "mingbai.db"
    _upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a migrated PostgreSQL database that each test empties."""
    need("postgresql")
    with new_database("postgresql", tmp_path_factory.mktemp("none")) as url:
        _upgrade(url)
        yield url


def _upgrade(url: str) -> None:
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()


def _empty(url: str) -> None:
    engine = open_engine(url)
    with writing(engine) as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    engine.dispose()


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated database without rows, once of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path)
        yield f"sqlite:///{tmp_path}/mingbai.db"
        return
    url: str = request.getfixturevalue("postgres_url")
    yield url
    _empty(url)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a migrated SQLite file that waits a tenth of a second for a lock."""
    shutil.copy(sqlite_template, tmp_path)
    return f"sqlite:///{tmp_path}/mingbai.db?timeout=0.1"


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
