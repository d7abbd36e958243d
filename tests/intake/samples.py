"""Reports to file in tests, and a clock that stands still until told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, func, select

from intake.casework import MoveRequest
from intake.desk import IntakeDesk
from intake.domain import CaseState, Channel, Move, Needed, ReportSource, RiskKind, Urgency, Who
from intake.reports import NewReport, Person
from intake.tables import cases, events, reports
from storage.engine import reading

WANG = Person("王建国", "华容县东山镇天星村3组", "13912345678", household_size=4, relation=None)
TO_DECISION = (Move.TAKE, Move.VISIT, Move.REVIEW, Move.TO_TOWNSHIP, Move.TO_COUNTY)
# What each move needs besides the note, on the day where StoppedClock stands.
TOLD = {
    Move.REVIEW: {Needed.VISITED_ON: "2026-11-16", Needed.VISITORS: "赵甲、钱乙", Needed.LABOUR: "weak"},
    Move.TO_TOWNSHIP: {Needed.NOTICE_FROM: "2026-11-17", Needed.NOTICE_TO: "2026-11-21"},
    Move.INCLUDE: {Needed.HOUSEHOLD_KIND: "sudden"},
    Move.GREEN_CHANNEL: {Needed.HELP: "送去棉被和粮食"},
}
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


def make(desk: IntakeDesk, number: str, move: Move, staff_id: int, note: str = "") -> CaseState:
    """Make a move with all that it needs besides the note."""
    return desk.make(MoveRequest(number, move, staff_id, note, TOLD.get(move, {})))


def bring_to_decision(desk: IntakeDesk, number: str, staff_id: int) -> None:
    """Bring a case that nobody has taken before the county."""
    for move in TO_DECISION:
        make(desk, number, move, staff_id)
