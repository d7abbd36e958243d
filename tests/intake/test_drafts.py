"""Unfinished reports."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, func, select

from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from intake.domain import Channel
from intake.drafts import Draft
from intake.errors import IntakeBusy, KeyProblem
from intake.tables import drafts
from storage.engine import reading, writing
from tests.intake.samples import StoppedClock


@pytest.fixture
def draft(clock: StoppedClock) -> Draft:
    """A draft that waits for the phone number."""
    return Draft("key-1", Channel.TELEGRAM, "phone", {"name": "王建国", "place": "天星村"}, clock.now)


def test_a_draft_survives_a_restart(desk: IntakeDesk, engine: Engine, cipher: FieldCipher, draft: Draft) -> None:
    """Another desk on the same database finds it as it was."""
    desk.save_draft("telegram-wang", draft)

    assert IntakeDesk(engine, cipher, lambda: draft.started_at).load_draft("telegram-wang") == draft


def test_a_conversation_has_one_draft(desk: IntakeDesk, engine: Engine, draft: Draft) -> None:
    """The last one saved, and no other conversation sees it."""
    desk.save_draft("telegram-wang", draft)
    desk.save_draft("telegram-wang", replace(draft, step="more"))

    loaded = desk.load_draft("telegram-wang")

    assert loaded is not None
    assert loaded.step == "more"
    assert desk.load_draft("telegram-li") is None
    with reading(engine) as connection:
        assert connection.execute(select(func.count()).select_from(drafts)).scalar_one() == 1


def test_a_dropped_draft_is_gone(desk: IntakeDesk, draft: Draft) -> None:
    """Dropping it twice does no harm."""
    desk.save_draft("telegram-wang", draft)
    desk.drop_draft("telegram-wang")
    desk.drop_draft("telegram-wang")

    assert desk.load_draft("telegram-wang") is None


def test_a_draft_is_ignored_after_a_week(desk: IntakeDesk, clock: StoppedClock, draft: Draft) -> None:
    """Seven days are kept, not a second more."""
    desk.save_draft("telegram-wang", draft)
    clock.advance(days=7)
    assert desk.load_draft("telegram-wang") == draft

    clock.advance(seconds=1)
    assert desk.load_draft("telegram-wang") is None


def test_old_drafts_are_removed_from_the_disk(
    desk: IntakeDesk, engine: Engine, clock: StoppedClock, draft: Draft
) -> None:
    """What nobody finishes is not kept: the next draft saved, of whomever, clears it away."""
    desk.save_draft("telegram-wang", draft)
    desk.save_draft("telegram-li", replace(draft, started_at=clock.advance(days=8)))

    with reading(engine) as connection:
        assert list(connection.execute(select(drafts.c.conversation)).scalars()) == ["telegram-li"]


def test_a_draft_of_another_key_is_not_guessed_at(desk: IntakeDesk, engine: Engine, draft: Draft) -> None:
    """A changed key file is said so, it does not look like an empty form."""
    desk.save_draft("telegram-wang", draft)
    other = FieldCipher(["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="])

    with pytest.raises(KeyProblem):
        IntakeDesk(engine, other, lambda: draft.started_at).load_draft("telegram-wang")


def test_a_locked_database_keeps_the_last_draft(sqlite_desk: IntakeDesk, sqlite: Engine, draft: Draft) -> None:
    """The caller learns that it is busy."""
    sqlite_desk.save_draft("telegram-wang", draft)
    with writing(sqlite), pytest.raises(IntakeBusy):
        sqlite_desk.save_draft("telegram-wang", replace(draft, step="more"))

    assert sqlite_desk.load_draft("telegram-wang") == draft
