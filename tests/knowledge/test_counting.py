"""Numbers of questions, from the records that answering keeps."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from knowledge.answers import Answer, Status
from knowledge.counting import DAYS, QuestionCounting
from knowledge.errors import KnowledgeBusy
from knowledge.records import Records
from storage.engine import open_engine
from storage.migrate import upgrade


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """A migrated database."""
    engine = open_engine(f"sqlite:///{tmp_path}/test.db")
    upgrade(engine)
    yield engine
    engine.dispose()


def _keep(records: Records, number: int, status: Status, question: str) -> None:
    records.keep(Answer(f"a{number}", status, "", "e1"), question, "web-a")


def test_days_statuses_gaps_and_ratings(database: Engine) -> None:
    """Every day is there, also without a question; a gap that was asked twice stands once."""
    records, counting = Records(database), QuestionCounting(database, {})
    _keep(records, 1, Status.ANSWERED, "低保")
    for number in (2, 3):
        _keep(records, number, Status.ABSTAINED, "怎么养鸵鸟")
    records.rate("a1", "down", "web-a")
    figures = counting.figures(datetime.now(UTC))

    assert len(figures.daily) == DAYS
    assert sum(sum(day.values()) for day in figures.daily.values()) == 3
    assert figures.statuses == (Status.ANSWERED, Status.ABSTAINED)
    assert figures.gaps == (("怎么养鸵鸟", 2),)
    assert (figures.up, figures.down) == (0, 1)


def test_what_is_older_is_not_counted(database: Engine) -> None:
    """Nor what is asked about."""
    _keep(Records(database), 1, Status.ANSWERED, "低保")
    figures = QuestionCounting(database, {}).figures(datetime.now(UTC) + timedelta(days=DAYS + 1))

    assert figures.statuses == ()
    assert figures.topics == ()


def test_a_database_without_tables_is_said_to_be_away() -> None:
    """The console shows its own numbers then."""
    with pytest.raises(KnowledgeBusy):
        QuestionCounting(open_engine("sqlite://"), {}).figures(datetime.now(UTC))
