"""Running the bot: the web server, Telegram and the settling of old messages in one event loop."""

import asyncio
import errno
import signal
import socket
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import structlog
import uvicorn

from bot.build import Bot
from bot.recovery import Settled

_LOG = structlog.get_logger(__name__)
_BACKLOG = 512


class CannotListen(Exception):
    """The web server's address cannot be had; `taken` when another program has the port."""

    def __init__(self, taken: bool) -> None:
        super().__init__("the port is in use" if taken else "the address cannot be used")
        self.taken = taken


def open_socket(host: str, port: int) -> socket.socket:
    """Return a socket listening there; raises CannotListen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise CannotListen(error.errno == errno.EADDRINUSE) from error
    return listener


async def serve(bot: Bot, listener: socket.socket) -> None:
    """Serve until the process is told to stop; Telegram's troubles never reach the web chat."""
    config = uvicorn.Config(
        bot.app,
        log_config=None,
        access_log=False,  # it would hold query strings; bot.edge logs the path
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=10,
        limit_concurrency=1000,
    )
    late: asyncio.Queue[Settled] = bot.telegram.late if bot.telegram is not None else asyncio.Queue()
    beside = [
        asyncio.create_task(_guarded("recovery", bot.recovery.run(late))),
        asyncio.create_task(_guarded("escalation", bot.escalation.run())),
    ]
    if bot.telegram is not None:
        beside.append(asyncio.create_task(_guarded("telegram", bot.telegram.run())))
    try:
        await uvicorn.Server(config).serve(sockets=[listener])
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        await bot.dialogue.close()
        await bot.client.aclose()


async def _guarded(name: str, work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception as error:  # noqa: BLE001 - the edge of the process: the rest of the bot goes on
        _LOG.error("part_stopped", part=name, cause=type(error).__name__)


def run(bot: Bot, listener: socket.socket) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    # uvicorn raises the signal anew when it has stopped; what is left to be done then must not be cut off.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(bot, listener))
