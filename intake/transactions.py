"""Transactions of the intake, with the database's errors told as the intake's own."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

import storage.engine
from intake.errors import Conflict, IntakeBusy

T = TypeVar("T")
_ATTEMPTS = 6


def reading(engine: Engine) -> AbstractContextManager[Connection]:
    """Open a transaction that only reads; raises IntakeBusy."""
    return _translated(storage.engine.reading(engine))


def writing(engine: Engine) -> AbstractContextManager[Connection]:
    """Open a transaction that will write; raises IntakeBusy, and Conflict when something must be unique and is not."""
    return _translated(storage.engine.writing(engine))


def commit(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Run `work` in a write transaction and commit it; a lost race (Conflict) runs it anew. Raises IntakeBusy."""
    for _ in range(_ATTEMPTS - 1):
        try:
            with writing(engine) as connection:
                return work(connection)
        except Conflict:
            continue
    with writing(engine) as connection:
        return work(connection)


@contextmanager
def _translated(transaction: AbstractContextManager[Connection]) -> Iterator[Connection]:
    try:
        with transaction as connection:
            yield connection
    except IntegrityError as error:
        raise Conflict("something that must be unique is already there") from error
    except (DBAPIError, PoolTimeout) as error:
        raise IntakeBusy("the database is locked or unavailable") from error
