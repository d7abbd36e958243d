"""The outermost layer of the web server: security headers, log lines without content."""

import time

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG = structlog.get_logger(__name__)
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Edge:
    """Wraps an application that answers its own failures and raises them on, as Starlette does."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, code = time.perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal code
            if message["type"] == "http.response.start":
                code = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers[name] = value
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:  # noqa: BLE001 - the edge of the process: logged by kind only
            _LOG.error("request_failed", path=_known(scope["path"]), cause=type(error).__name__, where=_where(error))
        milliseconds = round((time.perf_counter() - started) * 1000)
        # The path only: the query and the body may hold what a person wrote.
        _LOG.info("request", method=scope["method"], path=_known(scope["path"]), code=code, milliseconds=milliseconds)


def _known(path: str) -> str:
    known = ("/", "/api/chat", "/healthz", "/readyz", "/metrics")
    return path if path in known or path.startswith("/static/") else "(other)"


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace is not None else ""
