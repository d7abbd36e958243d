"""The web server: the chat page, the chat API, and what a supervisor asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.chat_request import BadRequest, read_inbound, read_session
from bot.dialogue import Dialogue
from bot.edge import Edge
from bot.health import Health, is_ready
from bot.messages import Handled, Refusal, Status
from bot.news import News
from bot.wording import Wording

_HERE = Path(__file__).parent
_REFUSED = {Refusal.EMPTY: 400, Refusal.UNREADABLE: 400, Refusal.DEAD_BUTTON: 400, Refusal.TOO_LONG: 413}
_NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class WebParts:
    """What the web server works with."""

    dialogue: Dialogue
    health: Health
    wording: Wording
    news: News
    county: str = ""


def build_app(parts: WebParts) -> ASGIApp:
    """Return the ASGI application."""
    pages = _Pages(parts)
    app = Starlette(
        routes=[
            Route("/", pages.chat_page),
            Route("/favicon.ico", pages.no_icon),
            Route("/api/chat", pages.chat, methods=["POST"]),
            Route("/api/news", pages.news, methods=["POST"]),
            Route("/healthz", pages.healthz),
            Route("/readyz", pages.readyz),
            Route("/metrics", pages.metrics),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
        ],
        exception_handlers={
            BadRequest: pages.bad_request,
            HTTPException: pages.http_error,
            Exception: pages.failure,
        },
    )
    return Edge(app)


class _Pages:
    def __init__(self, parts: WebParts) -> None:
        self._dialogue = parts.dialogue
        self._health = parts.health
        self._wording = parts.wording
        self._news = parts.news
        self._page = _render(parts)

    async def chat_page(self, request: Request) -> Response:
        return HTMLResponse(self._page, headers={"Cache-Control": "no-cache"})

    async def no_icon(self, request: Request) -> Response:
        return Response(status_code=204)  # browsers ask by themselves, and a fault of ours would stand in their log

    async def chat(self, request: Request) -> Response:
        handled = await self._dialogue.handle(await read_inbound(request))
        if handled.refusal is None:
            return JSONResponse(_body(handled), headers=_NO_STORE)
        body = {"error": "\n".join(reply.text for reply in handled.replies), **_body(handled)}
        return JSONResponse(body, status_code=_REFUSED[handled.refusal], headers=_NO_STORE)

    async def news(self, request: Request) -> Response:
        channel, session = await read_session(request)
        replies = await self._news.of(channel, session)
        return JSONResponse({"replies": [reply.to_json() for reply in replies]}, headers=_NO_STORE)

    async def healthz(self, request: Request) -> Response:
        return JSONResponse({"status": "ok"}, headers=_NO_STORE)

    async def readyz(self, request: Request) -> Response:
        checks = await self._health.checks()
        ready = is_ready(checks)
        body = {"ready": ready, "checks": dict(checks)}
        return JSONResponse(body, status_code=200 if ready else 503, headers=_NO_STORE)

    async def metrics(self, request: Request) -> Response:
        lines = ["# TYPE mingbai_messages_total counter"]
        for (channel, status), count in sorted(self._dialogue.seen.items()):
            lines.append(f'mingbai_messages_total{{channel="{channel}",status="{status}"}} {count}')
        return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")

    async def bad_request(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, BadRequest)
        return _error(error.code, self._wording(error.text))

    async def http_error(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return _error(error.status_code, self._wording("bad.path"), error.headers)

    async def failure(self, request: Request, error: Exception) -> Response:
        """Answer in place of a fault of our own: a reply where a reply is expected."""
        sorry = self._wording.reply("degraded.plain", Status.DEGRADED)
        if request.url.path == "/api/chat":
            return JSONResponse({"replies": [sorry.to_json()]}, headers=_NO_STORE)
        return _error(500, sorry.text)


def _body(handled: Handled) -> dict[str, object]:
    return {"replies": [reply.to_json() for reply in handled.replies]}


def _error(code: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"error": text}, status_code=code, headers={**(headers or {}), **_NO_STORE})


def _render(parts: WebParts) -> str:
    loader = FileSystemLoader(_HERE / "pages")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    return environment.get_template("chat.html").render(phone=parts.wording.help_phone, county=parts.county)
