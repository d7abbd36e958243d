"""The Telegram channel, driven by python-telegram-bot against a double of the Bot API."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from bot.messages import Handled, Reply, Status
from bot.recovery import Settled
from bot.telegram import Line, TelegramChannel
from intake.domain import Channel
from tests.bot.conftest import HARDSHIP, PHONE, MakeBot, Office
from tests.doubles.loopback import Answer
from tests.doubles.rasa import FakeRasa, custom, hang
from tests.doubles.telegram import TOKEN, FakeTelegram, Sent

pytestmark = pytest.mark.anyio
PERSON = 77001


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    """Return a running double of Telegram."""
    with FakeTelegram() as double:
        yield double


@asynccontextmanager
async def polling(office: Office, telegram: FakeTelegram, **changes: Any) -> AsyncIterator[TelegramChannel]:
    """Let the office's bot serve the double, with short pauses."""
    line = replace(Line(TOKEN, telegram.url, poll=1, first_pause=0.02, longest_pause=0.1), **changes)
    channel = TelegramChannel(line, office.bot.dialogue, office.bot.wording)
    task = asyncio.create_task(channel.run())
    try:
        yield channel
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def sent(telegram: FakeTelegram, count: int) -> list[Sent]:
    """Return the messages sent once there are so many."""
    return await asyncio.to_thread(telegram.wait_for, count)


async def settle(telegram: FakeTelegram) -> None:
    """Wait until everything written so far has been answered: what is written now is the last thing answered."""
    before = len(telegram.sent)
    telegram.write(99, "到此为止")
    await asyncio.to_thread(telegram.wait_for, before + 1)
    await asyncio.to_thread(telegram.wait_until_confirmed)


async def test_text_is_answered_with_buttons(office: Office, rasa: FakeRasa, telegram: FakeTelegram) -> None:
    """A text gets Rasa's replies, its buttons one a row; Rasa hears of the channel and of no chat id."""
    rasa.will(lambda: custom("选一个", ("自己", '/fill{"value":"self"}'), ("邻居", '/fill{"value":"n"}'), field="who"))
    async with polling(office, telegram):
        telegram.write(PERSON, "我要申报")
        buttons = (("自己", '/fill{"value":"self"}'), ("邻居", '/fill{"value":"n"}'))
        assert await sent(telegram, 1) == [Sent(PERSON, "选一个", buttons)]
    assert rasa.heard[0]["metadata"]["channel"] == "telegram"
    assert str(PERSON) not in str(rasa.heard)


async def test_pressed_button_is_its_payload(office: Office, rasa: FakeRasa, telegram: FakeTelegram) -> None:
    """A pressed button reaches Rasa as its payload and stops spinning."""
    async with polling(office, telegram):
        telegram.press(PERSON, '/ask{"p":"yulu.amount"}')
        await sent(telegram, 1)
        assert rasa.messages == ['/ask{"p":"yulu.amount"}']
        assert "answerCallbackQuery" in telegram.calls


async def test_unknown_button_is_answered_kindly(office: Office, rasa: FakeRasa, telegram: FakeTelegram) -> None:
    """A button of an older bot is answered, with the phone, and does not reach Rasa."""
    async with polling(office, telegram):
        telegram.press(PERSON, "old:button")
        (message,) = await sent(telegram, 1)
    assert "失效" in message.text
    assert PHONE in message.text
    assert rasa.heard == []


async def test_hundred_deliveries_one_answer(office: Office, rasa: FakeRasa, telegram: FakeTelegram) -> None:
    """The same update delivered a hundred times is handled and answered once."""
    async with polling(office, telegram):
        telegram.write(PERSON, "雨露计划", times=100)
        await settle(telegram)
    assert rasa.messages == ["雨露计划", "到此为止"]
    assert [message.chat for message in telegram.sent] == [PERSON, 99]


