"""The inbound ledger."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine

from bot.build import AllSettings
from bot.ledger import Arrival, Ledger, LedgerBusy
from bot.messages import Button, Handled, Reply, Status
from intake.cipher import FieldCipher
from intake.domain import Channel
from intake.keys import open_cipher
from storage.engine import open_engine, writing

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
ARRIVAL = Arrival(Channel.TELEGRAM, "telegram-abc", "key-1", text="我叫王桂花", address="77001")
HANDLED = Handled((Reply("您好王桂花", (Button("好", "/affirm"),), {"status": "help"}),), Status.HELP)


@pytest.fixture
def engine(settings: AllSettings) -> Engine:
    """Return an engine on a migrated database."""
    return open_engine(settings.storage.database_url)


@pytest.fixture
def ledger(engine: Engine, settings: AllSettings) -> Ledger:
    """Return a ledger at a fixed moment."""
    return Ledger(engine, open_cipher(settings.intake), lambda: NOW)


def test_answer_is_given_again(ledger: Ledger) -> None:
    """What was begun and finished comes back with its replies, buttons and status."""
    assert ledger.begin(ARRIVAL).is_new
    ledger.finish(ARRIVAL, HANDLED)
    entry = ledger.begin(ARRIVAL)
    assert not entry.is_new
    assert (entry.replies, entry.status) == (HANDLED.replies, Status.HELP)


def test_begun_is_neither_new_nor_answered(ledger: Ledger) -> None:
    """A message that was begun and never finished is known as such."""
    ledger.begin(ARRIVAL)
    entry = ledger.begin(ARRIVAL)
    assert (entry.is_new, entry.status) == (False, None)


def test_same_key_in_another_channel_is_new(ledger: Ledger) -> None:
    """A key names a message within its channel."""
    ledger.begin(ARRIVAL)
    assert ledger.begin(replace(ARRIVAL, channel=Channel.WEB, address=None)).is_new


def test_nothing_readable_at_rest(ledger: Ledger, engine: Engine) -> None:
    """Neither words nor address stand in the database in clear, and the words are gone once answered."""
    ledger.begin(ARRIVAL)
    ledger.finish(ARRIVAL, HANDLED)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM inbound").all()
        chats = connection.exec_driver_sql("SELECT * FROM chats").all()
    assert "桂花" not in str(rows)
    assert "77001" not in str(rows) + str(chats)
    assert rows[0].text_encrypted is None


def test_unfinished_are_found_with_their_words_and_address(ledger: Ledger) -> None:
    """What came before the given moment and was not answered comes back as it came."""
    ledger.begin(ARRIVAL)
    ledger.begin(replace(ARRIVAL, update_key="key-2"))
    ledger.finish(replace(ARRIVAL, update_key="key-2"), HANDLED)
    assert ledger.unfinished(NOW + timedelta(seconds=1)) == (ARRIVAL,)
    assert ledger.unfinished(NOW) == ()


def test_web_address_is_not_kept(ledger: Ledger, engine: Engine) -> None:
    """Where no answer can be sent later, no address is kept."""
    ledger.begin(replace(ARRIVAL, channel=Channel.WEB, address=None))
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT * FROM chats").all() == []


def test_old_replies_are_forgotten_but_counted(ledger: Ledger) -> None:
    """Forgetting takes the words of an answer and leaves its status."""
    ledger.begin(ARRIVAL)
    ledger.finish(ARRIVAL, HANDLED)
    assert ledger.forget_replies(NOW + timedelta(days=1)) == 1
    entry = ledger.begin(ARRIVAL)
    assert (entry.replies, entry.status) == ((), Status.HELP)


def test_row_of_a_lost_key_does_not_stop_the_others(ledger: Ledger, engine: Engine) -> None:
    """A row that cannot be decrypted any more is still found, without its words."""
    ledger.begin(ARRIVAL)
    other = Ledger(engine, FieldCipher([Fernet.generate_key().decode()]), lambda: NOW)
    other.begin(Arrival(Channel.WEB, "web-x", "key-9", text="新的"))
    found = other.unfinished(NOW + timedelta(seconds=1))
    assert [arrival.text for arrival in found] == [None, "新的"]


def test_locked_database_is_busy(ledger: Ledger, engine: Engine) -> None:
    """A database that stays locked is told as the ledger's own error."""
    with writing(engine), pytest.raises(LedgerBusy):
        ledger.begin(ARRIVAL)


def test_database_without_tables_is_busy() -> None:
    """A database that was not migrated is told the same way."""
    ledger = Ledger(open_engine("sqlite://"), FieldCipher([Fernet.generate_key().decode()]))
    with pytest.raises(LedgerBusy):
        ledger.begin(ARRIVAL)
