"""The Telegram channel: long polling that confirms an update only once it is in the ledger."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application, CallbackContext, TypeHandler

from bot.dialogue import Dialogue, Pending
from bot.messages import Handled, Reply
from bot.news import News, Send
from bot.recovery import Settled
from bot.telegram_updates import is_private, keyboard, read_update, split_text
from bot.turns import Turns
from bot.wording import Wording

_LOG = structlog.get_logger(__name__)
_KINDS = ["message", "edited_message", "callback_query"]
_SEND_ATTEMPTS = 4
AnyApplication = Application[Any, Any, Any, Any, Any, Any]
Context = CallbackContext[Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """How to reach Telegram: `poll` is how long one request for updates waits; pauses after failures double."""

    token: str
    api_url: str = "https://api.telegram.org"
    proxy_url: str = ""
    poll: int = 25
    first_pause: float = 1.0
    longest_pause: float = 60.0

    def pause(self, failures: int) -> float:
        """Return the seconds to wait after so many failures in a row."""
        return float(min(self.first_pause * 2 ** min(max(failures - 1, 0), 10), self.longest_pause))


class TelegramChannel:
    """Serves one Telegram bot; `late` holds answers to messages of an earlier process."""

    def __init__(self, line: Line, dialogue: Dialogue, wording: Wording, news: News | None = None) -> None:
        self._line = line
        self._news = news
        self._dialogue = dialogue
        self._wording = wording
        self._sending = Turns()
        self._answering: set[asyncio.Task[None]] = set()
        self.late: asyncio.Queue[Settled] = asyncio.Queue()

    async def run(self) -> None:
        """Serve until cancelled; Telegram being away or refusing is waited out."""
        failures = 0
        while True:
            try:
                async with self._connected() as application:
                    failures = 0
                    await self._poll(application)
            except InvalidToken:
                failures += 10
                _LOG.error("telegram_token_refused", hint="check TELEGRAM_BOT_TOKEN")
            except TelegramError as error:
                failures += 1
                _LOG.warning("telegram_unreachable", cause=type(error).__name__, failures=failures)
            await asyncio.sleep(self._line.pause(failures))

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AnyApplication]:
        application = self._application()
        try:
            await application.initialize()
            await application.bot.delete_webhook()
            beside = [asyncio.create_task(self._send_late(application.bot))]
            if self._news is not None:
                beside.append(asyncio.create_task(self._news.run(self._sender(application.bot))))
            try:
                yield application
            finally:
                for task in beside:
                    task.cancel()
                await asyncio.gather(*beside, *self._answering, return_exceptions=True)
        finally:
            await application.shutdown()
            await application.bot.shutdown()  # a start that failed half-way leaves its connections open

    def _application(self) -> AnyApplication:
        line = self._line
        builder = Application.builder().token(line.token).updater(None)
        builder = builder.base_url(f"{line.api_url}/bot").base_file_url(f"{line.api_url}/file/bot")
        if line.proxy_url:
            builder = builder.proxy(line.proxy_url).get_updates_proxy(line.proxy_url)
        application = builder.build()
        application.add_handler(TypeHandler(Update, self._on_update))
        application.add_error_handler(self._on_error)
        return application

    async def _poll(self, application: AnyApplication) -> None:
        offset, failures = None, 0
        while True:
            try:
                updates = await application.bot.get_updates(
                    offset=offset, timeout=self._line.poll, allowed_updates=_KINDS
                )
            except InvalidToken:
                raise
            except TelegramError as error:
                failures += 1
                _LOG.warning("telegram_unreachable", cause=type(error).__name__, failures=failures)
                await asyncio.sleep(self._line.pause(failures))
                continue
            failures = 0
            for update in updates:
                # Returns when the message is on disk; only then does the next request confirm it to Telegram.
                await application.process_update(update)
                offset = update.update_id + 1

    async def _on_update(self, update: Update, context: Context) -> None:
        if update.callback_query is not None:
            await self._stop_spinning(update)
        if not is_private(update):
            self._refuse_group(update, context.bot)
            return
        inbound = read_update(context.bot.id, update, self._wording("telegram.start"))
        if inbound is None:
            return
        pending = await self._dialogue.receive(inbound)
        self._start(self._answer(context.bot, inbound.address, pending))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer(self, bot: Bot, address: str, pending: Pending) -> None:
        # The turn is taken before the answer is there: replies go out in the order the messages came.
        async with self._sending.take(address):
            try:
                handled = await pending.handled()
            except Exception as error:  # noqa: BLE001 - the edge of the process: the person still gets a sentence
                _LOG.error("update_failed", cause=type(error).__name__)
                await self._send_text(bot, address, self._wording("telegram.failed"))
                return
            if not handled.repeated:
                await self._send(bot, address, handled)

    async def _send(self, bot: Bot, address: str, handled: Handled) -> None:
        for reply in handled.replies:
            *first, last = split_text(reply.text)
            for part in first:
                await self._send_text(bot, address, part)
            await self._send_text(bot, address, last, reply_markup=keyboard(reply.buttons))

    async def _send_text(self, bot: Bot, address: str, text: str, **options: Any) -> None:
        for attempt in range(1, _SEND_ATTEMPTS + 1):
            try:
                await bot.send_message(chat_id=int(address), text=text, **options)
                return
            except RetryAfter as error:
                wait = error.retry_after
                await asyncio.sleep(wait.total_seconds() if not isinstance(wait, int | float) else wait)
            except TelegramError as error:
                # A bad request is a network error to the library, but trying it again would not help.
                if not isinstance(error, NetworkError) or isinstance(error, BadRequest):
                    _LOG.warning("telegram_refused_message", cause=type(error).__name__)
                    return
                _LOG.warning("telegram_send_failed", cause=type(error).__name__, attempt=attempt)
                await asyncio.sleep(self._line.pause(attempt))
        _LOG.error("telegram_message_lost")

    async def _send_late(self, bot: Bot) -> None:
        while True:
            settled = await self.late.get()
            if settled.address is not None:
                async with self._sending.take(settled.address):
                    await self._send(bot, settled.address, settled.handled)

    def _sender(self, bot: Bot) -> Send:
        async def send(address: str, reply: Reply) -> None:
            async with self._sending.take(address):
                *first, last = split_text(reply.text)
                for part in first:
                    await bot.send_message(chat_id=int(address), text=part)
                await bot.send_message(chat_id=int(address), text=last, reply_markup=keyboard(reply.buttons))

        return send

    async def _stop_spinning(self, update: Update) -> None:
        assert update.callback_query is not None
        try:
            await update.callback_query.answer()
        except TelegramError as error:  # too old, or Telegram is away: only the button's spinner is at stake
            _LOG.info("telegram_button_not_confirmed", cause=type(error).__name__)

    def _refuse_group(self, update: Update, bot: Bot) -> None:
        if update.message is not None and update.message.text and update.effective_chat is not None:
            self._start(self._send_text(bot, str(update.effective_chat.id), self._wording("telegram.group")))

    async def _on_error(self, update: object, context: Context) -> None:
        # The kind only: the texts of Telegram's errors may hold the token, those of others what a person wrote.
        _LOG.error("update_failed", cause=type(context.error).__name__)
        if isinstance(update, Update) and is_private(update) and update.effective_chat is not None:
            self._start(self._send_text(context.bot, str(update.effective_chat.id), self._wording("telegram.failed")))
