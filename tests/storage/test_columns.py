"""Moments in the database."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from storage.columns import UtcTime
from storage.engine import open_engine, reading, writing

_moments = Table("moments", MetaData(), Column("id", Integer, primary_key=True), Column("at", UtcTime))
_CHINA = timezone(timedelta(hours=8))


def _stored(url: str, *moments: datetime | None) -> list[datetime | None]:
    engine = open_engine(url)
    with writing(engine) as connection:
        _moments.create(connection)
        connection.execute(insert(_moments), [{"at": moment} for moment in moments])
    with reading(engine) as connection:
        read = list(connection.execute(select(_moments.c.at).order_by(_moments.c.at)).scalars())
    engine.dispose()
    return read


def test_a_moment_comes_back_as_the_same_moment_in_utc(database_url: str) -> None:
    """Whatever zone it was given in, to the microsecond."""
    moment = datetime(2026, 11, 23, 7, 30, 15, 123456, tzinfo=_CHINA)

    (read,) = _stored(database_url, moment)

    assert read == moment
    assert read.tzinfo is UTC


def test_moments_sort_in_time_whatever_zone_they_were_given_in(database_url: str) -> None:
    """The stored text has one width, so a whole second sorts before its fractions."""
    early = datetime(2026, 11, 23, 8, 0, 0, tzinfo=_CHINA)
    late = datetime(2026, 11, 23, 0, 0, 0, 1, tzinfo=UTC)

    assert _stored(database_url, late, early) == [early, late]


def test_no_moment_stays_none(database_url: str) -> None:
    """A column may be empty."""
    assert _stored(database_url, None) == [None]


def test_a_moment_without_a_zone_is_refused() -> None:
    """Eight hours of doubt are a day's deadline missed."""
    with pytest.raises(StatementError, match="needs a time zone"):
        _stored("sqlite://", datetime(2026, 11, 23))  # noqa: DTZ001 - the mistake under test
