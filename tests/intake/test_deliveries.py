"""Messages to the farmer, from the move to the sender."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from intake.deliveries import Delivery, DeliveryState
from intake.desk import IntakeDesk
from intake.domain import Channel, Move
from intake.errors import MoveNotAllowed, UnknownDelivery
from intake.reports import Person
from tests.intake.samples import StoppedClock, a_report

_MINUTES = (1, 5, 15, 60, 240, 720)


def _message(desk: IntakeDesk, county: int) -> Delivery:
    desk.move(desk.file(a_report()).case_number, Move.TAKE, county)
    (delivery,) = desk.deliveries.claim(10)
    return delivery


def test_a_message_is_put_down_with_the_move(desk: IntakeDesk, county: int) -> None:
    """And not without it."""
    receipt = desk.file(a_report())
    with pytest.raises(MoveNotAllowed):
        desk.move(receipt.number, Move.VISIT, county)
    assert desk.deliveries.claim(10) == ()

    desk.move(receipt.number, Move.TAKE, county)
    (delivery,) = desk.deliveries.claim(10)
    assert (delivery.conversation, delivery.channel, delivery.kind) == ("web-wang", Channel.WEB, "take")
    assert receipt.number in delivery.body
    assert receipt.number not in repr(delivery)


def test_a_sent_message_is_sent_once(desk: IntakeDesk, county: int) -> None:
    """Whoever has claimed it has it alone; once complete it never comes again."""
    delivery = _message(desk, county)
    assert desk.deliveries.claim(10) == ()

    desk.deliveries.complete(delivery)
    assert desk.deliveries.counts() == {DeliveryState.SENT: 1}
    with pytest.raises(UnknownDelivery):
        desk.deliveries.complete(delivery)


def test_a_failed_message_waits_longer_each_time_and_dies_at_last(
    desk: IntakeDesk, county: int, clock: StoppedClock
) -> None:
    """1, 5, 15 minutes, 1, 4 and 12 hours; staff can send a dead one again."""
    delivery = _message(desk, county)
    for minutes in _MINUTES:
        assert desk.deliveries.fail(delivery, "timeout") is DeliveryState.FAILED
        clock.advance(minutes=minutes, seconds=-1)
        assert desk.deliveries.claim(10) == ()
        clock.advance(seconds=1)
        (delivery,) = desk.deliveries.claim(10)
    assert desk.deliveries.fail(delivery, "timeout") is DeliveryState.DEAD
    clock.advance(days=30)
    assert desk.deliveries.claim(10) == ()
    (entry,) = desk.deliveries.entries(DeliveryState.DEAD)
    assert (entry.problem, entry.attempts) == ("timeout", 7)

    desk.deliveries.resend(entry.id, county)
    (again,) = desk.deliveries.claim(10)
    assert (again.body, again.attempts) == (delivery.body, 0)
    assert desk.audit.rows(1)[0].act == "delivery_resent"


def test_only_what_was_given_up_can_be_sent_again(desk: IntakeDesk, county: int) -> None:
    """Not what is under way, nor what is not there."""
    delivery = _message(desk, county)
    for wrong in (delivery.id, delivery.id + 1):
        with pytest.raises(UnknownDelivery):
            desk.deliveries.resend(wrong, county)

    desk.deliveries.block(delivery)
    assert desk.deliveries.counts() == {DeliveryState.BLOCKED: 1}
    desk.deliveries.resend(delivery.id, county)
    assert len(desk.deliveries.claim(10)) == 1


def test_a_message_whose_sender_is_gone_comes_back(desk: IntakeDesk, county: int, clock: StoppedClock) -> None:
    """After five minutes; the first sender's late word changes nothing."""
    lost = _message(desk, county)
    clock.advance(minutes=5)
    (again,) = desk.deliveries.claim(10)

    with pytest.raises(UnknownDelivery):
        desk.deliveries.fail(lost, "timeout")
    desk.deliveries.complete(again)
    assert desk.deliveries.counts() == {DeliveryState.SENT: 1}


def test_a_sender_asks_for_its_channel_or_one_conversation(desk: IntakeDesk, county: int) -> None:
    """The web chat fetches a person's messages when the page is open, Telegram sends all of its own."""
    for name, channel in (("web-a", Channel.WEB), ("web-b", Channel.WEB), ("telegram-c", Channel.TELEGRAM)):
        receipt = desk.file(a_report(name, conversation=name, channel=channel, person=Person()))
        desk.move(receipt.number, Move.TAKE, county)

    assert [one.conversation for one in desk.deliveries.claim(10, conversation="web-b")] == ["web-b"]
    assert [one.conversation for one in desk.deliveries.claim(10, Channel.TELEGRAM)] == ["telegram-c"]
    assert [one.conversation for one in desk.deliveries.claim(10)] == ["web-a"]


def test_senders_at_the_same_moment_share_the_messages(desk: IntakeDesk, county: int) -> None:
    """Twenty messages, four senders, each message once."""
    for number in range(20):
        receipt = desk.file(a_report(str(number), conversation=f"web-{number}", person=Person()))
        desk.move(receipt.number, Move.TAKE, county)
    with ThreadPoolExecutor(4) as pool:
        claimed = [one.id for batch in pool.map(lambda _: desk.deliveries.claim(6), range(4)) for one in batch]

    assert len(claimed) == len(set(claimed)) == 20
