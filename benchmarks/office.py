"""An office with as many cases as wanted, written straight into the tables: filing each would take hours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import Connection, Engine, insert

from intake.cipher import FieldCipher
from intake.deadlines import Standing
from intake.desk import IntakeDesk
from intake.domain import CaseState, Channel, ReportSource, RiskKind, Role, Urgency, Who
from intake.households import household_keys, lookup_columns
from intake.regions import area_columns
from intake.reports import NewReport, Person
from intake.scores import kinds_column
from intake.tables import cases, events, reports, staff
from intake.triage import triage
from storage.engine import writing

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TOWNSHIPS = tuple(f"{name}镇" for name in "东山 三封 青山 石桥 白沙 松木 云溪 泉塘 竹山 梅田 兰溪 桂花".split())
_VILLAGES = tuple(f"{name}村" for name in "天星 五星 红旗 光明 长岭 新屋 大塘 小河 高峰 桃源".split())
_DAYS = 400
_OPEN_SHARE = 0.4
_BATCH = 5000
_COUNTY, _TOWNSHIP = "县级甲", "乡镇乙"


@dataclass(frozen=True, slots=True)
class Office:
    """The intake, who works there, and a case to look for, by its number, receipt and phone."""

    desk: IntakeDesk
    county: int
    township: int
    number: str
    receipt: str
    phone: str


def fill(engine: Engine, count: int, seed: int = 7) -> Office:
    """Return an office with `count` cases of the last year, four in ten of them open, in an empty database."""
    cipher, random = FieldCipher([Fernet.generate_key().decode()]), Random(seed)
    desk = IntakeDesk(engine, cipher, clock=lambda: NOW)
    with writing(engine) as connection:
        ids = [_staff(connection, name, role, at) for name, role, at in _MEMBERS]
    for start in range(0, count, _BATCH):
        made = [_case(desk, random, at, ids) for at in range(start, min(start + _BATCH, count))]
        with writing(engine) as connection:
            for table, rows in zip((cases, reports, events), zip(*made, strict=True), strict=True):
                connection.execute(insert(table), list(rows))
    at = count // 2
    return Office(desk, ids[0], ids[1], _number("C", at), _number("MB", at), _phone(at))


_MEMBERS = ((_COUNTY, Role.COUNTY, ""), (_TOWNSHIP, Role.TOWNSHIP, f"华容县{TOWNSHIPS[0]}"))


def _staff(connection: Connection, name: str, role: Role, region: str) -> int:
    row = {"name": name, "role": role.value, "region": region, "password_hash": "-", "password_set_at": NOW}
    flags = {"must_change": False, "failed": 0, "active": True}
    return int(connection.execute(insert(staff).values(**row, **flags).returning(staff.c.id)).scalar_one())


def _case(desk: IntakeDesk, random: Random, at: int, members: Sequence[int]) -> tuple[dict[str, Any], ...]:
    filed, opened = _report(random, at), NOW - timedelta(minutes=random.randrange(_DAYS * 1440))
    state = random.choice(tuple(_open())) if random.random() < _OPEN_SHARE else CaseState.INCLUDED
    since = min(opened + timedelta(days=random.randrange(15)), NOW)
    turns = desk.rules.deadlines.turns(Standing(state, since, opened, filed.urgency))
    keys = household_keys(filed, desk.cipher)
    case = {
        "id": at + 1,
        "number": _number("C", at),
        "household_key": keys.main,
        "state": state.value,
        "state_since": since,
        "urgency": filed.urgency.value,
        "opened_at": opened,
        "taken_by": random.choice(members) if state is not CaseState.RECEIVED else None,
        "version": 1,
        "score": triage(filed.urgency, filed.risk_kinds, 1).score,
        "kinds": kinds_column(filed.risk_kinds),
        **area_columns(filed.person.place, desk.cipher),
        **dict(zip(("yellow_on", "orange_on", "due_on"), map(str, turns) if turns else [None] * 3, strict=True)),
    }
    report = {
        "number": _number("MB", at),
        "idempotency_key": filed.idempotency_key,
        "case_id": at + 1,
        "conversation": filed.conversation,
        "channel": filed.channel.value,
        "source": filed.source.value,
        "who": filed.who.value,
        "urgency": filed.urgency.value,
        "risk_kinds": [kind.value for kind in filed.risk_kinds],
        "story_encrypted": desk.cipher.encrypt(filed.story),
        "person_encrypted": desk.cipher.encrypt(filed.person.to_json()),
        **lookup_columns(keys),
        "linked": False,
        "filed_at": opened,
    }
    return case, report, {"case_id": at + 1, "at": opened, "kind": "opened", "to_state": CaseState.RECEIVED.value}


def _report(random: Random, at: int) -> NewReport:
    place = f"华容县{random.choice(TOWNSHIPS)}{random.choice(_VILLAGES)}{random.randrange(1, 20)}组"
    return NewReport(
        conversation=f"web-{at}",
        channel=Channel.WEB,
        source=ReportSource.FORM,
        who=Who.SELF,
        story="家里人住院花了不少钱，今年收成也不好，日子有点紧",
        risk_kinds=tuple(random.sample(tuple(RiskKind), random.randrange(1, 4))),
        urgency=random.choice(tuple(Urgency)),
        idempotency_key=f"key-{at}",
        person=Person(f"王{at}", place, _phone(at), random.randrange(1, 8)),
        consent_at=None,
    )


def _open() -> Iterator[CaseState]:
    closed = {"included", "not_included", "referred", "merged", "withdrawn"}
    return (state for state in CaseState if state.value not in closed)


def _number(prefix: str, at: int) -> str:
    return f"{prefix}{261123 - at // 1_000_000:06}-{at % 1_000_000:06}"


def _phone(at: int) -> str:
    return f"138{at:08}"
