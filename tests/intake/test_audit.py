"""The log that shows when somebody has been at it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, delete, insert, select, update

from intake import audit
from intake.__main__ import main
from intake.audit import Act
from intake.desk import IntakeDesk
from intake.domain import Channel, Move, Role, TicketKind
from intake.errors import MoveNotAllowed
from intake.tables import audit as table
from intake.tickets import NewTicket
from storage.engine import writing
from tests.intake.samples import StoppedClock, a_report

_SECRETS = ("王建国", "天星村", "13912345678", "八万", "昨天去过", "核对")


@pytest.fixture
def ten(desk: IntakeDesk) -> None:
    """A log of ten rows."""
    for number in range(10):
        desk.audit.record(Act("staff:1", "published", f"edition:{number}", {"passages": number}))


def test_every_act_on_a_case_stands_in_the_log(desk: IntakeDesk, county: int) -> None:
    """Who, what, on what; nothing of what was told."""
    receipt = desk.file(a_report())
    desk.move(receipt.case_number, Move.TAKE, county, "昨天去过他家")
    desk.reveal(receipt.case_number, county, "核对13912345678")
    ticket = desk.open_ticket(NewTicket(TicketKind.HUMAN, "web-li", Channel.WEB, "找人"))
    desk.close_ticket(ticket, county)
    desk.withdraw(receipt.number, "web-wang")
    rows = desk.audit.rows()

    who = f"staff:{county}"
    assert [(row.actor, row.act) for row in reversed(rows)] == [
        ("reporter", "opened"),
        (who, "take"),
        (who, "revealed"),
        (who, "ticket_closed"),
        ("reporter", "withdraw"),
    ]
    assert {row.object for row in rows} == {f"case:{receipt.case_number}", f"ticket:{ticket}"}
    assert desk.audit.rows(object_=f"ticket:{ticket}")[0].act == "ticket_closed"
    assert not [secret for secret in _SECRETS if secret in repr(rows)]
    assert desk.audit.verify().wrong is None


def test_what_was_refused_is_not_in_the_log(desk: IntakeDesk, county: int) -> None:
    """Row and act stand and fall together."""
    number = desk.file(a_report()).case_number
    with pytest.raises(MoveNotAllowed):
        desk.move(number, Move.INCLUDE, county)

    assert [row.act for row in desk.audit.rows()] == ["opened"]


@pytest.mark.usefixtures("ten")
@pytest.mark.parametrize("column", ["at", "actor", "act", "object", "detail", "previous", "hash"])
def test_a_changed_row_is_named(desk: IntakeDesk, engine: Engine, clock: StoppedClock, column: str) -> None:
    """Whatever was changed in it."""
    assert desk.audit.verify().wrong is None
    other = clock.advance(seconds=1) if column == "at" else "f" * 40
    with writing(engine) as connection:
        connection.execute(update(table).where(table.c.sequence == 4).values({column: other}))

    assert desk.audit.verify().wrong == 4


@pytest.mark.usefixtures("ten")
def test_a_missing_row_is_named(desk: IntakeDesk, engine: Engine) -> None:
    """Also the first."""
    for sequence in (7, 1):
        with writing(engine) as connection:
            connection.execute(delete(table).where(table.c.sequence == sequence))
        assert desk.audit.verify().wrong == sequence


@pytest.mark.usefixtures("ten")
def test_a_row_put_before_the_first_is_named(desk: IntakeDesk, engine: Engine) -> None:
    """Its number gives it away."""
    with writing(engine) as connection:
        row = connection.execute(select(table).where(table.c.sequence == 1)).one()._asdict()
        connection.execute(insert(table).values(**row | {"sequence": 0}))

    assert desk.audit.verify().wrong == 0


@pytest.mark.usefixtures("ten")
def test_rows_taken_from_the_end_show_by_a_noted_hash(desk: IntakeDesk, engine: Engine) -> None:
    """The chain alone cannot tell; who noted the last hash can."""
    noted = desk.audit.verify().last_hash
    desk.audit.record(Act("staff:1", "published", "edition:11"))
    assert desk.audit.verify(noted).wrong is None
    with writing(engine) as connection:
        connection.execute(delete(table).where(table.c.sequence > 8))

    assert desk.audit.verify().wrong is None
    assert desk.audit.verify(noted).wrong == 9


def test_writers_at_the_same_moment_make_one_chain(desk: IntakeDesk) -> None:
    """Eight threads, no number twice, none left out."""
    acts = [Act("staff:1", "published", f"edition:{number}") for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(desk.audit.record, acts))

    assert desk.audit.verify() == audit.Verdict(40, None, desk.audit.rows(1)[0].hash)
    assert {row.object for row in desk.audit.rows()} == {act.object for act in acts}


def test_accounts_are_made_and_changed_in_the_log(desk: IntakeDesk, add_staff: Callable[[str, Role], int]) -> None:
    """By their ids; no name, no password."""
    password = desk.staff.add("李干部", Role.VILLAGE)
    (member,) = desk.staff.members()
    desk.staff.reset("李干部")
    desk.staff.deactivate("李干部")
    rows = desk.audit.rows()

    assert [row.act for row in reversed(rows)] == ["staff_added", "staff_reset", "staff_deactivated"]
    assert {row.object for row in rows} == {f"staff:{member.id}"}
    assert "李干部" not in repr(rows)
    assert password not in repr(rows)


@pytest.mark.parametrize("column", ["actor", "act", "object", "detail", "previous", "hash"])
def test_the_command_names_the_row_in_which_one_byte_was_changed(
    desk: IntakeDesk,
    engine: Engine,
    database_url: str,
    column: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`python -m intake audit verify` on either database, for each column of the row."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("FIELD_KEYS", Fernet.generate_key().decode())
    for at in range(5):
        desk.audit.record(Act("staff:1", "published", f"edition:{at}", {"passages": at}))
    assert main(["audit", "verify"]) == 0
    with writing(engine) as connection:
        told = connection.execute(select(table.c[column]).where(table.c.sequence == 3)).scalar_one()
        changed = told[:-1] + chr(ord(told[-1]) ^ 1)
        connection.execute(update(table).where(table.c.sequence == 3).values({column: changed}))

    assert main(["audit", "verify"]) == 1
    assert "第 3 条起不对" in capsys.readouterr().err
