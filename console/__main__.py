"""The staff console as a process: python -m console. Exit codes: 0 stopped, 1 it cannot start."""

import errno
import socket
import sys

import uvicorn
from pydantic import ValidationError

from console.build import Console, build
from console.pages import load_texts
from console.settings import ConsoleSettings
from intake.errors import IntakeBusy
from intake.wording import Wording
from language.texts import Texts

_SHUTDOWN_SECONDS = 5


def main() -> int:
    """Serve until stopped; what prevents it is said in one line on stderr."""
    texts = load_texts()
    try:
        settings = ConsoleSettings()
        console = build(settings)
        listener = _listen(settings)
    except ValidationError as error:
        names = "、".join(str(problem["loc"][0]).upper() for problem in error.errors())
        return _refuse(texts("start.settings", names=names))
    except OSError as error:
        return _refuse(_why_not_listening(error, settings, texts))
    except Exception as error:
        # Every error tree below has a sentence for staff; one without is a fault of ours and keeps its trace.
        sentence = _sentence(error, texts)
        if sentence is None:
            raise
        return _refuse(sentence)
    _warn_when_not_ready(console, texts)
    host = f"[{settings.console_host}]" if ":" in settings.console_host else settings.console_host
    print(texts("start.ready", address=f"http://{host}:{settings.console_port}"), flush=True)
    _serve(console, listener)
    return 0


def _listen(settings: ConsoleSettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.console_host else socket.AF_INET
    return socket.create_server((settings.console_host, settings.console_port), family=family, backlog=128)


def _serve(console: Console, listener: socket.socket) -> None:
    config = uvicorn.Config(
        console.app,
        log_level="warning",
        access_log=False,
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        pass  # Ctrl-C is how it is meant to stop
    finally:
        listener.close()


def _why_not_listening(error: OSError, settings: ConsoleSettings, texts: Texts) -> str:
    if error.errno == errno.EADDRINUSE:
        return texts("start.port_in_use", port=settings.console_port)
    return texts("start.cannot_listen", host=settings.console_host, port=settings.console_port, reason=error.strerror)


def _warn_when_not_ready(console: Console, texts: Texts) -> None:
    try:
        sentence = "" if console.desk.is_ready() else texts("start.not_upgraded")
    except IntakeBusy:
        sentence = texts("start.busy")
    if sentence:
        print(sentence, file=sys.stderr, flush=True)


def _sentence(error: Exception, texts: Texts) -> str | None:
    wording = Wording.load()
    for kind in type(error).__mro__:
        name = f"error.{kind.__name__}"
        if name in texts:
            return texts(name, detail=error)
        if name in wording.texts:
            return wording.error(error)
    return None


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
