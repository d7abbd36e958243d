"""Filing a report: on disk before anything else, once per idempotency key, one open case per household."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, or_, select, update

from intake import audit
from intake.audit import Act
from intake.campaign_answers import note_filed
from intake.cipher import FieldCipher
from intake.clock import Clock
from intake.completing import Rough, completed, find_rough
from intake.dates import redate
from intake.domain import OPEN, CaseState, Urgency, Who
from intake.history import Happening, write_event
from intake.households import HouseholdKeys, household_keys, lookup_columns
from intake.lookups import staff_role
from intake.numbers import CASE, RECEIPT, NewNumber
from intake.regions import locate
from intake.reports import NewReport, Receipt
from intake.rulebook import Rules
from intake.scores import rescore
from intake.tables import cases, reports
from intake.transactions import commit

_OPEN_STATES = tuple(state.value for state in OPEN)


class Filing:
    """Takes reports in."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock, numbers: NewNumber, rules: Rules) -> None:
        self._rules = rules
        self._engine = engine
        self._cipher = cipher
        self._clock = clock
        self._numbers = numbers

    def file(self, report: NewReport, staff_id: int | None = None) -> Receipt:
        """Commit `report` and return its receipt, the first one when it was filed before; raises IntakeBusy.

        `staff_id` is who enters it, unless it comes from the reporter; raises UnknownStaff.
        """
        key = self._cipher.digest("idempotency", report.conversation, report.idempotency_key)
        filed = _Filed(report, key, household_keys(report, self._cipher), self._clock(), staff_id)
        return commit(self._engine, lambda connection: self._file(connection, filed))

    def _file(self, connection: Connection, filed: "_Filed") -> Receipt:
        if filed.staff_id is not None:
            staff_role(connection, filed.staff_id)
        earlier = _earlier(connection, filed.key)
        if earlier is not None:
            return earlier
        rough = find_rough(connection, self._cipher, filed.report)
        if rough is not None:
            return self._complete(connection, filed, rough)
        # A second look: on PostgreSQL the first one may have waited for a case that was merged into another meanwhile.
        case = _open_case(connection, filed) or _open_case(connection, filed)
        if case is None:
            case_id, case_number = self._new_case(connection, filed)
        else:
            case_id, case_number = case.id, case.number
        number, report_id = self._insert(connection, filed, case_id, case is not None)
        kind = "opened" if case is None else "linked"
        to_state = CaseState.RECEIVED if case is None else None
        happening = Happening(case_id, filed.at, kind, to_state=to_state, staff_id=filed.staff_id, report_id=report_id)
        write_event(connection, self._cipher, happening)
        if case is not None and filed.report.urgency.rank > Urgency(case.urgency).rank:
            self._raise_urgency(connection, filed, case_id, report_id)
        self._settle(connection, filed, case_id, report_id)
        audit.append(connection, filed.at, Act(filed.actor, kind, f"case:{case_number}", {"receipt": number}))
        return Receipt(number, case_number, linked=case is not None, repeated=False)

    def _complete(self, connection: Connection, filed: "_Filed", rough: Rough) -> Receipt:
        values = completed(filed.report, self._cipher, filed.household, filed.key)
        connection.execute(update(reports).where(reports.c.id == rough.id).values(**values))
        happening = Happening(rough.case_id, filed.at, "completed", staff_id=filed.staff_id, report_id=rough.id)
        write_event(connection, self._cipher, happening)
        if filed.report.urgency.rank > Urgency(rough.urgency).rank:
            self._raise_urgency(connection, filed, rough.case_id, rough.id)
        self._settle(connection, filed, rough.case_id, rough.id)
        told = {"receipt": rough.number}
        audit.append(connection, filed.at, Act(filed.actor, "completed", f"case:{rough.case_number}", told))
        return Receipt(rough.number, rough.case_number, linked=False, repeated=False)

    def _settle(self, connection: Connection, filed: "_Filed", case_id: int, report_id: int) -> None:
        note_filed(connection, filed.report.conversation, report_id)
        rescore(connection, case_id)
        locate(connection, case_id, filed.report.person.place, self._cipher)
        redate(connection, case_id, self._rules.deadlines)

    def _new_case(self, connection: Connection, filed: "_Filed") -> tuple[int, str]:
        number = self._numbers(CASE, filed.at)
        row = {
            "number": number,
            "household_key": filed.household.main,
            "state": CaseState.RECEIVED.value,
            "state_since": filed.at,
            "urgency": filed.report.urgency.value,
            "opened_at": filed.at,
            "version": 1,
            "score": 0,
        }
        return connection.execute(insert(cases).values(**row).returning(cases.c.id)).scalar_one(), number

    def _insert(self, connection: Connection, filed: "_Filed", case_id: int, linked: bool) -> tuple[str, int]:
        report, number = filed.report, self._numbers(RECEIPT, filed.at)
        row = {
            "number": number,
            "idempotency_key": filed.key,
            "case_id": case_id,
            "conversation": report.conversation,
            "channel": report.channel.value,
            "source": report.source.value,
            "who": report.who.value,
            "urgency": report.urgency.value,
            "risk_kinds": [kind.value for kind in report.risk_kinds],
            "story_encrypted": self._cipher.encrypt(report.story),
            "person_encrypted": self._cipher.encrypt(report.person.to_json()),
            **lookup_columns(filed.household),
            "linked": linked,
            "consent_at": report.consent_at,
            "filed_at": filed.at,
        }
        return number, connection.execute(insert(reports).values(**row).returning(reports.c.id)).scalar_one()

    def _raise_urgency(self, connection: Connection, filed: "_Filed", case_id: int, report_id: int) -> None:
        urgency = filed.report.urgency
        connection.execute(update(cases).where(cases.c.id == case_id).values(urgency=urgency.value))
        happening = Happening(case_id, filed.at, "urgency_raised", report_id=report_id, note=urgency.value)
        write_event(connection, self._cipher, happening)


