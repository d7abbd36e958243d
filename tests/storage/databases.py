"""Databases of the tests' own: SQLite files in a temporary folder, and PostgreSQL databases where a server answers."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

_SERVER = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
KINDS = ("sqlite", "postgresql")


@contextmanager
def new_database(kind: str, folder: Path) -> Iterator[str]:
    """Make an empty database of `kind`, SQLite's in `folder`, and drop it afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/mingbai.db"
        return
    name = f"mingbai_test_{secrets.token_hex(6)}"
    administer(f'CREATE DATABASE "{name}"')
    try:
        yield make_url(server_url()).set(database=name).render_as_string(hide_password=False)
    finally:
        administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def need(kind: str) -> None:
    """Skip the test when it needs a server that does not answer, or fail it where servers are required."""
    if kind == "sqlite" or _answers():
        return
    missing = "no PostgreSQL answers at TEST_DATABASE_URL or on the loopback port 5432"
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)


def server_url() -> str:
    """Return the URL of the server that test databases are made on."""
    return os.environ.get("TEST_DATABASE_URL", _SERVER)


def administer(statement: str) -> None:
    """Run one statement on the server, outside of a transaction."""
    engine = _server()
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@lru_cache(maxsize=1)
def _answers() -> bool:
    try:
        administer("SELECT 1")
    except OperationalError:
        return False
    return True


def _server() -> Engine:
    return create_engine(server_url(), isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
