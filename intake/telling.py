"""What the reporters of a case are told of a move, put down with the move itself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from intake.cipher import FieldCipher
from intake.deliveries import NewDelivery, enqueue
from intake.domain import MOVES, Channel, Move, Who
from intake.rulebook import Rules
from intake.tables import reports


@dataclass(frozen=True, slots=True)
class News:
    """A move that was made; `note` is shown only to the household itself, and only where the move's rule says so."""

    case_id: int
    move: Move
    at: datetime
    note: str


class Teller:
    """Writes messages to the reporters, one per conversation, in the caller's transaction."""

    def __init__(self, cipher: FieldCipher, rules: Rules) -> None:
        self._cipher = cipher
        self._rules = rules

    def tell(self, connection: Connection, news: News) -> None:
        """Put a message down for everyone who has a report in the case that they did not take back."""
        if not MOVES[news.move].tells:
            return
        wanted = (
            select(reports.c.id, reports.c.number, reports.c.conversation, reports.c.channel, reports.c.who)
            .where(
                reports.c.case_id == news.case_id,
                reports.c.withdrawn_at.is_(None),
                reports.c.erased_at.is_(None),
                reports.c.channel != Channel.OFFICE.value,
            )
            .order_by(reports.c.id)
        )
        newest = {row.conversation: row for row in connection.execute(wanted)}
        for row in newest.values():
            new = NewDelivery(
                conversation=row.conversation,
                channel=Channel(row.channel),
                case_id=news.case_id,
                report_id=row.id,
                kind=news.move.value,
                body=self._body(news, row.number, Who(row.who)),
            )
            enqueue(connection, self._cipher, new, news.at)

    def _body(self, news: News, receipt: str, who: Who) -> str:
        texts = self._rules.wording.texts
        phone = self._rules.help_phone
        body = texts(f"told.{news.move}", receipt=receipt, phone=phone)
        if news.note and who is Who.SELF and MOVES[news.move].tells_note:
            body += "\n" + texts("told.note", note=news.note)
        return body + "\n" + texts("told.ask", phone=phone)
