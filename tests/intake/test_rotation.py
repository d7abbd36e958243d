"""New keys for old fields."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, insert, select, text, update

import bot.tables
from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from intake.domain import Channel, Move, TicketKind
from intake.drafts import Draft
from intake.errors import KeyProblem
from intake.keys import add_key, open_cipher
from intake.reports import Person
from intake.settings import IntakeSettings
from intake.tables import reports
from intake.tickets import NewTicket
from storage.engine import reading, writing
from tests.intake.samples import WANG, StoppedClock, a_report, make, of_neighbour

_NEW = Fernet.generate_key().decode()
_OLD = Fernet.generate_key().decode()


@pytest.fixture
def cipher() -> FieldCipher:
    """A cipher with the old key."""
    return FieldCipher([_OLD])


@pytest.fixture(autouse=True)
def _no_chats(engine: Engine) -> Iterator[None]:
    """The database is emptied of the intake's rows after each test; those of the bot are ours to take away."""
    yield
    with writing(engine) as connection:
        connection.execute(bot.tables.chats.delete())


def _fill(desk: IntakeDesk, engine: Engine, county: int) -> str:
    receipt = desk.file(a_report())
    for move in (Move.TAKE, Move.VISIT, Move.REVIEW):
        make(desk, receipt.number, move, county, "去过他家")
    desk.save_draft("web-li", Draft("k", Channel.WEB, "place", {"name": "李秀英"}, datetime(2026, 11, 23, tzinfo=UTC)))
    desk.open_ticket(NewTicket(TicketKind.COMPLAINT, "web-li", Channel.WEB, "没人理我", "13912345678"))
    chat = {"conversation": "telegram-1", "channel": "telegram", "seen_at": datetime(2026, 11, 23, tzinfo=UTC)}
    with writing(engine) as connection:
        connection.execute(insert(bot.tables.chats).values(**chat, address_encrypted=desk.cipher.encrypt("42")))
    return receipt.number


def test_after_a_rotation_the_old_key_reads_nothing_and_the_new_one_everything(
    desk: IntakeDesk, engine: Engine, clock: StoppedClock, county: int
) -> None:
    """Of every table, the bot's too; receipts, duplicates and the history work as before."""
    receipt = _fill(desk, engine, county)
    both = IntakeDesk(engine, FieldCipher([_NEW, _OLD]), clock)
    done = both.rotation.run()

    assert set(done.fields) >= {
        "reports.story_encrypted",
        "reports.person_encrypted",
        "events.note_encrypted",
        "events.fields_encrypted",
        "deliveries.body_encrypted",
        "drafts.draft_encrypted",
        "tickets.text_encrypted",
        "tickets.phone_encrypted",
        "chats.address_encrypted",
        "inbound.text_encrypted",
    }
    new = Fernet(_NEW)
    with reading(engine) as connection:
        for name in done.fields:
            table, column = name.split(".")
            wanted = text(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
            tokens = connection.execute(wanted).scalars().all()
            assert len(tokens) == done.fields[name]
            assert all(new.decrypt(token) for token in tokens)
    with pytest.raises(KeyProblem):
        desk.case(receipt)
    assert both.reveal(receipt, county, "核实") == WANG
    assert both.case(receipt).events[1].note == "去过他家"
    assert both.file(a_report()).repeated
    assert both.audit.verify().wrong is None


def test_a_field_that_no_key_reads_stops_the_rotation(desk: IntakeDesk, engine: Engine, clock: StoppedClock) -> None:
    """Nothing is lost: what was written before stays readable with both keys."""
    number = desk.file(a_report()).number
    other = IntakeDesk(engine, FieldCipher([_NEW]), clock)

    with pytest.raises(KeyProblem):
        other.rotation.run()
    assert desk.case(number).story


def test_reports_from_before_the_lookup_keys_get_them(desk: IntakeDesk, engine: Engine) -> None:
    """So that their duplicates are found."""
    receipt = desk.file(a_report())
    same = desk.file(of_neighbour("n", Person("王强", "松木桥村", WANG.phone)))
    with writing(engine) as connection:
        connection.execute(update(reports).values(phone_key=None, village_key=None, id_key=None))
    assert desk.duplicates(receipt.number) == ()

    assert desk.rotation.run().lookups == 2
    assert [one.number for one in desk.duplicates(receipt.number)] == [same.case_number]
    with reading(engine) as connection:
        assert None not in connection.execute(select(reports.c.village_key)).scalars().all()


def test_a_new_key_goes_in_front_of_the_file_and_the_last_stays(tmp_path: Path) -> None:
    """The last one keys the lookups; the file stays readable by its owner only."""
    settings = IntakeSettings(field_key_file=tmp_path / "field.key")
    before = open_cipher(settings)
    token = before.encrypt("王建国")
    add_key(settings)
    after = open_cipher(settings)

    assert len(settings.field_key_file.read_text().split()) == 2
    assert settings.field_key_file.stat().st_mode & 0o777 == 0o600
    assert after.decrypt(token) == "王建国"
    assert after.digest("name", "x") == before.digest("name", "x")
    with pytest.raises(KeyProblem):
        before.decrypt(after.encrypt("王建国"))


def test_keys_of_a_setting_are_not_changed_in_a_file() -> None:
    """The operator is told where they are."""
    with pytest.raises(KeyProblem, match="FIELD_KEYS"):
        add_key(IntakeSettings(field_keys=_OLD))