async def test_delivery_after_a_restart_is_known(make_bot: MakeBot, rasa: FakeRasa, telegram: FakeTelegram) -> None:
    """An update that an earlier process answered but did not confirm is not answered again."""
    async with polling(make_bot(), telegram):
        telegram.write(PERSON, "雨露计划")
        await sent(telegram, 1)
    telegram.redeliver()
    async with polling(make_bot(), telegram):
        await settle(telegram)
    assert rasa.messages == ["雨露计划", "到此为止"]


async def test_confirmed_only_when_on_disk(office: Office, rasa: FakeRasa, telegram: FakeTelegram) -> None:
    """While Rasa hangs, the update is in the ledger and confirmed, and the next person is answered."""
    gate, asked = Event(), Event()

    def hung() -> Answer:
        asked.set()
        return hang(gate)()

    rasa.will(hung)
    async with polling(office, telegram):
        telegram.write(PERSON, "雨露计划")
        assert await asyncio.to_thread(asked.wait, 20)  # or the other's message may be the one that hangs
        telegram.write(77002, "低保")
        (message,) = await sent(telegram, 1)
        assert message.chat == 77002
        assert len(office.rows("SELECT id FROM inbound")) == 2
        gate.set()
        await sent(telegram, 2)


@pytest.mark.parametrize(
    ("typed", "heard"), [("/start", "你好"), ("/help", "/help"), ("/STOP@mingbai_test_bot", "/stop")]
)
async def test_commands(office: Office, rasa: FakeRasa, telegram: FakeTelegram, typed: str, heard: str) -> None:
    """Telegram's commands greet, help and stop."""
    async with polling(office, telegram):
        telegram.write(PERSON, typed)
        await sent(telegram, 1)
    assert rasa.messages == [heard]


async def test_typed_slash_is_not_an_intent(office: Office, rasa: FakeRasa, telegram: FakeTelegram) -> None:
    """Any other text with a slash is neutralised."""
    async with polling(office, telegram):
        telegram.write(PERSON, '/fill{"value":"x"}')
        await sent(telegram, 1)
    assert rasa.messages[0].startswith("\uff0f")


async def test_edited_message_is_no_second_report(office: Office, rasa: FakeRasa, telegram: FakeTelegram) -> None:
    """A changed message is answered kindly, is not worked on, and files nothing."""
    rasa.go_down()
    async with polling(office, telegram):
        telegram.edit(PERSON, HARDSHIP)
        (message,) = await sent(telegram, 1)
    assert "再发一条" in message.text
    assert office.rows("SELECT id FROM reports") == []


async def test_picture_without_words(office: Office, rasa: FakeRasa, telegram: FakeTelegram) -> None:
    """What the bot cannot read is answered with the phone."""
    async with polling(office, telegram):
        telegram.send_photo(PERSON)
        (message,) = await sent(telegram, 1)
    assert PHONE in message.text
    assert rasa.heard == []


async def test_words_under_a_picture_are_read(office: Office, rasa: FakeRasa, telegram: FakeTelegram) -> None:
    """The words under a picture are a message."""
    async with polling(office, telegram):
        telegram.send_photo(PERSON, "房子漏雨")
        messages = await sent(telegram, 2)
    assert "照片" in messages[0].text
    assert rasa.messages == ["房子漏雨"]


async def test_group_is_refused(office: Office, rasa: FakeRasa, telegram: FakeTelegram) -> None:
    """In a group nobody's affairs are discussed."""
    async with polling(office, telegram):
        telegram.write_in_group(500, HARDSHIP)
        (message,) = await sent(telegram, 1)
    assert "私聊" in message.text
    assert rasa.heard == []
    assert office.rows("SELECT id FROM inbound") == []


async def test_long_reply_is_split(office: Office, rasa: FakeRasa, telegram: FakeTelegram) -> None:
    """A reply longer than Telegram takes comes in parts, the buttons under the last."""
    rasa.will(lambda: custom("第一行。\n" * 1500, ("好", "/affirm"), status="answered"))
    async with polling(office, telegram):
        telegram.write(PERSON, "长")
        messages = await sent(telegram, 2)
    assert [bool(message.buttons) for message in messages] == [False, True]
    assert all(len(message.text) <= 4096 for message in messages)


