"""Staff working the same cases at once, from several processes. QUEUE_STRESS=8x500 makes it a long run."""

import multiprocessing
import os
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from cryptography.fernet import Fernet
from sqlalchemy import Engine, select

from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from intake.domain import CaseState, Move, Role
from intake.errors import IntakeBusy, MoveNotAllowed, UnknownCase
from intake.reports import Person
from intake.tables import cases, events
from storage.engine import open_engine, reading
from tests.intake.samples import StoppedClock, make, of_neighbour

_PROCESSES, _CASES = map(int, os.environ.get("QUEUE_STRESS", "4x50").split("x"))
_PATIENCE = 200  # how often a busy database is asked again


@dataclass(frozen=True, slots=True)
class _Shift:
    """What one process works on."""

    url: str
    key: str
    staff_id: int
    numbers: tuple[str, ...]
    seed: int


def _done(desk: IntakeDesk, kind: Move, pair: tuple[str, str], staff_id: int) -> bool:
    """Make a move on the first case of `pair`, asking a busy database again; tell whether it was made."""
    number, other = pair
    for _ in range(_PATIENCE):
        try:
            make(desk, number, kind, staff_id, other if kind is Move.MERGE else "一起办")
        except IntakeBusy:
            continue
        except (MoveNotAllowed, UnknownCase):
            return False
        return True
    raise AssertionError("the database was busy all the time")


def _work(shift: _Shift) -> list[tuple[str, str]]:
    """Take every case, then move, merge or hand it on at random; return what was done, as (case number, move)."""
    engine, chance = open_engine(shift.url), random.Random(shift.seed)
    desk = IntakeDesk(engine, FieldCipher([shift.key]), StoppedClock())
    done: list[tuple[str, str]] = []
    numbers = list(shift.numbers)
    chance.shuffle(numbers)
    for at, number in enumerate(numbers):
        for kind in (Move.TAKE, chance.choice((Move.VISIT, Move.MERGE, Move.MERGE, Move.GREEN_CHANNEL, Move.REFER))):
            if _done(desk, kind, (number, numbers[at - 1]), shift.staff_id):
                done.append((number, kind.value))
    engine.dispose()
    return done


def _rows(engine: Engine) -> tuple[Counter[tuple[str, str]], set[str]]:
    """Return how often each move stands in the history of each case, and the numbers of merged cases."""
    wanted = (
        select(cases.c.number, events.c.kind)
        .join(cases, cases.c.id == events.c.case_id)
        .where(events.c.kind.in_(list(Move)))
    )
    merged = select(cases.c.number).where(cases.c.state == CaseState.MERGED.value)
    with reading(engine) as connection:
        history = Counter((row.number, row.kind) for row in connection.execute(wanted))
        return history, set(connection.execute(merged).scalars())


def test_nothing_is_won_twice_and_nothing_lost(
    database_url: str, engine: Engine, clock: StoppedClock, add_staff: Callable[[str, Role], int]
) -> None:
    """Of each case one takes it; every move that was reported done is one event, one audit row and its messages."""
    key = Fernet.generate_key().decode()
    desk = IntakeDesk(engine, FieldCipher([key]), clock)
    receipts = [
        desk.file(of_neighbour(str(at), Person(f"王{at}", "天星村"), conversation=f"web-{at}")) for at in range(_CASES)
    ]
    numbers = tuple(receipt.case_number for receipt in receipts)
    staff = [add_staff(f"干部{at}", Role.TOWNSHIP) for at in range(_PROCESSES)]
    shifts = [_Shift(database_url, key, staff_id, numbers, seed) for seed, staff_id in enumerate(staff)]

    with ProcessPoolExecutor(_PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        done = [one for part in pool.map(_work, shifts) for one in part]

    assert {count for (_, kind), count in Counter(done).items() if kind == "take"} == {1}
    history, merged = _rows(engine)
    assert history == Counter(done)
    logged = Counter((row.object.removeprefix("case:"), row.act) for row in desk.audit.rows(10**6))
    assert {act: count for act, count in logged.items() if act[1] in set(Move)} == history
    verdict = desk.audit.verify()
    assert (verdict.wrong, verdict.rows) == (None, logged.total())
    assert merged == {number for number, kind in done if kind == "merge"}
    assert merged
    for receipt in receipts:
        file = desk.case(receipt.number)
        assert receipt.number in {report.receipt for report in file.reports}
        assert file.number not in merged
    assert sum(desk.deliveries.counts().values()) >= len(done)
