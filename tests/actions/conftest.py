"""A whole action server over a real SQLite intake; the knowledge base is a double of two passages."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine

from actions.answering import Office
from actions.server import Collaborators, actions_of
from actions.voice import Voice
from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from knowledge.records import Records
from storage.engine import open_engine
from storage.migrate import upgrade
from tests.actions.doubles import TwoPassages
from tests.actions.talking import Conversation


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file without rows, copied by each test."""
    path = tmp_path_factory.mktemp("template") / "mingbai.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    with engine.begin() as connection:  # everything into the one file that is copied
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture
def engine(migrated: Path, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database of the test's own, that waits a tenth of a second for a lock."""
    path = tmp_path / "mingbai.db"
    path.write_bytes(migrated.read_bytes())
    engine = open_engine(f"sqlite:///{path}?timeout=0.1")
    yield engine
    engine.dispose()


@pytest.fixture
def desk(engine: Engine) -> IntakeDesk:
    """A real intake."""
    return IntakeDesk(engine, FieldCipher([Fernet.generate_key().decode()]))


@pytest.fixture
def answerer() -> TwoPassages:
    """A knowledge base that knows two passages."""
    return TwoPassages(date(2026, 11, 23))


@pytest.fixture
def talk(engine: Engine, desk: IntakeDesk, answerer: TwoPassages) -> Callable[[str], Conversation]:
    """Start a conversation with the whole set of actions, by its key."""
    voice = Voice.load("0731-12317", "某县")
    actions = actions_of(Collaborators(desk, answerer, Records(engine), voice, Office("湖南省某县")))
    return lambda key: Conversation(key, actions)


@pytest.fixture
def person(talk: Callable[[str], Conversation]) -> Conversation:
    """A conversation of one person."""
    return talk("web-0123456789abcdef01234567")
