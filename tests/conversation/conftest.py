"""The whole product, running once for all conversation tests."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from intake.build import build
from intake.desk import IntakeDesk
from intake.settings import IntakeSettings
from storage.settings import StorageSettings
from tests.browser.windows import chromium, window
from tests.conversation.servers import ROOT, Chat, Servers
from tests.doubles.telegram import TOKEN, FakeTelegram

__all__ = ["chromium", "window"]


@pytest.fixture(scope="session")
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram(TOKEN) as double:
        yield double


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory, telegram: FakeTelegram) -> Iterator[Servers]:
    """Start rasa, actions, bot and console on a fresh database."""
    office = Servers(tmp_path_factory.mktemp("office"), telegram.url, TOKEN)
    subprocess.run([sys.executable, "-m", "intake", "upgrade"], cwd=ROOT, env=office.environment, check=True)
    shutil.copytree(ROOT / "data" / "knowledge", office.knowledge)
    try:
        office.start("rasa", "actions", "console", "bot")
        yield office
    finally:
        office.stop(*list(office.running))


@pytest.fixture(scope="session")
def desk(servers: Servers) -> IntakeDesk:
    """The intake that the servers work on."""
    settings = servers.environment
    return build(
        StorageSettings(database_url=settings["DATABASE_URL"]),
        IntakeSettings(field_key_file=Path(settings["FIELD_KEY_FILE"])),
    )


@pytest.fixture
def new_chat(servers: Servers) -> Callable[[], Chat]:
    return lambda: Chat(servers, f"test-{uuid4().hex}")


@pytest.fixture
def chat(new_chat: Callable[[], Chat]) -> Chat:
    return new_chat()


@pytest.fixture
def root() -> Path:
    return ROOT
