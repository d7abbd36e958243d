"""Wishes for training (培训意愿): the list of needs that clause (十二) of the work plan asks for, gathered in chat."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, delete, func, insert, select, update

from intake.cipher import FieldCipher
from intake.clock import Clock
from intake.domain import Channel
from intake.households import shown_place, township_key
from intake.regions import Sight, area_columns
from intake.tables import training_wishes
from intake.transactions import reading, writing
from language.identity import find_phone, mask_phone, redact
from language.normalize import normalize

LONGEST_SUBJECT = 20
_Row = Row[*tuple[Any, ...]]
# 「我想学一下电工技术」 and 「电工」 are one subject.
_BEFORE = re.compile(
    r"^(?:我们?|俺|家里人?|屋里|就|都|还|也|想要?|要|打算|准备|希望|愿意|可以|去|来|参加|报名?|搞|做|学习?|一下|一点|点|哈|个|门|怎么|如何|怎样)+"
)
_AFTER = re.compile(r"(?:方面|之类|这些|技术|技能|手艺|培训|课程?|的|吧|呢|啊|哦|嘞|咯|了)+$")
_SIGNS = re.compile(r"[\s,。.!、;:?…~〔〕]+")
_HIDDEN = re.compile(r"[,,。;\s]*(?:电话|手机|号码)*[是::\s]*〔[^〕]*〕[,,。;\s]*")


@dataclass(frozen=True, slots=True)
class Wish:
    """A confirmed wish as staff reads it; `place` and `phone` are masked unless identities were asked for."""

    subject: str
    place: str = field(repr=False)
    phone: str = field(repr=False)
    channel: Channel
    at: datetime


@dataclass(frozen=True, slots=True)
class WishFilter:
    """A filter: the township as typed, the subject as kept; "" does not filter."""

    township: str = ""
    subject: str = ""


class Wishes:
    """Keeps the wishes; what is not confirmed is seen by nobody. Every method may raise IntakeBusy."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock) -> None:
        self._engine, self._cipher, self._clock = engine, cipher, clock

    def begin(self, conversation: str, channel: Channel, told: str) -> int:
        """Keep what somebody would like to learn, in place of what they began and did not confirm; return its id."""
        unfinished = (training_wishes.c.conversation == conversation) & training_wishes.c.confirmed_at.is_(None)
        row = {
            "conversation": conversation,
            "channel": channel.value,
            "subject": subject_of(told),
            "phone_encrypted": self._cipher.encrypt_optional(find_phone(told)),
            "begun_at": self._clock(),
        }
        with writing(self._engine) as connection:
            connection.execute(delete(training_wishes).where(unfinished))
            kept = insert(training_wishes).values(**row).returning(training_wishes.c.id)
            number: int = connection.execute(kept).scalar_one()
        return number

    def locate(self, wish_id: int, conversation: str, told: str) -> str | None:
        """Keep where the person lives and return the subject; None when there is no such unfinished wish."""
        phone, place = find_phone(told), _HIDDEN.sub("", redact(told)).strip()[:100]
        values = {"place_encrypted": self._cipher.encrypt(place), **area_columns(place, self._cipher)}
        if phone:
            values["phone_encrypted"] = self._cipher.encrypt(phone)
        changed = update(training_wishes).where(_own(wish_id, conversation)).values(**values)
        with writing(self._engine) as connection:
            return connection.execute(changed.returning(training_wishes.c.subject)).scalar_one_or_none()

    def confirm(self, wish_id: int, conversation: str) -> bool:
        """Put the wish on the list, once a conversation and subject; returns whether there was one to confirm."""
        with writing(self._engine) as connection:
            own = select(training_wishes.c.subject).where(_own(wish_id, conversation))
            subject = connection.execute(own).scalar_one_or_none()
            if subject is None:
                return False
            same = (training_wishes.c.conversation == conversation) & (training_wishes.c.subject == subject)
            connection.execute(delete(training_wishes).where(same, training_wishes.c.confirmed_at.is_not(None)))
            confirmed = update(training_wishes).where(_own(wish_id, conversation))
            connection.execute(confirmed.values(confirmed_at=self._clock()))
        return True

    def drop(self, wish_id: int, conversation: str) -> None:
        """Forget an unfinished wish."""
        with writing(self._engine) as connection:
            connection.execute(delete(training_wishes).where(_own(wish_id, conversation)))

    def own(self, conversation: str) -> tuple[str, ...]:
        """Return the subjects that this conversation has confirmed to wish for, the oldest first."""
        own = (training_wishes.c.conversation == conversation) & training_wishes.c.confirmed_at.is_not(None)
        query = select(training_wishes.c.subject).where(own).order_by(training_wishes.c.id)
        with reading(self._engine) as connection:
            return tuple(str(subject) for subject in connection.execute(query).scalars())

    def forget(self, conversation: str) -> None:
        """Delete all that this conversation wished for."""
        with writing(self._engine) as connection:
            forget_wishes(connection, [conversation])

    def page(
        self, sight: Sight, wanted: WishFilter, limit: int, offset: int = 0, identities: bool = False
    ) -> tuple[Wish, ...]:
        """Return confirmed wishes in sight, the newest first; masked unless `identities`."""
        query = select(training_wishes).where(self._where(sight, wanted)).order_by(training_wishes.c.id.desc())
        with reading(self._engine) as connection:
            rows = connection.execute(query.limit(limit).offset(offset)).all()
        return tuple(self._wish(row, identities) for row in rows)

    def subjects(self, sight: Sight, wanted: WishFilter) -> Mapping[str, int]:
        """Return how many in sight wish for each subject, the commonest first."""
        times = func.count().label("times")
        query = select(training_wishes.c.subject, times).where(self._where(sight, wanted))
        ordered = query.group_by(training_wishes.c.subject).order_by(times.desc(), training_wishes.c.subject)
        with reading(self._engine) as connection:
            return {str(subject): int(number) for subject, number in connection.execute(ordered)}

    def _where(self, sight: Sight, wanted: WishFilter) -> ColumnElement[bool]:
        parts = [training_wishes.c.confirmed_at.is_not(None), sight.where(training_wishes)]
        if wanted.township:
            township = township_key(wanted.township) or wanted.township
            parts.append(training_wishes.c.township_key == self._cipher.digest("township", township))
        if wanted.subject:
            parts.append(training_wishes.c.subject == wanted.subject)
        return and_(*parts)

    def _wish(self, row: _Row, identities: bool) -> Wish:
        place = self._cipher.decrypt_optional(row.place_encrypted) or ""
        phone = self._cipher.decrypt_optional(row.phone_encrypted) or ""
        if not identities:
            place, phone = shown_place(place) if place else "", mask_phone(phone) if phone else ""
        return Wish(row.subject, place, phone, Channel(row.channel), row.confirmed_at)


def forget_wishes(connection: Connection, conversations: list[str]) -> None:
    """Delete all that these conversations wished for, within the caller's transaction."""
    connection.execute(delete(training_wishes).where(training_wishes.c.conversation.in_(conversations)))


def subject_of(told: str) -> str:
    """Return a subject as it is counted: without phone numbers and the words around it, at most 20 characters."""
    plain = next(filter(None, _SIGNS.split(redact(normalize(told)))), "")
    bare = _AFTER.sub("", _BEFORE.sub("", plain))
    return (bare or plain)[:LONGEST_SUBJECT]


def _own(wish_id: int, conversation: str) -> ColumnElement[bool]:
    mine = (training_wishes.c.id == wish_id) & (training_wishes.c.conversation == conversation)
    return mine & training_wishes.c.confirmed_at.is_(None)
