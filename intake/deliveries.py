"""Messages to the farmer: put down in the transaction of the move, sent later by whoever holds the channel."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, Row, Update, func, insert, select, update

from intake import audit
from intake.campaign_answers import note_reach
from intake.cipher import FieldCipher
from intake.clock import Clock
from intake.domain import Channel
from intake.errors import UnknownDelivery
from intake.tables import deliveries
from intake.transactions import reading, writing

_LEASE = timedelta(minutes=5)  # a sender that says nothing for so long is taken for gone
_WAITS = (1, 5, 15, 60, 240, 720)  # minutes before the next attempt; after the last one it is dead


class DeliveryState(StrEnum):
    """Where a message is."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"  # will be tried again
    DEAD = "dead"  # tried often enough
    BLOCKED = "blocked"  # the person does not want to be written to


_WAITING = (DeliveryState.PENDING.value, DeliveryState.FAILED.value)


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A message to be sent; `kind` is the move it tells of, or `check_in` when it is a campaign's question."""

    conversation: str
    channel: Channel
    case_id: int
    report_id: int
    kind: str
    body: str = field(repr=False)
    campaign_id: int | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that a sender has claimed; `claim` proves it. A campaign's is sent with its two buttons."""

    id: int
    conversation: str
    channel: Channel
    kind: str
    body: str = field(repr=False)
    attempts: int
    claim: str
    campaign_id: int | None = None


@dataclass(frozen=True, slots=True)
class DeliveryEntry:
    """A message as staff sees it in a list; `problem` is a code, "" when there is none."""

    id: int
    state: DeliveryState
    channel: Channel
    kind: str
    attempts: int
    next_at: datetime
    problem: str
    created_at: datetime
    done_at: datetime | None


def enqueue(connection: Connection, cipher: FieldCipher, new: NewDelivery, at: datetime) -> None:
    """Put `new` down within the caller's transaction."""
    row = {
        "conversation": new.conversation,
        "channel": new.channel.value,
        "case_id": new.case_id,
        "report_id": new.report_id,
        "kind": new.kind,
        "body_encrypted": cipher.encrypt(new.body),
        "state": DeliveryState.PENDING.value,
        "attempts": 0,
        "next_at": at,
        "created_at": at,
        "campaign_id": new.campaign_id,
    }
    connection.execute(insert(deliveries).values(**row))


