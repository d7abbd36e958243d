"""Complaints and wishes to speak with a person: kept until a staff member closes them."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select, update

from intake import audit
from intake.audit import Act
from intake.cipher import FieldCipher
from intake.clock import Clock
from intake.domain import Channel, TicketKind
from intake.errors import UnknownTicket
from intake.numbers import TICKET, NewNumber, read_number
from intake.tables import tickets
from intake.transactions import commit, reading, writing


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What a person complains of or wants a person for; `phone` is where to call back, if they said."""

    kind: TicketKind
    conversation: str
    channel: Channel
    text: str = field(repr=False)
    phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as staff reads it."""

    number: str
    kind: TicketKind
    channel: Channel
    text: str = field(repr=False)
    phone: str | None = field(repr=False)
    opened_at: datetime
    closed_at: datetime | None


class Tickets:
    """All tickets, encrypted at rest."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock, numbers: NewNumber) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock
        self._numbers = numbers

    def open(self, ticket: NewTicket) -> str:
        """Commit `ticket` and return its number; raises IntakeBusy."""
        now = self._clock()
        row = {
            "kind": ticket.kind.value,
            "conversation": ticket.conversation,
            "channel": ticket.channel.value,
            "text_encrypted": self._cipher.encrypt(ticket.text),
            "phone_encrypted": self._cipher.encrypt_optional(ticket.phone),
            "opened_at": now,
        }

        def work(connection: Connection) -> str:
            number = self._numbers(TICKET, now)
            connection.execute(insert(tickets).values(number=number, **row))
            return number

        return commit(self._engine, work)

    def waiting(self, limit: int, offset: int) -> tuple[Ticket, ...]:
        """Return the tickets that are still open, oldest first; raises IntakeBusy."""
        wanted = select(tickets).where(tickets.c.closed_at.is_(None)).order_by(tickets.c.id).limit(limit).offset(offset)
        with reading(self._engine) as connection:
            rows = connection.execute(wanted).all()
        return tuple(
            Ticket(
                number=row.number,
                kind=TicketKind(row.kind),
                channel=Channel(row.channel),
                text=self._cipher.decrypt(row.text_encrypted),
                phone=self._cipher.decrypt_optional(row.phone_encrypted),
                opened_at=row.opened_at,
                closed_at=row.closed_at,
            )
            for row in rows
        )

    def close(self, number: str, staff_id: int) -> None:
        """Mark an open ticket as done; raises UnknownTicket, IntakeBusy."""
        wanted = tickets.c.number == (read_number(number) or "")
        done = update(tickets).where(wanted, tickets.c.closed_at.is_(None))
        with writing(self._engine) as connection:
            changed = connection.execute(done.values(closed_at=self._clock(), closed_by=staff_id))
            if changed.rowcount != 1:
                raise UnknownTicket("no open ticket has this number")
            act = Act(audit.staff_actor(staff_id), "ticket_closed", f"ticket:{read_number(number)}")
            audit.append(connection, self._clock(), act)
