"""Transactions of the intake."""

import pytest
from sqlalchemy import Connection, Engine, insert, text
from sqlalchemy.exc import IntegrityError

from intake.errors import Conflict, IntakeBusy
from intake.tables import drafts
from intake.transactions import commit, reading, writing
from storage.engine import open_engine
from tests.intake.samples import StoppedClock


def _insert(connection: Connection, conversation: str, clock: StoppedClock) -> None:
    row = {"conversation": conversation, "started_at": clock.now, "draft_encrypted": "-"}
    connection.execute(insert(drafts).values(**row))


def test_a_lost_race_is_run_again(engine: Engine, clock: StoppedClock) -> None:
    """Work that met a row which must be unique starts anew and finds it."""
    with writing(engine) as connection:
        _insert(connection, "web-0", clock)
    tried: list[int] = []

    def work(connection: Connection) -> int:
        tried.append(1)
        _insert(connection, f"web-{len(tried) - 1}", clock)
        return len(tried)

    assert commit(engine, work) == 2


def test_a_conflict_that_does_not_go_away_is_told(engine: Engine, clock: StoppedClock) -> None:
    """It is the intake's own error, with the database's as its cause."""
    with writing(engine) as connection:
        _insert(connection, "web-0", clock)

    with pytest.raises(Conflict) as caught:
        commit(engine, lambda connection: _insert(connection, "web-0", clock))
    assert isinstance(caught.value.__cause__, IntegrityError)


def test_a_locked_database_is_busy(sqlite: Engine) -> None:
    """For writers; readers go on."""
    with writing(sqlite):
        with pytest.raises(IntakeBusy, match="locked"), writing(sqlite):
            pass
        with reading(sqlite) as connection:
            assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_a_database_that_is_not_there_is_busy() -> None:
    """A closed port, and the error names no address."""
    engine = open_engine("postgresql+psycopg://postgres@127.0.0.1:1/mingbai")

    with pytest.raises(IntakeBusy) as caught, reading(engine):
        pass
    assert "127.0.0.1" not in str(caught.value)
