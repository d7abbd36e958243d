"""A small HTTP server on loopback, in a thread, for doubles of other processes."""

from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self


@dataclass(frozen=True, slots=True)
class Heard:
    """A request as the double gets it."""

    method: str
    path: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What the double answers."""

    body: bytes
    code: int = 200
    content_type: str = "application/json"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


class LoopbackServer:
    """Answers every request by `handle`, called in the request's own thread; use as a context manager."""

    def __init__(self, handle: Callable[[Heard], Answer]) -> None:
        self._server = _Server(("127.0.0.1", 0), _handler(handle))
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> Self:
        """Serve from now on."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop, and refuse connections from now on."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(handle: Callable[[Heard], Answer]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            answer = handle(Heard(self.command, self.path, self.rfile.read(length)))
            try:
                self.send_response(answer.code)
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)
            except OSError:  # whoever asked has given up waiting
                self.close_connection = True

        do_GET = _serve  # noqa: N815 - the names http.server looks for
        do_POST = _serve  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler
