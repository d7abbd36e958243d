"""Messages that an earlier process left unanswered."""

import asyncio
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from bot.ledger import Ledger
from bot.messages import Status
from bot.recovery import Settled
from intake.domain import Channel
from storage.engine import writing
from tests.bot.conftest import HARDSHIP, PHONE, MakeBot, Office, inbound
from tests.doubles.loopback import Answer
from tests.doubles.rasa import FakeRasa, silence

pytestmark = pytest.mark.anyio
LATER = timedelta(seconds=1)


async def _crash_with(office: Office, text: str, channel: Channel = Channel.WEB) -> None:
    """Leave a message as a process does that dies right after receiving it."""
    arrival = office.bot.dialogue._arrival(inbound(text, channel=channel, update_key="lost", address="77001"))
    Ledger(office.engine, office.desk.cipher).begin(arrival)


async def _settle(office: Office, later: timedelta = LATER) -> list[Settled]:
    return [settled async for settled in office.bot.recovery.settle(datetime.now(UTC) + later)]


async def test_hardship_is_filed(office: Office, rasa: FakeRasa) -> None:
    """A hardship that was received and never answered is filed, and its receipt waits for the person's next try."""
    await _crash_with(office, HARDSHIP)
    (settled,) = await _settle(office)
    again = await office.say(HARDSHIP, update_key="lost", address="77001")
    assert settled.handled.replies[0].meta["receipt"] == again.replies[0].meta["receipt"]
    assert len(office.rows("SELECT id FROM reports")) == 1
    assert rasa.heard == []


async def test_question_is_asked_for_again(office: Office) -> None:
    """A question whose answer is lost gets the wish to send it again, with the phone."""
    await _crash_with(office, "低保怎么办")
    (settled,) = await _settle(office)
    assert "再发一遍" in settled.handled.replies[0].text
    assert PHONE in settled.handled.replies[0].text


async def test_telegram_message_can_still_be_answered(office: Office) -> None:
    """What came from Telegram is settled with the address to answer to."""
    await _crash_with(office, HARDSHIP, Channel.TELEGRAM)
    (settled,) = await _settle(office)
    assert (settled.channel, settled.address) == (Channel.TELEGRAM, "77001")


async def test_settled_once(office: Office) -> None:
    """A second start finds nothing to settle."""
    await _crash_with(office, HARDSHIP)
    await _settle(office)
    assert await _settle(office) == []


async def test_own_messages_are_left_alone(office: Office) -> None:
    """Only what came before the start is settled."""
    await _crash_with(office, HARDSHIP)
    assert await _settle(office, -LATER) == []


async def test_person_who_tries_again_first(office: Office, rasa: FakeRasa) -> None:
    """The same message sent again before it is settled is settled by that, without asking Rasa a second time."""
    await _crash_with(office, HARDSHIP)
    again = await office.say(HARDSHIP, update_key="lost", address="77001")
    assert again.status is Status.DEGRADED
    assert await _settle(office) == []
    assert rasa.heard == []


async def test_waits_for_the_database(make_bot: MakeBot) -> None:
    """A database that is locked at the start is waited for."""
    office = make_bot()
    await _crash_with(office, HARDSHIP)
    late: asyncio.Queue[Settled] = asyncio.Queue()
    recovery = office.bot.recovery
    recovery.retry_seconds = 0.01
    with writing(office.engine):
        running = asyncio.create_task(recovery.run(late))
        await asyncio.sleep(0.4)
        assert late.empty()
    settled = await asyncio.wait_for(late.get(), 10)
    running.cancel()
    assert settled.handled.replies[0].meta["receipt"]


async def test_hardship_that_could_not_be_filed_is_filed_later(office: Office, rasa: FakeRasa) -> None:
    """When Rasa is away and the intake locked as well, the message stays open until the intake answers."""
    with ExitStack() as stack:

        def lock_and_fail() -> Answer:
            stack.enter_context(writing(office.engine))
            return silence()

        rasa.will(lock_and_fail)
        handled = await office.say(HARDSHIP)
    assert "没能记下来" in handled.replies[0].text
    (settled,) = await _settle(office)
    assert settled.handled.replies[0].meta["receipt"]
