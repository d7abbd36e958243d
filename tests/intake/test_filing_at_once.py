"""Reports filed at the same moment, by threads and by processes."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from cryptography.fernet import Fernet
from sqlalchemy import Engine

from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from intake.domain import Move, Role
from intake.reports import NewReport, Receipt
from storage.engine import open_engine
from tests.intake.samples import a_report, count_rows, of_neighbour


def test_deliveries_at_the_same_moment_make_one_report(desk: IntakeDesk, engine: Engine) -> None:
    """Eight threads with one key get one receipt, and one of them was the first."""
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(desk.file, [a_report()] * 8))

    assert len({receipt.number for receipt in receipts}) == 1
    assert [receipt.repeated for receipt in receipts].count(False) == 1
    assert count_rows(engine) == (1, 1, 1)


def test_reports_at_the_same_moment_make_one_case(desk: IntakeDesk, engine: Engine) -> None:
    """Eight neighbours of one household get eight receipts in one case."""
    filed = [of_neighbour(str(number), conversation=f"web-{number}") for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(desk.file, filed))

    assert len({receipt.number for receipt in receipts}) == 8
    assert len({receipt.case_number for receipt in receipts}) == 1
    assert [receipt.linked for receipt in receipts].count(False) == 1
    assert count_rows(engine)[:2] == (8, 1)


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
    assert count_rows(engine) == (1, 1, 1)


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
