"""What is kept of questions: answers given, gaps (questions without an answer), feedback."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, and_, delete, func, insert, or_, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from knowledge.answers import Answer, Status
from knowledge.errors import KnowledgeBusy
from knowledge.scope import asks_of_a_person
from knowledge.tables import answers, feedback, gaps, settled
from language.identity import redact
from language.names import hide_names
from language.normalize import normalize
from language.plain import plain
from storage.engine import reading, writing

_GAPS = frozenset({Status.ABSTAINED, Status.OUT_OF_SCOPE, Status.CLARIFY, Status.EXPIRED_ONLY, Status.OTHER_REGION})
_LONGEST = 500
_DISMISSED, _ANSWERED = "dismissed", "answered"
_BUSY = "数据库打不开,或者正忙。请过一会再试;第一次使用请先运行:python -m intake upgrade"


@dataclass(frozen=True, slots=True)
class Rated:
    """How often people said that a passage helped them, and that it did not."""

    up: int = 0
    down: int = 0


class Records:
    """Writes and reads the knowledge base's records; each method raises KnowledgeBusy when the database is away."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, answer: Answer, question: str, conversation: str) -> None:
        """Keep the answer, and the question as a gap when it was not answered with a passage in force."""
        now = datetime.now(UTC)
        row = {"id": answer.id, "asked_at": now, "status": answer.status, "edition": answer.edition}
        quoted = [quote.passage.id for quote in answer.passages]
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(answers).values(**row, passage_ids=quoted))
                # Whom somebody else's affairs are asked about is no gap, and their name is not ours to keep.
                if answer.status in _GAPS and not asks_of_a_person(plain(question)):
                    text = hide_names(redact(normalize(question)))[:_LONGEST]
                    gap = {"asked_at": now, "status": answer.status, "edition": answer.edition}
                    values = {"text": text, "normalised": plain(text), "conversation": conversation, **gap}
                    connection.execute(insert(gaps).values(**values))
        except DBAPIError as error:
            raise KnowledgeBusy(_BUSY) from error

    def rate(self, answer_id: str, value: str, conversation: str) -> bool:
        """Keep `up` or `down` for an answer, once a conversation; returns whether it was kept now."""
        row = {"answer_id": answer_id, "value": value, "conversation": conversation, "at": datetime.now(UTC)}
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(feedback).values(**row))
        except IntegrityError:
            return False
        except DBAPIError as error:
            raise KnowledgeBusy(_BUSY) from error
        return True

    def gaps(self, limit: int = 50) -> tuple[tuple[str, int], ...]:
        """Return the commonest questions without an answer with their counts; settled ones are left out."""
        times = func.count().label("times")
        over = and_(
            settled.c.normalised == gaps.c.normalised, or_(settled.c.how == _DISMISSED, settled.c.at >= gaps.c.asked_at)
        )
        open_ = and_(gaps.c.status == Status.ABSTAINED, ~select(settled.c.how).where(over).exists())
        query = select(func.min(gaps.c.text), times).where(open_).group_by(gaps.c.normalised)
        ordered = query.order_by(times.desc(), func.max(gaps.c.asked_at).desc()).limit(limit)
        with self._told(reading(self._engine)) as connection:
            return tuple((str(text), int(count)) for text, count in connection.execute(ordered))

    def settle(self, questions: Sequence[str], by: str, *, dismissed: bool) -> None:
        """Take questions out of the gaps: for good when `dismissed` as not ours, else until they are asked again."""
        row = {"how": _DISMISSED if dismissed else _ANSWERED, "by": by, "at": datetime.now(UTC)}
        wordings = sorted({plain(question) for question in questions})
        with self._told(writing(self._engine)) as connection:
            connection.execute(delete(settled).where(settled.c.normalised.in_(wordings)))
            if wordings:
                connection.execute(insert(settled), [{"normalised": one, **row} for one in wordings])

    def ratings(self) -> Mapping[str, Rated]:
        """Return what people thought of each passage that an answer showed them, by its id."""
        joined = feedback.join(answers, answers.c.id == feedback.c.answer_id)
        query = select(feedback.c.value, answers.c.passage_ids).select_from(joined)
        found: dict[str, Rated] = {}
        with self._told(reading(self._engine)) as connection:
            for value, passages in connection.execute(query):
                for passage in passages:
                    old = found.get(passage, Rated())
                    found[passage] = Rated(old.up + (value == "up"), old.down + (value == "down"))
        return found

    @contextmanager
    def _told(self, transaction: AbstractContextManager[Connection]) -> Iterator[Connection]:
        try:
            with transaction as connection:
                yield connection
        except DBAPIError as error:
            raise KnowledgeBusy(_BUSY) from error