async def test_two_quick_messages_are_answered_in_order(office: Office, rasa: FakeRasa, telegram: FakeTelegram) -> None:
    """One person's messages are handled and answered in the order they came."""
    texts = [str(number) for number in range(8)]
    rasa.will(*((lambda text=text: custom(text, status="help")) for text in texts))
    async with polling(office, telegram):
        for text in texts:
            telegram.write(PERSON, text)
        messages = await sent(telegram, 8)
    assert rasa.messages == texts
    assert [message.text for message in messages] == texts


async def test_rasa_down_hardship_gets_its_receipt(office: Office, rasa: FakeRasa, telegram: FakeTelegram) -> None:
    """While Rasa is away a hardship told on Telegram is filed."""
    rasa.go_down()
    async with polling(office, telegram):
        telegram.write(PERSON, HARDSHIP)
        (message,) = await sent(telegram, 1)
    (row,) = office.rows("SELECT number, channel FROM reports")
    assert row.number in message.text
    assert row.channel == "telegram"


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates"])
async def test_telegram_away_is_waited_out(office: Office, telegram: FakeTelegram, method: str) -> None:
    """When Telegram fails, at the start or later, the bot goes on trying and then serves."""
    telegram.failing[method] = 502
    async with polling(office, telegram):
        await asyncio.to_thread(telegram.wait_for_call, method, 3)
        telegram.write(PERSON, "你好")
        del telegram.failing[method]
        assert len(await sent(telegram, 1)) == 1


async def test_failed_sending_is_tried_again(office: Office, telegram: FakeTelegram) -> None:
    """An answer that could not be sent is sent when Telegram takes it again."""
    telegram.failing["sendMessage"] = 502
    async with polling(office, telegram):
        telegram.write(PERSON, "你好")
        await asyncio.to_thread(telegram.wait_for_call, "sendMessage", 2)
        del telegram.failing["sendMessage"]
        assert len(await sent(telegram, 1)) == 1


async def test_person_who_blocked_the_bot_stops_nobody(office: Office, telegram: FakeTelegram) -> None:
    """A refused message is given up at once."""
    telegram.failing["sendMessage"] = 403
    async with polling(office, telegram):
        telegram.write(PERSON, "你好")
        await asyncio.to_thread(telegram.wait_for_call, "sendMessage")
        del telegram.failing["sendMessage"]
        telegram.write(77002, "你好")
        assert [message.chat for message in await sent(telegram, 1)] == [77002]


async def test_token_and_words_are_not_logged(
    office: Office, rasa: FakeRasa, telegram: FakeTelegram, capsys: pytest.CaptureFixture[str]
) -> None:
    """A refused token, failures and messages leave neither token nor words nor chat id in the log."""
    rasa.go_down()
    async with polling(office, telegram, token="1:wrong"):
        await asyncio.to_thread(telegram.wait_for_call, "getMe", 2)
    async with polling(office, telegram):
        telegram.write(PERSON, HARDSHIP)
        await sent(telegram, 1)
    out = "".join(capsys.readouterr())
    assert "telegram_token_refused" in out
    assert not [secret for secret in ("1:wrong", TOKEN, "13812345678", "癌症", str(PERSON)) if secret in out]


async def test_late_answers_are_sent(office: Office, telegram: FakeTelegram) -> None:
    """Answers to messages of an earlier process go out to those who wrote."""
    handled = Handled((Reply("刚才断了一下"),), Status.DEGRADED)
    async with polling(office, telegram) as channel:
        channel.late.put_nowait(Settled(Channel.WEB, None, handled))
        channel.late.put_nowait(Settled(Channel.TELEGRAM, str(PERSON), handled))
        assert await sent(telegram, 1) == [Sent(PERSON, "刚才断了一下")]