class Deliveries:
    """The messages, for the processes that send them and the staff that looks after them."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock

    def claim(
        self, limit: int, channel: Channel | None = None, conversation: str | None = None
    ) -> tuple[Delivery, ...]:
        """Return messages that are due, oldest first, for this sender alone during five minutes; raises IntakeBusy."""
        now, claim = self._clock(), secrets.token_hex(16)
        wanted = select(deliveries.c.id).where(deliveries.c.state.in_(_WAITING), deliveries.c.next_at <= now)
        if channel is not None:
            wanted = wanted.where(deliveries.c.channel == channel.value)
        if conversation is not None:
            wanted = wanted.where(deliveries.c.conversation == conversation)
        # SQLite drops the lock clause and has one writer; PostgreSQL lets senders pass each other.
        wanted = wanted.order_by(deliveries.c.id).limit(limit).with_for_update(skip_locked=True)
        with writing(self._engine) as connection:
            ids = connection.execute(wanted).scalars().all()
            if not ids:
                return ()
            changed = update(deliveries).where(deliveries.c.id.in_(ids)).values(claim=claim, next_at=now + _LEASE)
            rows = connection.execute(changed.returning(deliveries)).all()
        return tuple(self._claimed(row) for row in sorted(rows, key=lambda row: int(row.id)))

    def complete(self, delivery: Delivery) -> None:
        """Note that a claimed message was sent; raises UnknownDelivery when the claim is over, IntakeBusy."""
        self._settle(delivery, DeliveryState.SENT, "")

    def fail(self, delivery: Delivery, problem: str) -> DeliveryState:
        """Note that sending failed, with a code such as `timeout`, and return what becomes of the message.

        Raises UnknownDelivery when the claim is over, IntakeBusy.
        """
        attempts = delivery.attempts + 1
        state = DeliveryState.FAILED if attempts <= len(_WAITS) else DeliveryState.DEAD
        self._settle(delivery, state, problem)
        return state

    def block(self, delivery: Delivery) -> None:
        """Note that the person has blocked the channel; raises UnknownDelivery when the claim is over, IntakeBusy."""
        self._settle(delivery, DeliveryState.BLOCKED, "blocked")

    def resend(self, delivery_id: int, staff_id: int) -> None:
        """Put a dead or blocked message back in line, from its first attempt; raises UnknownDelivery, IntakeBusy."""
        now = self._clock()
        given_up = deliveries.c.state.in_((DeliveryState.DEAD.value, DeliveryState.BLOCKED.value))
        values = {"state": DeliveryState.PENDING.value, "attempts": 0, "next_at": now, "done_at": None, "problem": None}
        with writing(self._engine) as connection:
            _one(connection, update(deliveries).where(deliveries.c.id == delivery_id, given_up).values(**values))
            note_reach(connection, delivery_id, DeliveryState.PENDING.value)
            act = audit.Act(audit.staff_actor(staff_id), "delivery_resent", f"delivery:{delivery_id}")
            audit.append(connection, now, act)

    def entries(self, state: DeliveryState, limit: int = 100, offset: int = 0) -> tuple[DeliveryEntry, ...]:
        """Return the messages in `state`, newest first, without their texts; raises IntakeBusy."""
        wanted = select(deliveries).where(deliveries.c.state == state.value).order_by(deliveries.c.id.desc())
        with reading(self._engine) as connection:
            return tuple(_entry(row) for row in connection.execute(wanted.limit(limit).offset(offset)))

    def counts(self) -> dict[DeliveryState, int]:
        """Return how many messages are in each state that has any; raises IntakeBusy."""
        wanted = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        with reading(self._engine) as connection:
            return {DeliveryState(state): number for state, number in connection.execute(wanted)}

    def _claimed(self, row: Row[*tuple[Any, ...]]) -> Delivery:
        return Delivery(
            id=row.id,
            conversation=row.conversation,
            channel=Channel(row.channel),
            kind=row.kind,
            body=self._cipher.decrypt(row.body_encrypted),
            attempts=row.attempts,
            claim=row.claim,
            campaign_id=row.campaign_id,
        )

    def _settle(self, delivery: Delivery, state: DeliveryState, problem: str) -> None:
        now, attempts = self._clock(), delivery.attempts + 1
        over = state is not DeliveryState.FAILED
        values = {
            "state": state.value,
            "attempts": attempts,
            "next_at": now if over else now + timedelta(minutes=_WAITS[attempts - 1]),
            "claim": None,
            "problem": problem[:40] or None,
            "done_at": now if over else None,
        }
        mine = (deliveries.c.id == delivery.id) & (deliveries.c.claim == delivery.claim)
        with writing(self._engine) as connection:
            _one(connection, update(deliveries).where(mine).values(**values))
            if delivery.campaign_id is not None:
                note_reach(connection, delivery.id, state.value)


def _one(connection: Connection, change: Update) -> None:
    if connection.execute(change).rowcount != 1:
        raise UnknownDelivery("no delivery has this id in this state, or another sender has it by now")


def _entry(row: Row[*tuple[Any, ...]]) -> DeliveryEntry:
    return DeliveryEntry(
        id=row.id,
        state=DeliveryState(row.state),
        channel=Channel(row.channel),
        kind=row.kind,
        attempts=row.attempts,
        next_at=row.next_at,
        problem=row.problem or "",
        created_at=row.created_at,
        done_at=row.done_at,
    )
