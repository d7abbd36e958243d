"""What is kept of questions: answers given, gaps (questions without an answer), feedback."""

from datetime import UTC, datetime

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from knowledge.answers import Answer, Status
from knowledge.errors import KnowledgeBusy
from knowledge.scope import asks_of_a_person
from knowledge.tables import answers, feedback, gaps
from language.identity import redact
from language.names import hide_names
from language.normalize import normalize
from language.plain import plain
from storage.engine import reading, writing

_GAPS = frozenset({Status.ABSTAINED, Status.OUT_OF_SCOPE, Status.CLARIFY, Status.EXPIRED_ONLY, Status.OTHER_REGION})
_LONGEST = 500
_BUSY = "数据库打不开,或者正忙。请过一会再试;第一次使用请先运行:python -m intake upgrade"


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
        """Return the commonest questions without an answer with their counts."""
        times = func.count().label("times")
        query = select(func.min(gaps.c.text), times).where(gaps.c.status == Status.ABSTAINED)
        newest = func.max(gaps.c.asked_at)
        ordered = query.group_by(gaps.c.normalised).order_by(times.desc(), newest.desc()).limit(limit)
        try:
            with reading(self._engine) as connection:
                return tuple((str(text), int(count)) for text, count in connection.execute(ordered))
        except DBAPIError as error:
            raise KnowledgeBusy(_BUSY) from error
