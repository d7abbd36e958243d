"""Filing reports."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError

from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from intake.domain import CaseState, Move, ReportSource, Role, Urgency, Who
from intake.errors import IntakeBusy
from intake.reports import NewReport, Person, Receipt
from intake.tables import cases, events, reports
from storage.engine import open_engine, reading, writing
from tests.intake.samples import LI, ScriptedNumbers, StoppedClock, a_report, of_neighbour


def _count(engine: Engine) -> tuple[int, int, int]:
    with reading(engine) as connection:
        numbers = [
            connection.execute(select(func.count()).select_from(one)).scalar_one() for one in (reports, cases, events)
        ]
    return numbers[0], numbers[1], numbers[2]


def test_a_filed_report_is_on_disk_and_opens_a_case(desk: IntakeDesk, engine: Engine) -> None:
    """One report, one case, one event."""
    receipt = desk.file(a_report())

    assert receipt == Receipt(receipt.number, receipt.case_number, linked=False, repeated=False)
    assert receipt.number.startswith("MB261123-")
    assert receipt.case_number.startswith("C261123-")
    assert _count(engine) == (1, 1, 1)
    assert desk.case(receipt.number).events[0].kind == "opened"


def test_the_same_key_gives_the_same_receipt(desk: IntakeDesk, engine: Engine) -> None:
    """A repeated delivery never makes a second report, even with another text."""
    first = desk.file(a_report())
    again = desk.file(a_report(story="改过的说法"))

    assert again == replace(first, repeated=True)
    assert _count(engine) == (1, 1, 1)


def test_the_same_key_from_another_conversation_is_another_report(desk: IntakeDesk, engine: Engine) -> None:
    """Message ids that clients choose may collide; a stranger's report must not be lost for it."""
    first = desk.file(a_report("1"))
    other = desk.file(a_report("1", conversation="web-li", person=LI))

    assert not other.repeated
    assert other.number != first.number
    assert _count(engine)[0] == 2


def test_a_second_report_joins_the_open_case_of_the_household(desk: IntakeDesk, engine: Engine) -> None:
    """The neighbour's report gets a receipt of its own and stands in the same case."""
    first = desk.file(a_report())
    second = desk.file(of_neighbour("n", Person("王建国", "东山镇天星村三组")))

    assert second.linked
    assert second.case_number == first.case_number
    assert second.number != first.number
    assert [event.kind for event in desk.case(first.case_number).events] == ["opened", "linked"]
    assert _count(engine)[:2] == (2, 1)


def test_a_repeated_link_says_linked_again(desk: IntakeDesk) -> None:
    """The receipt is the first one, in all it says."""
    desk.file(a_report())
    linked = desk.file(of_neighbour("n"))

    assert desk.file(of_neighbour("n")) == replace(linked, repeated=True)


def test_name_and_phone_find_the_household_when_its_place_is_told_differently(desk: IntakeDesk) -> None:
    """天星村 alone is not 东山镇天星村3组, but the same name with the same phone is the same household."""
    first = desk.file(a_report())
    second = desk.file(of_neighbour("n", Person("王建国", "天星村", "13912345678")))

    assert second.case_number == first.case_number


def test_a_self_report_of_the_same_conversation_joins_its_open_case(desk: IntakeDesk) -> None:
    """Whoever first wrote without a name and then with one is still one household."""
    first = desk.file(a_report("1", person=Person(), source=ReportSource.CRISIS))
    second = desk.file(a_report("2"))
    neighbours = desk.file(of_neighbour("3"))

    assert second.linked
    assert second.case_number == neighbours.case_number == first.case_number


def test_a_conversation_that_reports_others_reports_several_households(desk: IntakeDesk) -> None:
    """A cadre files many reports from one chat."""
    first = desk.file(of_neighbour("1", who=Who.CADRE))
    second = desk.file(of_neighbour("2", LI, who=Who.CADRE))

    assert first.case_number != second.case_number


def test_after_a_case_is_closed_a_report_opens_a_new_one(desk: IntakeDesk) -> None:
    """One open case per household, any number of closed ones."""
    first = desk.file(a_report("1"))
    desk.withdraw(first.number, "web-wang")
    second = desk.file(a_report("2"))

    assert not second.linked
    assert second.case_number != first.case_number


