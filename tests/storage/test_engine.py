"""Engines and the two kinds of transaction."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from storage.engine import open_engine, reading, writing
from storage.errors import BadDatabaseUrl, StorageUnavailable

Opened = Callable[[str], Engine]


def test_sqlite_keeps_a_write_ahead_log_and_foreign_keys(sqlite: Engine) -> None:
    """Readers never wait for the writer, every commit is synced, and references hold."""
    with reading(sqlite) as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }

    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_sqlite_waits_three_seconds_for_a_lock_unless_the_url_says_otherwise(opened: Opened, tmp_path: Path) -> None:
    """A short wait hides an ordinary write of another process; the URL can change it."""
    waits = []
    for url in (f"sqlite:///{tmp_path}/a.db", f"sqlite:///{tmp_path}/b.db?timeout=0.1"):
        with reading(opened(url)) as connection:
            waits.append(connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one())

    assert waits == [3000, 100]


def test_the_folder_of_a_sqlite_file_is_made(opened: Opened, tmp_path: Path) -> None:
    """A fresh checkout has no data folder, and needs none."""
    with writing(opened(f"sqlite:///{tmp_path}/data/here/mingbai.db")) as connection:
        connection.execute(text("CREATE TABLE seen (id INTEGER)"))

    assert (tmp_path / "data/here/mingbai.db").exists()


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    """The error names the trouble, not the path of somebody's machine."""
    (tmp_path / "file").write_text("")

    with pytest.raises(StorageUnavailable, match="folder of the database cannot be made") as caught:
        open_engine(f"sqlite:///{tmp_path}/file/mingbai.db")

    assert str(tmp_path) not in str(caught.value)


def test_what_a_write_transaction_reads_stays_true(opened: Opened, tmp_path: Path) -> None:
    """On SQLite a writer holds the lock from the start: counting in many threads loses nothing."""
    engine = opened(f"sqlite:///{tmp_path}/mingbai.db")
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE counter AS SELECT 0 AS value"))

    def count(_: int) -> None:
        with writing(engine) as connection:
            value = connection.execute(text("SELECT value FROM counter")).scalar_one()
            connection.execute(text("UPDATE counter SET value = :value"), {"value": value + 1})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(40)))
    with reading(engine) as connection:
        assert connection.execute(text("SELECT value FROM counter")).scalar_one() == 40


def test_a_reader_does_not_wait_for_a_writer(sqlite: Engine) -> None:
    """While a write transaction is open, readers see the last committed state at once."""
    with writing(sqlite) as connection:
        connection.execute(text("CREATE TABLE seen AS SELECT 'before' AS value"))
    with writing(sqlite) as writer:
        writer.execute(text("UPDATE seen SET value = 'after'"))
        with reading(sqlite) as reader:
            assert reader.execute(text("SELECT value FROM seen")).scalar_one() == "before"


def test_a_second_writer_is_refused_when_its_wait_is_over(sqlite: Engine) -> None:
    """A lock held too long ends in an error, not in a hanging process."""
    with writing(sqlite), pytest.raises(OperationalError, match="locked"), writing(sqlite):
        pass


def test_a_failed_transaction_leaves_nothing(database_url: str, opened: Opened) -> None:
    """All of a transaction is kept or none of it, tables included."""
    engine = opened(database_url)

    def make(value: int) -> None:
        with writing(engine) as connection:
            connection.execute(text(f"CREATE TABLE half AS SELECT {100 // value} AS value"))
            connection.execute(text(f"INSERT INTO half VALUES ({100 // (value - 1)})"))

    with pytest.raises(ZeroDivisionError):
        make(1)
    make(2)


def test_error_texts_do_not_carry_what_was_to_be_written(database_url: str, opened: Opened) -> None:
    """Exception texts end up in logs, and logs hold no personal data."""
    engine = opened(database_url)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE person (name TEXT NOT NULL, age INTEGER NOT NULL)"))

    with pytest.raises(IntegrityError) as caught, writing(engine) as connection:
        connection.execute(text("INSERT INTO person VALUES (:name, :age)"), {"name": "王建国", "age": None})

    assert "王建国" not in str(caught.value) + str(caught.value.__cause__)


def test_a_plain_postgresql_url_uses_the_installed_driver() -> None:
    """Hosting offices hand out postgresql:// URLs."""
    assert open_engine("postgresql://someone@127.0.0.1/mingbai").driver == "psycopg"


@pytest.mark.parametrize(
    "url", ["", "mingbai.db", "mysql://127.0.0.1/mingbai", "postgresql+nodriver://x/y", "nonsense://x"]
)
def test_a_url_that_cannot_be_used_is_refused_with_an_example(url: str) -> None:
    """The message says what a usable URL looks like and does not repeat the password that may be in this one."""
    with pytest.raises(BadDatabaseUrl, match="sqlite"):
        open_engine(url)
