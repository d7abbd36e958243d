"""News of a case reaches whoever reported it, and nobody else."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from telegram.error import Forbidden, NetworkError

from bot.ledger import Ledger
from bot.messages import Reply
from bot.news import News
from bot.payloads import is_accepted
from intake.campaigns import CampaignKind, NewCampaign
from intake.domain import Channel, Move, Role
from intake.reports import Receipt
from tests.bot.conftest import Office
from tests.doubles.telegram import TOKEN, FakeTelegram
from tests.intake.samples import LI, a_report

pytestmark = pytest.mark.anyio
PERSON = "77001"


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    """Return a running double of Telegram."""
    with FakeTelegram() as double:
        yield double


def _filed(office: Office, channel: Channel, address: str) -> Receipt:
    conversation = office.desk.cipher.conversation_key(channel, address)
    return office.desk.file(a_report(address, conversation=conversation, channel=channel))


def _take(office: Office, receipt: Receipt) -> None:
    office.desk.staff.add("李干部", Role.COUNTY)
    (member,) = office.desk.staff.members()
    office.desk.move(receipt.number, Move.TAKE, member.id)


def _news(office: Office) -> News:
    news = News(office.desk, Ledger(office.engine, office.desk.cipher), office.bot.wording)
    news.round_seconds = 0.02
    return news


async def _sent_once(news: News, problem: Exception | None = None) -> list[tuple[str, Reply]]:
    sent: list[tuple[str, Reply]] = []

    async def send(address: str, reply: Reply) -> None:
        sent.append((address, reply))
        if problem is not None:
            raise problem

    task = asyncio.create_task(news.run(send))
    await asyncio.sleep(0.3)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return sent


async def _write(office: Office) -> None:
    await office.say("你好", channel=Channel.TELEGRAM, address=PERSON)


async def test_the_web_chat_is_told_once_and_only_its_own(office: Office) -> None:
    """A move is handed out to the session it was reported from, once; another session hears nothing."""
    _take(office, _filed(office, Channel.WEB, "session-1"))
    async with office.web() as client:
        other = await client.post("/api/news", json={"session": "session-2"})
        first = await client.post("/api/news", json={"session": "session-1"})
        again = await client.post("/api/news", json={"session": "session-1"})
    assert (other.json(), again.json()) == ({"replies": []}, {"replies": []})
    (reply,) = first.json()["replies"]
    assert "MB" in reply["text"]


@pytest.mark.parametrize("body", [{}, {"session": ""}, {"session": "x" * 200}, {"session": 7}])
async def test_news_needs_a_session(office: Office, body: dict[str, Any]) -> None:
    """Without a session nothing is told."""
    async with office.web() as client:
        assert (await client.post("/api/news", json=body)).status_code == 400


async def test_telegram_is_told_once(office: Office) -> None:
    """The message goes to the chat it was reported from, and is marked."""
    await _write(office)
    _take(office, _filed(office, Channel.TELEGRAM, PERSON))
    sent = await _sent_once(_news(office))
    assert [address for address, _ in sent] == [PERSON]
    assert [row.state for row in office.rows("SELECT state FROM deliveries")] == ["sent"]


def _ask_all(office: Office) -> None:
    if not office.desk.staff.members():
        office.desk.staff.add("李干部", Role.COUNTY)
    (member,) = office.desk.staff.members()
    today = date(2026, 11, 23)
    told = NewCampaign("四季度排查", CampaignKind.GENERAL, (), "", today, today, "您家都还好吗？")
    office.desk.campaigns.send(office.desk.campaigns.make(told, member.id), member.id)


async def test_a_campaigns_question_comes_with_its_answers(office: Office) -> None:
    """In both channels: two buttons that the bot accepts; the campaign knows that it arrived."""
    _filed(office, Channel.WEB, "session-1")
    li = office.desk.cipher.conversation_key(Channel.TELEGRAM, PERSON)
    office.desk.file(a_report("li", conversation=li, channel=Channel.TELEGRAM, person=LI))
    await _write(office)
    _ask_all(office)

    ((address, reply),) = await _sent_once(_news(office))
    async with office.web() as client:
        (handed_out,) = (await client.post("/api/news", json={"session": "session-1"})).json()["replies"]
    assert (address, handed_out) == (PERSON, reply.to_json())
    assert [button.title for button in reply.buttons] == ["都还好", "有困难，我要申报"]
    assert all(is_accepted(button.payload) for button in reply.buttons)
    assert [row.reach for row in office.rows("SELECT reach FROM campaign_asked")] == ["sent", "sent"]


async def test_two_senders_send_one_message(office: Office) -> None:
    """Of two processes one has the message."""
    await _write(office)
    _take(office, _filed(office, Channel.TELEGRAM, PERSON))
    both = await asyncio.gather(_sent_once(_news(office)), _sent_once(_news(office)))
    assert sum(map(len, both)) == 1


async def test_a_blocked_chat_is_left_alone(office: Office) -> None:
    """Who has blocked the bot is not written to again, and staff sees it."""
    await _write(office)
    _take(office, _filed(office, Channel.TELEGRAM, PERSON))
    sent = await _sent_once(_news(office), Forbidden("bot was blocked by the user"))
    assert len(sent) == 1
    assert [row.state for row in office.rows("SELECT state FROM deliveries")] == ["blocked"]
    assert [row.blocked for row in office.rows("SELECT blocked FROM chats")] == [1]


async def test_a_network_that_is_away_is_tried_later(office: Office) -> None:
    """A failure is kept with its time; nothing is lost and nothing is hammered."""
    await _write(office)
    _take(office, _filed(office, Channel.TELEGRAM, PERSON))
    assert len(await _sent_once(_news(office), NetworkError("away"))) == 1
    assert [(row.state, row.problem) for row in office.rows("SELECT state, problem FROM deliveries")] == [
        ("failed", "network")
    ]


async def test_a_sender_that_dies_leaves_the_message_to_the_next(office: Office) -> None:
    """A message that was claimed and never marked is due again when the claim is over."""
    await _write(office)
    _take(office, _filed(office, Channel.TELEGRAM, PERSON))
    assert office.desk.deliveries.claim(5, Channel.TELEGRAM)
    assert await _sent_once(_news(office)) == []
    with office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE deliveries SET next_at = '2020-01-01T00:00:00.000000+00:00'")
    assert len(await _sent_once(_news(office))) == 1


async def test_through_telegrams_own_interface(office: Office, telegram: FakeTelegram) -> None:
    """A staff move and a campaign's question arrive in the chat through the Bot API."""
    from bot.telegram import Line, TelegramChannel

    line = replace(Line(TOKEN, telegram.url, poll=1), first_pause=0.02)
    channel = TelegramChannel(line, office.bot.dialogue, office.bot.wording, _news(office))
    task = asyncio.create_task(channel.run())
    try:
        await _write(office)
        _take(office, _filed(office, Channel.TELEGRAM, PERSON))
        sent = await asyncio.to_thread(telegram.wait_for, 1)
        assert (sent[-1].chat, "MB" in sent[-1].text, sent[-1].buttons) == (int(PERSON), True, ())
        _ask_all(office)
        sent = await asyncio.to_thread(telegram.wait_for, 2)
        assert [title for title, _ in sent[-1].buttons] == ["都还好", "有困难，我要申报"]
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
