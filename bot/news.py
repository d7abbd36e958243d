"""News of a case to whoever reported it, and a campaign's question with its two buttons.

Sent in Telegram, handed out in the web chat when the page asks.

Telegram gets each message at least once: it is marked as sent afterwards, and a sender that dies in between leaves it
to the next one when its five minutes are over. News twice is a nuisance, news that never comes is a broken promise.
The web chat marks first: its page asks again every minute and would otherwise show the same news again and again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.ledger import Ledger, LedgerError
from bot.messages import Button, Reply, Status
from bot.wording import Wording
from intake.cipher import FieldCipher
from intake.deliveries import Deliveries, Delivery
from intake.domain import Channel
from intake.errors import IntakeBusy, UnknownDelivery

_LOG = structlog.get_logger(__name__)
_AT_ONCE = 20
_ROUND_SECONDS = 5.0
Send = Callable[[str, Reply], Awaitable[None]]
_ANSWERS = ("fine", "trouble")


class DeskLike(Protocol):
    """The part of the intake that is needed here."""

    @property
    def deliveries(self) -> Deliveries: ...

    @property
    def cipher(self) -> FieldCipher: ...


class News:
    """What is due to be told."""

    def __init__(self, desk: DeskLike, ledger: Ledger, wording: Wording) -> None:
        self._wording = wording
        self._deliveries, self._cipher, self._ledger = desk.deliveries, desk.cipher, ledger
        self.round_seconds = _ROUND_SECONDS

    async def of(self, channel: Channel, address: str) -> tuple[Reply, ...]:
        """Return what is due to one person, once; () while the database does not answer."""
        conversation = self._cipher.conversation_key(channel, address)
        try:
            claimed = await asyncio.to_thread(self._deliveries.claim, _AT_ONCE, channel, conversation)
            for delivery in claimed:
                await asyncio.to_thread(self._deliveries.complete, delivery)
        except (IntakeBusy, UnknownDelivery):
            return ()
        return tuple(map(self._reply, claimed))

    async def run(self, send: Send) -> None:
        """Send what is due in Telegram until cancelled; `send` takes an address and a reply, raising TelegramError."""
        while True:
            try:
                for delivery in await asyncio.to_thread(self._deliveries.claim, _AT_ONCE, Channel.TELEGRAM):
                    await self._settle(delivery, send)
            except (IntakeBusy, LedgerError) as error:
                _LOG.warning("news_wait", cause=type(error).__name__)
            await asyncio.sleep(self.round_seconds)

    def _reply(self, delivery: Delivery) -> Reply:
        campaign = delivery.campaign_id
        answers = _ANSWERS if campaign is not None else ()
        buttons = [
            Button(self._wording(f"campaign.{answer}"), f'/campaign{{"c":{campaign},"v":"{answer}"}}')
            for answer in answers
        ]
        return Reply(delivery.body, tuple(buttons), {"status": Status.CASE_STATUS.value})

    async def _settle(self, delivery: Delivery, send: Send) -> None:
        deliveries = self._deliveries
        try:
            address = await asyncio.to_thread(self._ledger.address_of, delivery.conversation)
            if address is None:
                await asyncio.to_thread(deliveries.fail, delivery, "no_address")
                return
            await send(address, self._reply(delivery))
            await asyncio.to_thread(deliveries.complete, delivery)
        except Forbidden:
            await asyncio.to_thread(deliveries.block, delivery)
            await asyncio.to_thread(self._ledger.block, delivery.conversation)
        except RetryAfter as error:
            wait = error.retry_after
            await asyncio.to_thread(deliveries.fail, delivery, "too_many")
            await asyncio.sleep(wait if isinstance(wait, int | float) else wait.total_seconds())
        except TelegramError as error:
            problem = "refused" if isinstance(error, BadRequest) else "network"
            await asyncio.to_thread(deliveries.fail, delivery, problem)
        except UnknownDelivery:
            _LOG.warning("news_sent_by_another")  # the claim was over: somebody else has it
