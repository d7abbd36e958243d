"""The intake as the processes see it."""

import inspect

import pytest
from sqlalchemy import Engine, text

from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from intake.errors import IntakeBusy
from storage.engine import open_engine, writing


def test_a_migrated_database_is_ready(desk: IntakeDesk) -> None:
    """So that a process can say so to whoever supervises it."""
    assert desk.is_ready()


def test_a_database_of_another_schema_is_not_ready(sqlite_desk: IntakeDesk, sqlite: Engine) -> None:
    """Neither an empty one nor one from before an upgrade."""
    with writing(sqlite) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    assert not sqlite_desk.is_ready()


def test_a_database_that_does_not_answer_is_busy(cipher: FieldCipher) -> None:
    """Which is not the same as not being upgraded."""
    with pytest.raises(IntakeBusy):
        IntakeDesk(open_engine("postgresql+psycopg://postgres@127.0.0.1:1/mingbai"), cipher).is_ready()


def test_every_method_says_what_it_does() -> None:
    """Others code against the desk alone."""
    methods = [method for name, method in inspect.getmembers(IntakeDesk, inspect.isfunction) if name[0] != "_"]

    assert len(methods) >= 14
    assert all(method.__doc__ for method in methods)
