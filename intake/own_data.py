"""What a reporter may ask about their own data: a copy, a correction, its deletion."""

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Engine, Row, select, update

from intake import audit
from intake.audit import Act
from intake.cipher import FieldCipher
from intake.clock import LOCAL_ZONE, Clock
from intake.domain import CLOSED, CaseState, Move
from intake.erasing import erase_case, erase_reports
from intake.errors import NotErasable, NotYours, UnknownReceipt
from intake.filed import as_filed
from intake.history import Happening, write_event
from intake.households import household_keys, lookup_columns
from intake.numbers import read_number
from intake.regions import area_columns
from intake.reports import Person
from intake.tables import campaign_asked, cases, deliveries, drafts, events, reports, tickets, training_wishes
from intake.transactions import writing
from intake.wishes import forget_wishes

_Report = Row[*tuple[Any, ...]]
_KEPT = frozenset({CaseState.INCLUDED, CaseState.REFERRED}) | (frozenset(CaseState) - CLOSED)


class OwnData:
    """The rights of whoever filed a report, from the conversation it was filed in."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock

    def copy(self, conversation: str) -> dict[str, Any]:
        """Return all that is kept of a conversation, readable and ready for JSON; times are local ISO text.

        What staff noted among themselves and who of them did it is not part of it. Raises IntakeBusy.
        """
        with writing(self._engine) as connection:
            rows = connection.execute(_reports().where(reports.c.conversation == conversation)).all()
            copied = {
                "reports": [self._report(connection, row) for row in rows],
                "messages": self._messages(connection, conversation),
                "tickets": self._tickets(connection, conversation),
                "draft": self._draft(connection, conversation),
                "wishes": self._wishes(connection, conversation),
                "campaigns": _campaigns(connection, conversation),
            }
            if rows:
                acts = [
                    Act(audit.REPORTER, "copied", f"case:{row.case_number}", {"receipt": row.number}) for row in rows
                ]
                audit.append(connection, self._clock(), *acts)
        return copied

    def correct(self, number: str, conversation: str, person: Person) -> Person:
        """Put what `person` tells in place of what the report told before, and return what it tells now.

        The case and its history stay; duplicates are looked for anew. Raises UnknownReceipt, NotYours, IntakeBusy.
        """
        with writing(self._engine) as connection:
            row = _own(connection, number, conversation)
            filed = as_filed(row, self._cipher)
            told = {name: value for name, value in asdict(person).items() if value is not None}
            after = replace(filed.person, **told)
            keys = lookup_columns(household_keys(replace(filed, person=after), self._cipher))
            values = {"person_encrypted": self._cipher.encrypt(after.to_json()), **keys}
            connection.execute(update(reports).where(reports.c.id == row.id).values(**values))
            if person.place:
                area = area_columns(after.place, self._cipher)
                connection.execute(update(cases).where(cases.c.id == row.case_id).values(**area))
            now = self._clock()
            write_event(connection, self._cipher, Happening(row.case_id, now, "corrected", report_id=row.id))
            fields = {"receipt": row.number, "fields": " ".join(sorted(told))}
            audit.append(connection, now, Act(audit.REPORTER, "corrected", f"case:{row.case_number}", fields))
        return after

    def delete(self, number: str, conversation: str) -> None:
        """Erase a report that was withdrawn, or whose case is closed without help; its messages go with it, and
        with the last report of a closed case all notes.

        Raises NotErasable when its case is under way or the household is helped, UnknownReceipt, NotYours, IntakeBusy.
        """
        with writing(self._engine) as connection:
            row = _own(connection, number, conversation)
            if row.withdrawn_at is None and CaseState(row.state) in _KEPT:
                raise NotErasable(f"a case that is {row.state} is kept")
            now = self._clock()
            erase_reports(connection, self._cipher, [row.id], now)
            forget_wishes(connection, [conversation])
            left = select(reports.c.id).where(reports.c.case_id == row.case_id, reports.c.erased_at.is_(None))
            if row.state in CLOSED and connection.execute(left.limit(1)).first() is None:
                erase_case(connection, self._cipher, row.case_id, now)
            write_event(connection, self._cipher, Happening(row.case_id, now, "erased", report_id=row.id))
            audit.append(connection, now, _act("erased", row))

    def _report(self, connection: Connection, row: _Report) -> dict[str, Any]:
        wanted = select(events.c.at, events.c.kind, events.c.to_state).where(events.c.case_id == row.case_id)
        steps = connection.execute(wanted.where(events.c.kind.in_([*Move, "opened"])).order_by(events.c.id))
        return {
            "receipt": row.number,
            "filed_at": _local(row.filed_at),
            "withdrawn_at": _local(row.withdrawn_at),
            "consent_at": _local(row.consent_at),
            "channel": row.channel,
            "who": row.who,
            "kinds": row.risk_kinds,
            "urgency": row.urgency,
            "state": row.state,
            "story": self._cipher.decrypt(row.story_encrypted),
            "person": asdict(Person.from_json(self._cipher.decrypt(row.person_encrypted))),
            "steps": [{"at": _local(step.at), "kind": step.kind, "state": step.to_state} for step in steps],
        }

    def _messages(self, connection: Connection, conversation: str) -> list[dict[str, Any]]:
        wanted = select(deliveries).where(deliveries.c.conversation == conversation).order_by(deliveries.c.id)
        return [
            {"at": _local(row.created_at), "state": row.state, "text": self._cipher.decrypt(row.body_encrypted)}
            for row in connection.execute(wanted)
        ]

    def _tickets(self, connection: Connection, conversation: str) -> list[dict[str, Any]]:
        wanted = select(tickets).where(tickets.c.conversation == conversation).order_by(tickets.c.id)
        return [
            {
                "number": row.number,
                "kind": row.kind,
                "opened_at": _local(row.opened_at),
                "closed_at": _local(row.closed_at),
                "text": self._cipher.decrypt(row.text_encrypted),
                "phone": self._cipher.decrypt_optional(row.phone_encrypted),
            }
            for row in connection.execute(wanted)
        ]

    def _wishes(self, connection: Connection, conversation: str) -> list[dict[str, Any]]:
        wanted = select(training_wishes).where(training_wishes.c.conversation == conversation)
        return [
            {
                "at": _local(row.begun_at),
                "confirmed_at": _local(row.confirmed_at),
                "subject": row.subject,
                "place": self._cipher.decrypt_optional(row.place_encrypted),
                "phone": self._cipher.decrypt_optional(row.phone_encrypted),
            }
            for row in connection.execute(wanted.order_by(training_wishes.c.id))
        ]

    def _draft(self, connection: Connection, conversation: str) -> str | None:
        wanted = select(drafts.c.draft_encrypted).where(drafts.c.conversation == conversation)
        return self._cipher.decrypt_optional(connection.execute(wanted).scalar_one_or_none())


def _campaigns(connection: Connection, conversation: str) -> list[dict[str, Any]]:
    wanted = select(campaign_asked).where(campaign_asked.c.conversation == conversation).order_by(campaign_asked.c.id)
    return [
        {"asked_at": _local(row.asked_at), "answer": row.answer, "answered_at": _local(row.answered_at)}
        for row in connection.execute(wanted)
    ]


def _reports() -> Any:
    return (
        select(reports, cases.c.state, cases.c.number.label("case_number"))
        .join(cases, cases.c.id == reports.c.case_id)
        .order_by(reports.c.id)
    )


def _own(connection: Connection, number: str, conversation: str) -> _Report:
    wanted = _reports().where(reports.c.number == (read_number(number) or "")).with_for_update(of=cases)
    row: _Report | None = connection.execute(wanted).one_or_none()
    if row is None:
        raise UnknownReceipt("no report has this number")
    if row.conversation != conversation or row.erased_at is not None:
        raise NotYours("the report was filed from another conversation")
    return row


def _act(act: str, row: _Report) -> Act:
    return Act(audit.REPORTER, act, f"case:{row.case_number}", {"receipt": row.number})


def _local(at: Any) -> str | None:
    return None if at is None else str(at.astimezone(LOCAL_ZONE).isoformat(timespec="seconds"))
