"""What a reporter can ask and do: the status of a report, its withdrawal, an appeal against a refusal."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, select, update

from intake import audit
from intake.audit import Act
from intake.cipher import FieldCipher
from intake.clock import Clock
from intake.dates import redate
from intake.domain import MOVES, CaseState, Move, Role
from intake.errors import Conflict, MoveNotAllowed, NotYours, UnknownReceipt
from intake.history import Happening, write_event
from intake.numbers import read_number
from intake.procedure import Refusal, Why
from intake.reports import CaseStatus, Person
from intake.rulebook import Rules
from intake.scores import rescore
from intake.tables import cases, reports
from intake.transactions import reading, writing
from language.identity import mask_name

_Report = Row[*tuple[Any, ...]]


class Statuses:
    """The reporter's view of reports."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock, rules: Rules) -> None:
        self._rules = rules
        self._engine = engine
        self._cipher = cipher
        self._clock = clock

    def of(self, conversation: str | None, number: str | None) -> tuple[CaseStatus, ...]:
        """Return the statuses of a conversation's reports, or of the one with `number`; newest first."""
        wanted = _reports().order_by(reports.c.id.desc())
        if conversation is None and number is None:
            return ()
        if conversation is not None:
            wanted = wanted.where(reports.c.conversation == conversation)
        if number is not None:
            wanted = wanted.where(reports.c.number == (read_number(number) or ""))
        with reading(self._engine) as connection:
            rows = connection.execute(wanted).all()
        return tuple(self._status(row) for row in rows)

    def withdraw(self, number: str, conversation: str) -> CaseStatus:
        """Take a report back; its case closes unless another report stands in it.

        Raises UnknownReceipt, NotYours, MoveNotAllowed, IntakeBusy.
        """
        with writing(self._engine) as connection:
            report = _own(connection, number, conversation)
            if report.withdrawn_at is not None or report.state not in MOVES[Move.WITHDRAW].from_states:
                raise _refused(report, Move.WITHDRAW)
            self._withdraw(connection, report)
            return self._status(_own(connection, number, conversation))

    def appeal(self, number: str, conversation: str, reason: str = "") -> CaseStatus:
        """Ask for a refusal to be looked at again; raises UnknownReceipt, NotYours, MoveNotAllowed, IntakeBusy."""
        rule, now = MOVES[Move.APPEAL], self._clock()
        try:
            with writing(self._engine) as connection:
                report = _own(connection, number, conversation)
                if report.withdrawn_at is not None or report.state not in rule.from_states:
                    raise _refused(report, Move.APPEAL)
                values = {"state": rule.to_state.value, "state_since": now, "counted_from": now, "escalated_to": None}
                which = update(cases).where(cases.c.id == report.case_id)
                connection.execute(which.values(version=report.version + 1, **values))
                before = CaseState(report.state)
                happening = Happening(
                    report.case_id, now, Move.APPEAL, before, rule.to_state, report_id=report.id, note=reason.strip()
                )
                write_event(connection, self._cipher, happening)
                redate(connection, report.case_id, self._rules.deadlines)
                _log(connection, now, Move.APPEAL, report)
                return self._status(_own(connection, number, conversation))
        except Conflict as error:
            refused = Refusal(Why.HOUSEHOLD, Move.APPEAL, CaseState.NOT_INCLUDED, Role.REPORTER)
            raise MoveNotAllowed("the household has another open case by now", refused) from error

    def _withdraw(self, connection: Connection, report: _Report) -> None:
        now, state = self._clock(), CaseState(report.state)
        connection.execute(update(reports).where(reports.c.id == report.id).values(withdrawn_at=now))
        others = select(reports.c.id).where(reports.c.case_id == report.case_id, reports.c.withdrawn_at.is_(None))
        standing = connection.execute(others.limit(1)).first() is not None
        values = {"version": report.version + 1}
        if not standing:
            values |= {"state": MOVES[Move.WITHDRAW].to_state.value, "state_since": now}
        connection.execute(update(cases).where(cases.c.id == report.case_id).values(**values))
        happening = Happening(report.case_id, now, "report_withdrawn", report_id=report.id)
        if not standing:
            happening = Happening(
                report.case_id, now, Move.WITHDRAW, state, MOVES[Move.WITHDRAW].to_state, report_id=report.id
            )
        write_event(connection, self._cipher, happening)
        rescore(connection, report.case_id)
        redate(connection, report.case_id, self._rules.deadlines)
        _log(connection, now, happening.kind, report)

    def _status(self, row: _Report) -> CaseStatus:
        person = Person.from_json(self._cipher.decrypt(row.person_encrypted))
        withdrawn = row.withdrawn_at is not None
        return CaseStatus(
            receipt=row.number,
            state=CaseState.WITHDRAWN if withdrawn else CaseState(row.state),
            state_since=row.withdrawn_at if withdrawn else row.state_since,
            filed_at=row.filed_at,
            masked_name=mask_name(person.name or ""),
        )


def _reports() -> Select[*tuple[Any, ...]]:
    return select(
        reports.c.id,
        reports.c.number,
        reports.c.case_id,
        reports.c.conversation,
        reports.c.person_encrypted,
        reports.c.filed_at,
        reports.c.withdrawn_at,
        cases.c.state,
        cases.c.state_since,
        cases.c.version,
        cases.c.number.label("case_number"),
    ).join(cases, cases.c.id == reports.c.case_id)


def _own(connection: Connection, number: str, conversation: str) -> _Report:
    """Return a report and its case, held until the transaction ends; raises UnknownReceipt, NotYours."""
    wanted = _reports().where(reports.c.number == (read_number(number) or "")).with_for_update(of=cases)
    report = connection.execute(wanted).one_or_none()
    if report is None:
        raise UnknownReceipt("no report has this number")
    if report.conversation != conversation:
        raise NotYours("the report was filed from another conversation")
    return report


def _refused(report: _Report, move: Move) -> MoveNotAllowed:
    refused = Refusal(Why.STATE, move, CaseState(report.state), Role.REPORTER)
    return MoveNotAllowed(f"{move} is not possible when a case is {report.state}", refused)


def _log(connection: Connection, at: datetime, act: str, report: _Report) -> None:
    what = Act(audit.REPORTER, str(act), f"case:{report.case_number}", {"receipt": report.number})
    audit.append(connection, at, what)
