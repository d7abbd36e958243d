"""Reports to file in tests, and a clock that stands still until told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, func, select

from intake.domain import Channel, ReportSource, RiskKind, Urgency, Who
from intake.reports import NewReport, Person
from intake.tables import cases, events, reports
from storage.engine import reading

WANG = Person("王建国", "华容县东山镇天星村3组", "13912345678", household_size=4, relation=None)
LI = Person("李秀英", "华容县三封寺镇松木桥村", "13787654321")


class StoppedClock:
    """A clock that tests move on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> datetime:
        """Move on by a timedelta and return the new moment."""
        self.now += timedelta(**by)
        return self.now


class ScriptedNumbers:
    """Numbers given out in a fixed order, per prefix."""

    def __init__(self, **numbers: Sequence[str]) -> None:
        self._numbers = {prefix: list(given) for prefix, given in numbers.items()}

    def __call__(self, prefix: str, at: datetime) -> str:
        return self._numbers[prefix].pop(0)


def a_report(key: str = "first", **changes: Any) -> NewReport:
    """Return a self-report of the Wang household with `changes`; `key` is its idempotency key."""
    report = NewReport(
        conversation="web-wang",
        channel=Channel.WEB,
        source=ReportSource.FORM,
        who=Who.SELF,
        story="我住院花了八万,家里欠了债,电话13912345678",
        risk_kinds=(RiskKind.DISEASE,),
        urgency=Urgency.NORMAL,
        idempotency_key=key,
        person=WANG,
        consent_at=datetime(2026, 11, 23, 7, 59, tzinfo=UTC),
    )
    return replace(report, **changes)


def of_neighbour(key: str, person: Person = WANG, conversation: str = "web-neighbour", **changes: Any) -> NewReport:
    """Return a report that a neighbour files about `person`."""
    return a_report(key, **{"person": person, "conversation": conversation, "who": Who.NEIGHBOUR} | changes)


def count_rows(engine: Engine) -> tuple[int, int, int]:
    """Return how many reports, cases and events the database holds."""
    with reading(engine) as connection:
        numbers = [
            connection.execute(select(func.count()).select_from(one)).scalar_one() for one in (reports, cases, events)
        ]
    return numbers[0], numbers[1], numbers[2]
