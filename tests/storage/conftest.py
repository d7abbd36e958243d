"""What the storage tests share: an empty database of each kind, and engines that are closed again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.engine import open_engine
from tests.storage.databases import KINDS, need, new_database


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    need(request.param)
    with new_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def opened() -> Iterator[Callable[[str], Engine]]:
    """`open_engine`, with the engines closed after the test."""
    engines: list[Engine] = []

    def open_one(url: str) -> Engine:
        engines.append(open_engine(url))
        return engines[-1]

    yield open_one
    for engine in engines:
        engine.dispose()


@pytest.fixture
def sqlite(opened: Callable[[str], Engine], tmp_path: Path) -> Engine:
    """An engine on an empty SQLite file that waits a tenth of a second for a lock."""
    return opened(f"sqlite:///{tmp_path}/mingbai.db?timeout=0.1")
