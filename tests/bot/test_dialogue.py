"""The conversation that all channels share."""

import asyncio
from threading import Event

import pytest

from bot.dialogue import Dialogue
from bot.messages import Refusal, Status
from intake.domain import Channel
from language.identity import redact
from storage.engine import writing
from tests.bot.conftest import HARDSHIP, PHONE, MakeBot, Office, inbound
from tests.doubles.loopback import Answer
from tests.doubles.rasa import FakeRasa, custom, failure, garbage, hang, replies, silence

pytestmark = pytest.mark.anyio


async def test_replies_come_from_rasa(office: Office, rasa: FakeRasa) -> None:
    """What Rasa's actions say is what the person gets, with buttons and status."""
    rasa.will(lambda: custom("补1500元", ("怎么办", '/ask{"p":"yulu.how"}'), status="answered"))
    handled = await office.say("雨露计划补多少")
    assert handled.status is Status.ANSWERED
    assert handled.replies[0].text == "补1500元"
    assert handled.replies[0].buttons[0].payload == '/ask{"p":"yulu.how"}'


async def test_rasa_learns_no_raw_id(office: Office, rasa: FakeRasa) -> None:
    """Rasa gets an opaque sender with the channel in front, and the channel in the metadata."""
    await office.say("你好", address="tel-13812345678")
    assert rasa.heard[0]["sender"].startswith("web-")
    assert "13812345678" not in str(rasa.heard[0])
    assert rasa.heard[0]["metadata"]["channel"] == "web"


async def test_typed_slash_is_not_an_intent(office: Office, rasa: FakeRasa) -> None:
    """A typed text that starts with a slash, even behind invisible characters, reaches Rasa with another sign."""
    for typed in ("/affirm", " \u200b/restart", '/fill{"value":"x"}'):
        await office.say(typed)
    assert [message[0] for message in rasa.messages] == ["\uff0f"] * 3


async def test_accepted_payload_reaches_rasa_unchanged(office: Office, rasa: FakeRasa) -> None:
    """A pressed button is passed on as it is."""
    await office.say(payload='/fill{"value":"self"}')
    assert rasa.messages == ['/fill{"value":"self"}']


async def test_unknown_button_is_refused(office: Office, rasa: FakeRasa) -> None:
    """A payload that is none of ours is answered kindly and never reaches Rasa."""
    handled = await office.say(payload="/restart")
    assert handled.refusal is Refusal.DEAD_BUTTON
    assert PHONE in handled.replies[0].text
    assert rasa.heard == []


@pytest.mark.parametrize("count", [2, 100])
async def test_replays_have_one_effect(office: Office, rasa: FakeRasa, count: int) -> None:
    """The same update again, one after the other, gets the stored replies; Rasa hears it once."""
    rasa.will(lambda: custom("收到", status="help"))
    first = await office.say("帮助", update_key="same")
    again = [await office.say("帮助", update_key="same") for _ in range(count)]
    assert len(rasa.heard) == 1
    assert all(handled.replies == first.replies and handled.repeated for handled in again)


async def test_concurrent_replays_have_one_effect(office: Office, rasa: FakeRasa) -> None:
    """The same update a hundred times at once is worked on once, and only one handling is the first."""
    handled = await asyncio.gather(*(office.say("帮助", update_key="same") for _ in range(100)))
    assert len(rasa.heard) == 1
    assert sum(not one.repeated for one in handled) == 1


async def test_same_key_of_another_person_is_another_message(office: Office, rasa: FakeRasa) -> None:
    """Message ids are the client's own: two people may choose the same."""
    await office.say("我的", update_key="1", address="a")
    await office.say("你的", update_key="1", address="b")
    assert rasa.messages == ["我的", "你的"]


async def test_quick_messages_are_handled_in_order(office: Office, rasa: FakeRasa) -> None:
    """While a message is being answered the person's next ones wait, and go on in the order they came."""
    gate = Event()
    rasa.will(hang(gate))
    pending = [await office.bot.dialogue.receive(inbound(text)) for text in ("一", "二", "三")]
    gate.set()
    await asyncio.gather(*(one.handled() for one in pending))
    assert rasa.messages == ["一", "二", "三"]


async def test_one_persons_wait_is_not_anothers(office: Office, rasa: FakeRasa) -> None:
    """A conversation that hangs does not hold up others."""
    gate, asked = Event(), Event()

    def stuck_there() -> Answer:
        asked.set()
        return hang(gate)()

    rasa.will(stuck_there)
    stuck = await office.bot.dialogue.receive(inbound("一", address="a"))
    assert await asyncio.to_thread(asked.wait, 10)
    other = await office.say("二", address="b")
    assert other.status is Status.SMALLTALK
    gate.set()
    await stuck.handled()


@pytest.mark.parametrize("behaviour", [silence, failure, garbage, lambda: replies({"custom": "?"}, 7, {"text": ""})])
async def test_rasa_without_answer_is_told(office: Office, rasa: FakeRasa, behaviour: object) -> None:
    """An empty, failing or unreadable answer of Rasa becomes the fixed sentence with both phones."""
    rasa.will(behaviour)  # type: ignore[arg-type]
    handled = await office.say("低保怎么办")
    assert handled.status is Status.DEGRADED
    assert PHONE in handled.replies[0].text
    assert "12345" in handled.replies[0].text


