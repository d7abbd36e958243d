"""The conversation as every channel has it: a message in, exactly one handling of it, replies out."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from bot.ledger import Arrival, Entry, Ledger, LedgerBusy, LedgerError
from bot.messages import Handled, Inbound, Refusal, Status
from bot.pace import Pace
from bot.rasa import Rasa, RasaError
from bot.reading import Refused, clean, refused
from bot.rescue import Rescue
from bot.turns import Turns
from bot.wording import Wording
from intake.cipher import FieldCipher
from intake.domain import Channel

_LOG = structlog.get_logger(__name__)
_KEY_DIGITS = 40
_FINISH_PATIENCE = 0.5  # seconds an answer waits for the ledger to close its entry; it is closed later otherwise


@dataclass(frozen=True, slots=True)
class Parts:
    """What a dialogue works with."""

    ledger: Ledger
    rasa: Rasa
    rescue: Rescue
    pace: Pace
    wording: Wording
    cipher: FieldCipher


@dataclass(frozen=True, slots=True)
class Bounds:
    """The longest message in characters, and how many seconds a message may take until Rasa's answer."""

    max_chars: int = 2000
    patience: float = 4.0


@dataclass(frozen=True, slots=True)
class Pending:
    """A message that is on disk (or was refused) and being worked on; `repeated` when it already was."""

    task: asyncio.Task[Handled]
    repeated: bool = False

    async def handled(self) -> Handled:
        """Wait for the answer; giving up waiting does not stop the work."""
        handled = await asyncio.shield(self.task)
        return replace(handled, repeated=True) if self.repeated else handled


class Dialogue:
    """Takes messages from all channels; `seen` counts them by channel and status since the start."""

    def __init__(self, parts: Parts, bounds: Bounds) -> None:
        self._parts = parts
        self._bounds = bounds
        self._turns = Turns()
        self._running: dict[tuple[Channel, str], asyncio.Task[Handled]] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self.seen: Counter[tuple[Channel, Status]] = Counter()

    async def handle(self, inbound: Inbound) -> Handled:
        """Answer a message; the same `update_key` again gets the stored replies and nothing is done twice."""
        return await (await self.receive(inbound)).handled()

    async def receive(self, inbound: Inbound) -> Pending:
        """Return as soon as the message is on disk, before it is answered."""
        try:
            message = clean(inbound)
        except Refused as refusal:
            return Pending(asyncio.create_task(self._refuse(refusal)))
        return await self.resume(self._arrival(message))

    async def resume(self, arrival: Arrival) -> Pending:
        """Do the same for a message that has been received before, perhaps by an earlier process."""
        key = (arrival.channel, arrival.update_key)
        running = self._running.get(key)
        if running is not None:
            return Pending(running, repeated=True)
        on_disk = asyncio.Event()
        task = asyncio.create_task(self._process(arrival, on_disk.set))
        self._running[key] = task
        task.add_done_callback(lambda _: self._running.pop(key))
        await on_disk.wait()
        return Pending(task)

    async def close(self) -> None:
        """Wait for the messages that are being worked on."""
        await asyncio.gather(*self._running.values(), return_exceptions=True)
        await asyncio.gather(*self._closing, return_exceptions=True)

    def _arrival(self, inbound: Inbound) -> Arrival:
        cipher, channel = self._parts.cipher, inbound.channel
        address = inbound.address.encode("utf-8", "replace").decode()
        update_key = inbound.update_key.encode("utf-8", "replace").decode()
        conversation = cipher.conversation_key(channel, address)
        return Arrival(
            channel=channel,
            conversation=conversation,
            update_key=cipher.digest("update", conversation, update_key)[:_KEY_DIGITS],
            text=inbound.text,
            payload=inbound.payload,
            notice=inbound.notice,
            address=address if channel is Channel.TELEGRAM else None,  # only there can an answer be sent later
            origin=inbound.origin,
        )

    async def _refuse(self, refusal: Refused) -> Handled:
        return refused(refusal.reason, self._parts.wording)

    async def _process(self, arrival: Arrival, on_disk: Callable[[], None]) -> Handled:
        deadline = asyncio.get_running_loop().time() + self._bounds.patience
        try:
            entry = await asyncio.to_thread(self._parts.ledger.begin, arrival)
        except LedgerBusy:
            return self._count(arrival, self._parts.rescue.unrecorded(arrival))
        finally:
            on_disk()
        if entry.status is not None:
            return self._stored(entry, entry.status)
        handled = await self._in_turn(arrival, entry, deadline)
        if handled.settled:  # what is not stays open in the ledger and is taken up again
            await self._finish(arrival, handled)
        return self._count(arrival, handled)

    def _stored(self, entry: Entry, status: Status) -> Handled:
        replies = entry.replies or (self._parts.wording.reply("recovered.again", status),)
        refusal = Refusal.TOO_LONG if status is Status.TOO_LONG else None
        return Handled(replies, status, refusal, repeated=True)

    async def _in_turn(self, arrival: Arrival, entry: Entry, deadline: float) -> Handled:
        clock = asyncio.get_running_loop().time
        try:
            async with self._turns.take(arrival.conversation, deadline - clock()):
                return await self._answer(arrival, entry, deadline - clock())
        except TimeoutError:  # the person's earlier messages took all the time there was
            return await self._parts.rescue.degraded(arrival)

    async def _answer(self, arrival: Arrival, entry: Entry, seconds: float) -> Handled:
        parts = self._parts
        if not entry.is_new:
            return await parts.rescue.recovered(arrival)
        if len(arrival.text or "") > self._bounds.max_chars:
            return await parts.rescue.too_long(arrival, self._bounds.max_chars)
        if arrival.text is None and arrival.payload is None:
            return self._notice(arrival, Handled((), Status.HELP))
        if not parts.pace.allows(arrival):
            return Handled((parts.wording.reply("limited.reply", Status.RATE_LIMITED),), Status.RATE_LIMITED)
        return self._notice(arrival, await self._ask_rasa(arrival, seconds))

    async def _ask_rasa(self, arrival: Arrival, seconds: float) -> Handled:
        metadata = {"channel": arrival.channel.value, "message_id": arrival.update_key}
        message = arrival.payload or arrival.text or ""
        try:
            replies = await self._parts.rasa.say(arrival.conversation, message, metadata, seconds)
        except RasaError as error:
            _LOG.warning("rasa_without_answer", kind=type(error).__name__, cause=str(error))
            return await self._parts.rescue.degraded(arrival)
        self._parts.pace.answered(arrival.conversation, replies)
        return Handled(replies, Status(replies[0].meta["status"]))

    def _notice(self, arrival: Arrival, handled: Handled) -> Handled:
        if arrival.notice is None:
            return handled
        return replace(handled, replies=(self._parts.wording.reply(arrival.notice, Status.HELP), *handled.replies))

    async def _finish(self, arrival: Arrival, handled: Handled) -> None:
        task = asyncio.create_task(self._close_entry(arrival, handled))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
        await asyncio.wait({task}, timeout=_FINISH_PATIENCE)

    async def _close_entry(self, arrival: Arrival, handled: Handled) -> None:
        try:
            await asyncio.to_thread(self._parts.ledger.finish, arrival, handled)
        except LedgerError as error:
            _LOG.error("entry_left_open", cause=type(error).__name__)  # taken up again later

    def _count(self, arrival: Arrival, handled: Handled) -> Handled:
        self.seen[arrival.channel, handled.status] += 1
        return handled
