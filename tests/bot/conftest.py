"""A bot on a real database, with a double of Rasa behind it."""

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, text

from bot.build import AllSettings, Bot, build
from bot.messages import Inbound
from bot.settings import BotSettings
from intake.desk import IntakeDesk
from intake.domain import Channel
from intake.keys import open_cipher
from intake.settings import IntakeSettings
from storage.engine import open_engine
from storage.migrate import upgrade
from storage.settings import StorageSettings
from tests.doubles.rasa import FakeRasa

PHONE = "0739-1234567"
HARDSHIP = "我男人上个月得了癌症,治病借了八万块钱,屋里实在撑不下去了,电话13812345678"
MakeBot = Callable[..., "Office"]


@pytest.fixture
def anyio_backend() -> str:
    """Run the tests of coroutines on asyncio, as the bot does."""
    return "asyncio"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated database file, to be copied."""
    path = tmp_path_factory.mktemp("database") / "migrated.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    """Return a running double of Rasa."""
    with FakeRasa() as double:
        yield double


@dataclass(frozen=True, slots=True)
class Office:
    """A bot and what a test looks at beside it."""

    bot: Bot
    desk: IntakeDesk
    engine: Engine
    settings: AllSettings

    async def say(self, said: str | None = None, **other: Any) -> Any:
        """Let a person on the web write, or press `payload`; returns what it came to."""
        return await self.bot.dialogue.handle(inbound(said, **other))

    def rows(self, query: str) -> list[Any]:
        """Return the rows of an SQL query."""
        with self.engine.connect() as connection:
            return list(connection.execute(text(query)))

    def web(self) -> httpx.AsyncClient:
        """Return a client of the web application."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=self.bot.app), base_url="http://bot")


def inbound(said: str | None = None, **other: Any) -> Inbound:
    """Return a message of a person on the web; every one has a key of its own unless told."""
    usual = {"channel": Channel.WEB, "address": "session-1", "payload": None, "update_key": uuid4().hex}
    return Inbound(text=said, **{**usual, **other})


@pytest.fixture
def settings(tmp_path: Path, migrated: Path, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> AllSettings:
    """Return settings of a bot on a fresh database, which waits for Rasa only briefly."""
    monkeypatch.chdir(tmp_path)  # where no .env of a developer's is
    shutil.copy(migrated, tmp_path / "bot.db")
    bot = BotSettings(rasa_url=rasa.url, actions_url=rasa.url, rasa_timeout_seconds=2)
    intake = IntakeSettings(field_keys=Fernet.generate_key().decode(), help_phone=PHONE)
    database_url = f"sqlite:///{tmp_path / 'bot.db'}?timeout=0.2"
    return AllSettings(bot, intake, StorageSettings(database_url=database_url))


@pytest.fixture
async def make_bot(settings: AllSettings) -> AsyncIterator[MakeBot]:
    """Return a function that builds a bot on the same database, with bot settings changed by keyword."""
    made: list[Office] = []

    def make(**changes: Any) -> Office:
        changed = settings.bot.model_copy(update=changes)
        every = AllSettings(changed, settings.intake, settings.storage)
        engine = open_engine(settings.storage.database_url)
        made.append(Office(build(every), IntakeDesk(engine, open_cipher(settings.intake)), engine, every))
        return made[-1]

    yield make
    for office in made:
        await office.bot.dialogue.close()
        await office.bot.client.aclose()
        office.engine.dispose()


@pytest.fixture
async def office(make_bot: MakeBot) -> Office:
    """Return a bot with the usual settings."""
    return make_bot()
