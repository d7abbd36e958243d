"""Two cases become one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select, text

from intake.desk import IntakeDesk
from intake.domain import CaseState, Move, RiskKind, Urgency
from intake.errors import IntakeError, MoveNotAllowed, UnknownCase
from intake.reports import Person
from intake.tables import cases
from storage.engine import writing
from tests.intake.samples import of_neighbour


def _file(desk: IntakeDesk, name: str, **changes: object) -> tuple[str, str]:
    receipt = desk.file(of_neighbour(name, Person(name, "天星村"), conversation=f"web-{name}", **changes))
    return receipt.case_number, receipt.number


def test_both_histories_stay_and_every_receipt_leads_to_the_surviving_case(desk: IntakeDesk, county: int) -> None:
    """Over two merges: of the first into the second, of that into the third."""
    (one, receipt), (two, other), (three, third) = (_file(desk, name) for name in ("甲甲", "乙乙", "丙丙"))
    desk.move(one, Move.TAKE, county, "先去看看")
    desk.merge(one, two, county, "同一户")
    desk.merge(two, three, county)
    file = desk.case(three)

    assert {desk.case(number).number for number in (receipt, other, third)} == {three}
    assert [report.receipt for report in file.reports] == [receipt, other, third]
    assert [history.number for history in file.merged] == [two, one]
    assert [event.kind for event in file.merged[1].events] == ["opened", "take", "merge"]
    assert file.merged[1].events[1].note == "先去看看"
    assert desk.case(one).merged_into == two
    assert [event.note for event in file.events if event.kind == "linked"] == [two]


def test_the_surviving_case_takes_urgency_and_score_over(desk: IntakeDesk, county: int) -> None:
    """What was pressing in either is pressing in the one."""
    one, _ = _file(desk, "甲甲", urgency=Urgency.NOW, risk_kinds=(RiskKind.DISASTER,))
    two, _ = _file(desk, "乙乙", risk_kinds=(RiskKind.DEBT,))
    desk.merge(one, two, county)
    (row,) = desk.queue()

    assert (row.number, row.urgency, row.triage.score) == (two, Urgency.NOW, 255)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("first", [True, False])
def test_a_merge_holds_the_older_case_first(desk: IntakeDesk, engine: Engine, county: int, first: bool) -> None:
    """Whichever goes on: while it waits for the older one, the other is free, so two merges never block each other."""
    pair = [_file(desk, name)[0] for name in ("甲甲", "乙乙")]
    merged, into = pair if first else reversed(pair)
    older, newer = (select(cases.c.id).where(cases.c.number == number).with_for_update(nowait=True) for number in pair)
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with ThreadPoolExecutor(1) as pool, writing(engine) as connection:
        connection.execute(older)
        merging = pool.submit(desk.merge, merged, into, county)
        # Within one transaction PostgreSQL shows the activity as it was at the first look.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as looking:
            while not looking.execute(waiting).scalar_one():
                assert not merging.done()
        connection.execute(newer)
        connection.commit()
        assert merging.result() is CaseState.MERGED


def test_merges_in_opposite_directions_leave_one_case(desk: IntakeDesk, county: int) -> None:
    """At the same moment: one wins, the other is refused, neither waits for the other for ever."""
    for turn in range(10):
        (one, _), (two, _) = _file(desk, f"甲{turn}"), _file(desk, f"乙{turn}")

        def merge(pair: tuple[str, str]) -> bool:
            try:
                desk.merge(*pair, county)
            except (MoveNotAllowed, UnknownCase):
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            won = list(pool.map(merge, ((one, two), (two, one))))
        states = {desk.case(number).state for number in (one, two)}

        assert won.count(True) == 1
        assert states == {CaseState.MERGED, CaseState.RECEIVED}


def test_a_report_that_arrives_during_a_merge_joins_the_surviving_case(desk: IntakeDesk, county: int) -> None:
    """It never opens a second case beside it, and never stays behind in the merged one."""
    for turn in range(5):
        (one, _), (two, _) = _file(desk, f"甲{turn}"), _file(desk, f"乙{turn}")
        late = of_neighbour(f"late-{turn}", Person(f"甲{turn}", "天星村"), conversation="web-late")
        with ThreadPoolExecutor(2) as pool:
            merging = pool.submit(desk.merge, one, two, county)
            filing = pool.submit(desk.file, late)
        assert merging.result() is CaseState.MERGED

        assert desk.case(filing.result().number).number == two
        assert desk.case(one).reports == ()


def test_a_merge_that_fails_changes_nothing(desk: IntakeDesk, county: int) -> None:
    """Into a case that is not there."""
    one, receipt = _file(desk, "甲甲")
    for into in ("C000101-000000", one):
        try:
            desk.merge(one, into, county)
        except IntakeError:
            pass
        else:
            raise AssertionError(into)

    assert desk.case(receipt).state is CaseState.RECEIVED
    assert [event.kind for event in desk.case(one).events] == ["opened"]
