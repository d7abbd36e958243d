"""A database engine from a URL, and the two kinds of transaction: `reading` and `writing`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.errors import BadDatabaseUrl, StorageUnavailable

_BUSY_SECONDS = 3.0
_POOL_SECONDS = 5.0
_WRITING = "mingbai_writing"


def open_engine(url: str) -> Engine:
    """Return an engine for a SQLite or PostgreSQL URL, which connects at first use; raises BadDatabaseUrl."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
        if backend == "sqlite":
            return _open_sqlite(parsed)
        if backend == "postgresql":
            return _open_postgresql(parsed)
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        raise BadDatabaseUrl("DATABASE_URL cannot be read; write sqlite:///path or postgresql+psycopg://…") from error
    raise BadDatabaseUrl(f"DATABASE_URL: {backend} is not supported; use sqlite or postgresql+psycopg")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Run a transaction that will write: it holds SQLite's write lock from the start, so what it reads stays true."""
    with engine.execution_options(**{_WRITING: True}).begin() as connection:
        yield connection


def hold(connection: Connection, lock: int) -> None:
    """Let nobody else hold `lock` until the transaction ends; on SQLite whoever writes holds all there is anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Run a transaction that only reads; on SQLite it sees one snapshot and never waits for a writer."""
    with engine.begin() as connection:
        yield connection


def _open_postgresql(url: URL) -> Engine:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    milliseconds = int(_BUSY_SECONDS * 1000)
    engine = create_engine(
        url,
        hide_parameters=True,  # exception texts must not carry what people wrote
        pool_pre_ping=True,
        pool_timeout=_POOL_SECONDS,
        connect_args={"connect_timeout": int(_BUSY_SECONDS), "options": f"-c lock_timeout={milliseconds}"},
    )
    event.listen(engine, "handle_error", _hide_details)
    return engine


def _hide_details(context: ExceptionContext) -> None:
    # PostgreSQL adds the refused row to its message ("DETAIL: Failing row contains …").
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).split("\nDETAIL:")[0], *error.args[1:])


def _open_sqlite(url: URL) -> Engine:
    pooling: dict[str, float] = {}
    if url.database and url.database != ":memory:":
        pooling = {"pool_timeout": _POOL_SECONDS}
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageUnavailable(f"the folder of the database cannot be made: {error.strerror}") from error
    # A timeout in the URL (sqlite:///x.db?timeout=1) wins over ours.
    waiting = {} if "timeout" in url.query else {"timeout": _BUSY_SECONDS}
    engine = create_engine(url, hide_parameters=True, connect_args=waiting, **pooling)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions are opened by _begin_sqlite, not guessed by the driver
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when somebody wrote in between.
    # Taking the write lock at the start makes it wait its turn instead.
    immediate = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