async def test_rasa_too_slow_is_told(make_bot: MakeBot, rasa: FakeRasa) -> None:
    """A Rasa that does not answer in time becomes the fixed sentence, also for those who waited behind."""
    rasa.default = hang(Event())
    office = make_bot(rasa_timeout_seconds=0.3)
    handled = await asyncio.gather(office.say("一"), office.say("二"))
    assert [one.status for one in handled] == [Status.DEGRADED] * 2


async def test_rasa_down_keeps_hardship(office: Office, rasa: FakeRasa) -> None:
    """A hardship told while Rasa is away is in the intake, and the person is told its receipt."""
    rasa.go_down()
    handled = await office.say(HARDSHIP)
    receipt = handled.replies[0].meta["receipt"]
    assert receipt in handled.replies[0].text
    assert len(office.desk.status(number=receipt)) == 1
    assert office.desk.case(receipt).reports[0].story == redact(HARDSHIP)


async def test_rasa_down_replayed_hardship_is_filed_once(office: Office, rasa: FakeRasa) -> None:
    """A repeated delivery never makes a second report."""
    rasa.go_down()
    for _ in range(20):
        await office.say(HARDSHIP, update_key="same")
    assert len(office.rows("SELECT id FROM reports")) == 1


async def test_over_long_is_refused_with_the_limit(office: Office, rasa: FakeRasa) -> None:
    """A text over the limit is refused, again when repeated, and does not reach Rasa."""
    handled = [await office.say("长" * 2001, update_key="same") for _ in range(2)]
    assert [one.refusal for one in handled] == [Refusal.TOO_LONG] * 2
    assert handled[0].status is Status.TOO_LONG
    assert "2000" in handled[0].replies[0].text
    assert rasa.heard == []


async def test_over_long_hardship_is_filed_whole(office: Office) -> None:
    """A hardship told at too great length is on record word for word, and the person gets the receipt."""
    story = HARDSHIP + "细说起来。" * 500
    handled = await office.say(story)
    receipt = handled.replies[0].meta["receipt"]
    assert handled.refusal is Refusal.TOO_LONG
    assert office.desk.case(receipt).reports[0].story == redact(story)


async def test_longest_message_passes(office: Office, rasa: FakeRasa) -> None:
    """Exactly the limit is not over it."""
    await office.say("长" * 2000)
    assert len(rasa.messages[0]) == 2000


async def test_rate_limit_names_the_phone(make_bot: MakeBot, rasa: FakeRasa) -> None:
    """Beyond the limit a person is told to wait, and whom to call."""
    office = make_bot(rate_limit="2/minute")
    handled = [await office.say("雨露计划") for _ in range(3)]
    assert [one.status for one in handled] == [Status.SMALLTALK, Status.SMALLTALK, Status.RATE_LIMITED]
    assert PHONE in handled[2].replies[0].text
    assert len(rasa.heard) == 2


async def test_rate_limit_never_touches_a_self_report(make_bot: MakeBot, rasa: FakeRasa) -> None:
    """While the self-report asks, every answer passes."""
    office = make_bot(rate_limit="1/minute")
    rasa.default = lambda: custom("您贵姓?", status="report_question", field="name")
    await office.say("我要申报")
    handled = [await office.say("王桂花") for _ in range(5)]
    assert {one.status for one in handled} == {Status.REPORT_QUESTION}


async def test_locked_database_is_told(office: Office, rasa: FakeRasa) -> None:
    """While the database is locked the fixed sentence with the phone is the answer, and nothing is done."""
    with writing(office.engine):
        handled = await office.say(HARDSHIP)
    assert handled.status is Status.DEGRADED
    assert PHONE in handled.replies[0].text
    assert "没能记下来" in handled.replies[0].text
    assert rasa.heard == []


async def test_giving_up_waiting_does_not_stop_the_work(office: Office, rasa: FakeRasa) -> None:
    """A client that disconnects gets its answer when it asks again with the same key."""
    gate = Event()
    rasa.will(hang(gate))
    waiting = asyncio.create_task(office.say("低保", update_key="same"))
    while not rasa.heard:
        await asyncio.sleep(0.01)
    waiting.cancel()
    gate.set()
    again = await office.say("低保", update_key="same")
    assert again.repeated
    assert len(rasa.heard) == 1


async def test_counts_every_message_once(office: Office) -> None:
    """The counters hold one status per message; repeats and refusals are none."""
    for key in ("a", "a", "b"):
        await office.say("你好", update_key=key)
    await office.say("  ")
    dialogue: Dialogue = office.bot.dialogue
    assert dict(dialogue.seen) == {(Channel.WEB, Status.SMALLTALK): 2}


async def test_notice_comes_before_the_answer(office: Office, rasa: FakeRasa) -> None:
    """A picture with words: the words are answered, after a word on the picture."""
    handled = await office.say("房子漏雨", notice="telegram.media")
    assert len(handled.replies) == 2
    assert "照片" in handled.replies[0].text
    assert rasa.messages == ["房子漏雨"]
