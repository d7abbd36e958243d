"""Whom a campaign asks, out of the reports that there are: with consent, not blocked, not erased, within its region."""

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, select, true

from intake.campaigns import Candidate, NewCampaign, choose
from intake.cipher import FieldCipher
from intake.deliveries import DeliveryState
from intake.domain import Channel, RiskKind, Who
from intake.households import township_key
from intake.regions import area_columns
from intake.reports import Person
from intake.tables import cases, deliveries, reports

_Row = Row[*tuple[Any, ...]]


class CampaignAsking:
    """Finds whom to ask."""

    def __init__(self, cipher: FieldCipher) -> None:
        self._cipher = cipher

    def chosen(self, connection: Connection, told: NewCampaign) -> tuple[Candidate, ...]:
        """Return who is to be asked now, within the caller's transaction."""
        rows = connection.execute(_consenting().where(self._within(told.region))).all()
        blocked = _blocked(connection)
        candidates = [self._candidate(row) for row in rows if row.conversation not in blocked]
        return choose(candidates, told.risk_kinds)

    def _within(self, region: str) -> ColumnElement[bool]:
        area = {name: key for name, key in area_columns(region, self._cipher).items() if key is not None}
        return and_(true(), *(cases.c[name] == key for name, key in area.items()))

    def _candidate(self, row: _Row) -> Candidate:
        person = Person.from_json(self._cipher.decrypt(row.person_encrypted))
        return Candidate(
            report_id=row.id,
            case_id=row.case_id,
            conversation=row.conversation,
            channel=Channel(row.channel),
            who=Who(row.who),
            household=row.household_key,
            kinds=tuple(RiskKind(kind) for kind in row.risk_kinds),
            township=township_key(person.place),
            township_key=row.township_key,
            village_key=row.village_key,
        )

    def row(self, one: Candidate) -> dict[str, Any]:
        """Return what is kept of somebody who is asked."""
        # A case may lie elsewhere than this report told, after a correction or a merge.
        known = one.township_key is not None and self._cipher.digest("township", one.township) == one.township_key
        return {
            "conversation": one.conversation,
            "household_key": one.household,
            "report_id": one.report_id,
            "township_key": one.township_key,
            "village_key": one.village_key,
            "township_encrypted": self._cipher.encrypt(one.township) if known else None,
        }


def _consenting() -> Any:
    return (
        select(
            reports.c.id,
            reports.c.case_id,
            reports.c.conversation,
            reports.c.channel,
            reports.c.who,
            reports.c.risk_kinds,
            reports.c.person_encrypted,
            cases.c.household_key,
            cases.c.township_key,
            cases.c.village_key,
        )
        .join(cases, cases.c.id == reports.c.case_id)
        .where(
            reports.c.consent_at.is_not(None),
            reports.c.withdrawn_at.is_(None),  # the consent goes with the report
            reports.c.erased_at.is_(None),
            reports.c.channel != Channel.OFFICE.value,
        )
    )


def _blocked(connection: Connection) -> frozenset[str]:
    """Return the conversations whose last news was refused by the person."""
    last: dict[str, dict[str, int]] = defaultdict(dict)
    wanted = select(deliveries.c.conversation, deliveries.c.state, func.max(deliveries.c.id))
    grouped = wanted.group_by(deliveries.c.conversation, deliveries.c.state)
    for conversation, state, newest in connection.execute(grouped):
        last[conversation][state] = newest
    blocked, sent = DeliveryState.BLOCKED.value, DeliveryState.SENT.value
    return frozenset(name for name, ids in last.items() if ids.get(blocked, 0) > ids.get(sent, 0))