@dataclass(frozen=True, slots=True)
class _Filed:
    """A report with what was worked out for it before the transaction."""

    report: NewReport
    key: str
    household: HouseholdKeys
    at: datetime
    staff_id: int | None

    @property
    def actor(self) -> str:
        return audit.REPORTER if self.staff_id is None else audit.staff_actor(self.staff_id)


def _earlier(connection: Connection, key: str) -> Receipt | None:
    wanted = (
        select(reports.c.number, reports.c.linked, cases.c.number.label("case_number"))
        .join(cases, cases.c.id == reports.c.case_id)
        .where(or_(reports.c.idempotency_key == key, reports.c.completing_key == key))
    )
    row = connection.execute(wanted).one_or_none()
    return None if row is None else Receipt(row.number, row.case_number, linked=row.linked, repeated=True)


def _open_case(connection: Connection, filed: _Filed) -> Row[*tuple[Any, ...]] | None:
    """Return the open case that the report belongs to; the case is held until the transaction ends."""
    household = filed.household
    same = [cases.c.household_key == household.main, reports.c.household_key == household.main]
    if household.contact is not None:
        same.append(reports.c.contact_key == household.contact)
    if filed.report.who is Who.SELF:
        same.append((reports.c.conversation == filed.report.conversation) & (reports.c.who == Who.SELF.value))
    wanted = (
        select(cases.c.id, cases.c.number, cases.c.urgency)
        .join(reports, reports.c.case_id == cases.c.id)
        .where(cases.c.state.in_(_OPEN_STATES), or_(*same))
        .order_by((cases.c.household_key == household.main).desc(), cases.c.id)
        .limit(1)
        .with_for_update(of=cases)  # on PostgreSQL a move cannot close the case in between; SQLite has one writer
    )
    return connection.execute(wanted).first()
