"""Upgrades of the schema."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, inspect, text

from storage.engine import writing
from storage.errors import StorageUnavailable
from storage.migrate import is_current, upgrade

Opened = Callable[[str], Engine]


def test_an_upgrade_brings_an_empty_database_to_the_newest_schema(database_url: str, opened: Opened) -> None:
    """Before it the database says that it is not current, after it that it is; a second one changes nothing."""
    engine = opened(database_url)
    assert not is_current(engine)

    upgrade(engine)
    upgrade(engine)

    assert is_current(engine)
    assert inspect(engine).has_table("reports")


def test_processes_that_start_together_may_all_upgrade(database_url: str, opened: Opened) -> None:
    """Each waits for the first one and then finds nothing to do."""
    engines = [opened(database_url) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, engines))

    assert is_current(engines[0])


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(database_url: str, opened: Opened) -> None:
    """A table in the way stops it, and none of the tables made before that one stays."""
    engine = opened(database_url)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE chats (id INTEGER)"))

    with pytest.raises(StorageUnavailable):
        upgrade(engine)

    assert inspect(engine).get_table_names() == ["chats"]


def test_a_locked_database_is_said_to_be_unavailable(sqlite: Engine) -> None:
    """Not a stack trace of the driver."""
    with writing(sqlite), pytest.raises(StorageUnavailable, match="locked"):
        upgrade(sqlite)


def test_a_server_that_is_not_there_is_said_to_be_unavailable(opened: Opened) -> None:
    """A closed port is an answer for the operator."""
    with pytest.raises(StorageUnavailable):
        is_current(opened("postgresql+psycopg://postgres@127.0.0.1:1/mingbai"))