@pytest.mark.parametrize(
    ("first", "second", "then"),
    [
        (Urgency.NORMAL, Urgency.NOW, Urgency.NOW),
        (Urgency.NOW, Urgency.NORMAL, Urgency.NOW),
        (Urgency.SOON, Urgency.SOON, Urgency.SOON),
    ],
)
def test_a_linked_report_can_only_raise_the_urgency(
    desk: IntakeDesk, first: Urgency, second: Urgency, then: Urgency
) -> None:
    """And the case's history tells when it did."""
    desk.file(a_report("1", urgency=first))
    receipt = desk.file(a_report("2", urgency=second))
    file = desk.case(receipt.case_number)

    assert file.urgency is then
    assert ("urgency_raised" in [event.kind for event in file.events]) == (then is not first)


def test_a_number_that_is_taken_is_replaced(engine: Engine, cipher: FieldCipher, clock: StoppedClock) -> None:
    """Six digits collide now and then; nobody notices."""
    numbers = ScriptedNumbers(MB=["MB1", "MB1", "MB2"], C=["C1", "C2", "C3"])
    desk = IntakeDesk(engine, cipher, clock, numbers)
    desk.file(a_report())

    receipt = desk.file(a_report("li", conversation="web-li", person=LI))

    assert (receipt.number, receipt.case_number) == ("MB2", "C3")
    assert _count(engine)[:2] == (2, 2)


def test_deliveries_at_the_same_moment_make_one_report(desk: IntakeDesk, engine: Engine) -> None:
    """Eight threads with one key get one receipt, and one of them was the first."""
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(desk.file, [a_report()] * 8))

    assert len({receipt.number for receipt in receipts}) == 1
    assert [receipt.repeated for receipt in receipts].count(False) == 1
    assert _count(engine) == (1, 1, 1)


def test_reports_at_the_same_moment_make_one_case(desk: IntakeDesk, engine: Engine) -> None:
    """Eight neighbours of one household get eight receipts in one case."""
    filed = [of_neighbour(str(number), conversation=f"web-{number}") for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(desk.file, filed))

    assert len({receipt.number for receipt in receipts}) == 8
    assert len({receipt.case_number for receipt in receipts}) == 1
    assert [receipt.linked for receipt in receipts].count(False) == 1
    assert _count(engine)[:2] == (8, 1)


def _file_in_a_process(url: str, key: str, report: NewReport) -> Receipt:
    engine = open_engine(url)
    receipt = IntakeDesk(engine, FieldCipher([key])).file(report)
    engine.dispose()
    return receipt


def test_processes_share_the_idempotency_key(database_url: str, engine: Engine) -> None:
    """The bot and the action server may file the same report at the same moment."""
    key = Fernet.generate_key().decode()
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        futures = [pool.submit(_file_in_a_process, database_url, key, a_report()) for _ in range(4)]
        receipts = [future.result() for future in futures]

    assert len({receipt.number for receipt in receipts}) == 1
    assert _count(engine) == (1, 1, 1)


def test_the_database_itself_refuses_a_second_open_case(engine: Engine, desk: IntakeDesk) -> None:
    """Whatever a program does, the household has one."""
    desk.file(a_report())
    with reading(engine) as connection:
        row = dict(connection.execute(select(cases)).mappings().one()) | {"id": 99, "number": "C-other"}

    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(cases.insert().values(**row))
    with writing(engine) as connection:
        connection.execute(cases.insert().values(**row | {"state": CaseState.WITHDRAWN.value}))


def test_a_locked_database_loses_nothing(sqlite_desk: IntakeDesk, sqlite: Engine) -> None:
    """The caller learns that it is busy, the same call works later, and the report is there once."""
    with writing(sqlite), pytest.raises(IntakeBusy):
        sqlite_desk.file(a_report())
    assert _count(sqlite) == (0, 0, 0)

    receipt = sqlite_desk.file(a_report())

    assert not receipt.repeated
    assert _count(sqlite) == (1, 1, 1)


def test_a_report_never_joins_a_case_that_closes_at_the_same_moment(
    desk: IntakeDesk, add_staff: Callable[..., int]
) -> None:
    """Either it came first and stands in the case, or it came later and opened a new one: it is never hidden."""
    staff_id = add_staff("刘书记", Role.TOWNSHIP)
    for number in range(5):
        opened = desk.file(of_neighbour(f"first-{number}"))
        with ThreadPoolExecutor(2) as pool:
            closing = pool.submit(desk.move, opened.case_number, Move.REFER, staff_id, "转民政")
            filing = pool.submit(desk.file, of_neighbour(f"second-{number}"))
        closing.result()
        events_of_case = [event.kind for event in desk.case(opened.case_number).events]

        assert filing.result().linked == (events_of_case == ["opened", "linked", "refer"])
        for row in desk.queue():
            desk.move(row.number, Move.REFER, staff_id, "转民政")
