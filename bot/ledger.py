"""The inbound ledger: every message is on disk before it is worked on, and is worked on once."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.messages import Handled, Reply, Status, dump_replies, load_replies
from bot.tables import chats, inbound
from intake.cipher import FieldCipher
from intake.clock import Clock, utc_now
from intake.domain import Channel
from intake.errors import KeyProblem
from storage.engine import reading, writing

_LOG = structlog.get_logger(__name__)
_RACES = 3
_RECEIVED, _DONE = "received", "done"


class LedgerError(Exception):
    """The ledger cannot do what was asked."""


class LedgerBusy(LedgerError):
    """The database is locked, unavailable or not migrated; nothing was written."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message in the ledger's terms; `address` is kept only where an answer can be sent later."""

    channel: Channel
    conversation: str
    update_key: str
    text: str | None = field(default=None, repr=False)
    payload: str | None = field(default=None, repr=False)
    notice: str | None = None
    address: str | None = field(default=None, repr=False)
    origin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger knew of a message before: nothing (`is_new`), its answer (`status`), or that it was begun."""

    is_new: bool
    status: Status | None = None
    replies: tuple[Reply, ...] = ()


class Ledger:
    """The ledger in the database; what people wrote and were told is encrypted. Every method may raise LedgerBusy."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock

    def begin(self, arrival: Arrival) -> Entry:
        """Commit that `arrival` has come and return what was known of it."""
        for _ in range(_RACES - 1):
            try:
                return self._begin(arrival)
            except IntegrityError:
                continue  # another process was first: the next look finds its row
        with _translated():
            return self._begin(arrival)

    def finish(self, arrival: Arrival, handled: Handled) -> None:
        """Commit the answer and forget what was written."""
        values = {
            "state": _DONE,
            "status": handled.status.value,
            "text_encrypted": None,
            "replies_encrypted": self._cipher.encrypt(dump_replies(handled.replies)),
        }
        with _translated(), writing(self._engine) as connection:
            connection.execute(update(inbound).where(_same(arrival)).values(**values))

    def unfinished(self, before: datetime) -> tuple[Arrival, ...]:
        """Return the messages that came before this moment and were never answered, oldest first."""
        wanted = (
            select(inbound, chats.c.address_encrypted)
            .outerjoin(chats, chats.c.conversation == inbound.c.conversation)
            .where(inbound.c.state == _RECEIVED, inbound.c.received_at < before)
            .order_by(inbound.c.id)
        )
        with _translated(), reading(self._engine) as connection:
            rows = connection.execute(wanted).all()
        return tuple(self._arrival(row) for row in rows)

    def forget_replies(self, before: datetime) -> int:
        """Forget what was answered before this moment (the statuses stay) and return how many answers that were."""
        old = (inbound.c.received_at < before, inbound.c.replies_encrypted.is_not(None))
        with _translated(), writing(self._engine) as connection:
            return connection.execute(update(inbound).where(*old).values(replies_encrypted=None)).rowcount

    def address_of(self, conversation: str) -> str | None:
        """Return where a conversation can be written to, or None; raises LedgerBusy."""
        wanted = select(chats.c.address_encrypted).where(chats.c.conversation == conversation)
        with _translated(), reading(self._engine) as connection:
            return self._readable(connection.execute(wanted).scalar_one_or_none())

    def block(self, conversation: str) -> None:
        """Note that a person has blocked the bot; their next message takes it back. Raises LedgerBusy."""
        with _translated(), writing(self._engine) as connection:
            connection.execute(update(chats).where(chats.c.conversation == conversation).values(blocked=True))

    def _begin(self, arrival: Arrival) -> Entry:
        body = json.dumps({"text": arrival.text, "payload": arrival.payload, "notice": arrival.notice})
        now = self._clock()
        values = {
            "channel": arrival.channel.value,
            "update_key": arrival.update_key,
            "conversation": arrival.conversation,
            "received_at": now,
            "text_encrypted": self._cipher.encrypt(body),
            "attempts": 1,
        }
        with _translated(), writing(self._engine) as connection:
            row = connection.execute(select(inbound).where(_same(arrival))).one_or_none()
            if row is not None:
                again = update(inbound).where(inbound.c.id == row.id).values(attempts=inbound.c.attempts + 1)
                connection.execute(again)
                return self._entry(row)
            connection.execute(insert(inbound).values(**values))
            if arrival.address is not None:
                self._remember_chat(connection, arrival, now)
        return Entry(is_new=True)

    def _remember_chat(self, connection: Connection, arrival: Arrival, now: datetime) -> None:
        known = update(chats).where(chats.c.conversation == arrival.conversation)
        if connection.execute(known.values(seen_at=now, blocked=False)).rowcount:
            return
        address = self._cipher.encrypt_optional(arrival.address)
        row = {"conversation": arrival.conversation, "channel": arrival.channel.value, "address_encrypted": address}
        connection.execute(insert(chats).values(seen_at=now, **row))

    def _entry(self, row: Row[*tuple[object, ...]]) -> Entry:
        if row.state != _DONE:
            return Entry(is_new=False)
        replies = self._readable(row.replies_encrypted)
        return Entry(is_new=False, status=Status(row.status), replies=load_replies(replies) if replies else ())

    def _arrival(self, row: Row[*tuple[object, ...]]) -> Arrival:
        body = self._readable(row.text_encrypted)
        return Arrival(
            channel=Channel(row.channel),
            conversation=row.conversation,
            update_key=row.update_key,
            address=self._readable(row.address_encrypted),
            **(json.loads(body) if body else {}),
        )

    def _readable(self, token: str | None) -> str | None:
        try:
            return self._cipher.decrypt_optional(token)
        except KeyProblem:
            # A row written with a key that is gone must not keep the others from being settled.
            _LOG.error("row_unreadable")
            return None


def _same(arrival: Arrival) -> ColumnElement[bool]:
    return and_(inbound.c.channel == arrival.channel.value, inbound.c.update_key == arrival.update_key)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise
    except (DBAPIError, PoolTimeout) as error:
        raise LedgerBusy("the database is locked, unavailable or not migrated") from error
