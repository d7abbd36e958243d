"""Numbers of questions: how they were answered day by day, what was asked about, what is missing, what was rated."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.exc import DBAPIError

from knowledge.answers import ZONE, Status
from knowledge.errors import KnowledgeBusy
from knowledge.tables import answers, feedback, gaps
from storage.engine import reading

DAYS = 30
_TOP = 10
_BUSY = "数据库打不开,或者正忙。"


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """Counts of the last DAYS days; `topics` and `gaps` (questions without an answer) the most asked first."""

    daily: Mapping[date, Mapping[Status, int]]
    topics: tuple[tuple[str, int], ...]
    gaps: tuple[tuple[str, int], ...]
    up: int
    down: int

    @property
    def statuses(self) -> tuple[Status, ...]:
        """Return the statuses that occur, in their order."""
        return tuple(status for status in Status if any(day.get(status) for day in self.daily.values()))


class QuestionCounting:
    """Counts; changes nothing."""

    def __init__(self, engine: Engine, topics: Mapping[str, str]) -> None:
        self._engine = engine
        self._topics = topics  # by the id of their sheet

    def figures(self, now: datetime) -> QuestionFigures:
        """Return the numbers of the days up to `now`; raises KnowledgeBusy."""
        since = now - timedelta(days=DAYS)
        wanted = select(answers.c.asked_at, answers.c.status, answers.c.passage_ids).where(answers.c.asked_at > since)
        rating = select(feedback.c.value, func.count()).where(feedback.c.at > since).group_by(feedback.c.value)
        try:
            with reading(self._engine) as connection:
                asked = connection.execute(wanted).all()
                rated = {row.value: int(row[1]) for row in connection.execute(rating)}
                missing = tuple((str(text), int(times)) for text, times in connection.execute(_gaps(since)))
        except DBAPIError as error:
            raise KnowledgeBusy(_BUSY) from error
        today = now.astimezone(ZONE).date()
        daily: dict[date, Counter[Status]] = {
            today - timedelta(days=back): Counter() for back in reversed(range(DAYS))
        }
        for row in asked:
            daily.setdefault(row.asked_at.astimezone(ZONE).date(), Counter())[Status(row.status)] += 1
        topics = Counter(topic for row in asked for topic in {one.partition(".")[0] for one in row.passage_ids})
        return QuestionFigures(
            daily={day: daily[day] for day in sorted(daily)[-DAYS:]},
            topics=tuple((self._topics.get(name, name), times) for name, times in topics.most_common(_TOP)),
            gaps=missing,
            up=rated.get("up", 0),
            down=rated.get("down", 0),
        )


def _gaps(since: datetime) -> Select[Any, int]:
    times, newest = func.count().label("times"), func.max(gaps.c.asked_at)
    query = select(func.min(gaps.c.text), times).where(gaps.c.status == Status.ABSTAINED, gaps.c.asked_at > since)
    return query.group_by(gaps.c.normalised).order_by(times.desc(), newest.desc()).limit(_TOP)
