"""Nobody passes without signing in: everything behind the gate, known path or not."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Router
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from console.sessions import COOKIE, Session, Sessions, dropped
from intake.desk import IntakeDesk
from intake.office import Office
from intake.staff import StaffBook, StaffMember

SIGN_IN = "/sign-in"
SECOND_STEP = "/sign-in/code"
PASSWORD = "/password"  # noqa: S105 – a path
SIGN_OUT = "/sign-out"
_CASE = re.compile(r"/cases/[A-Za-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class Visit:
    """Who makes the request, and in which session."""

    member: StaffMember
    session: Session


class Gate:
    """Lets signed-in staff through to the router, prolonging their session, and sends all others to sign in."""

    def __init__(self, router: Router, staff: StaffBook, sessions: Sessions) -> None:
        self._router = router
        self._staff = staff
        self._sessions = sessions

    @property
    def routes(self) -> list[BaseRoute]:
        """The routes behind the gate."""
        return self._router.routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; raises IntakeBusy."""
        if scope["type"] != "http":
            await WebSocketClose()(scope, receive, send)
            return
        request = Request(scope, receive)
        visit = await self._visit(request)
        if visit is None:
            await _to_sign_in(request)(scope, receive, send)
        elif visit.member.must_change and request.url.path not in (PASSWORD, SIGN_OUT):
            await RedirectResponse(PASSWORD, 303)(scope, receive, send)
        else:
            request.state.visit = visit
            await self._router(scope, receive, self._prolonging(send, request, visit.session))

    async def _visit(self, request: Request) -> Visit | None:
        session = self._sessions.read(request)
        if session is None:
            return None
        member = await run_in_threadpool(self._staff.member, session.staff_id)
        return Visit(member, session) if member is not None and session.belongs_to(member) else None

    def _prolonging(self, send: Send, request: Request, session: Session) -> Send:
        async def wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # A page that starts or ends a session has set the cookie itself.
                if not any(cookie.startswith(f"{COOKIE}=") for cookie in headers.getlist("set-cookie")):
                    headers.append("set-cookie", self._sessions.cookie(session, request))
            await send(message)

        return wrapped


def present(request: Request) -> Visit | None:
    """Return the visit of a request that has passed the gate."""
    visit: Visit | None = getattr(request.state, "visit", None)
    return visit


def visit_of(request: Request) -> Visit:
    """Return the visit of a request behind the gate."""
    visit = present(request)
    assert visit is not None
    return visit


def office_of(request: Request, desk: IntakeDesk) -> Office:
    """Return the intake as whoever makes the request has it: the only way for a page to a case."""
    return Office(desk, visit_of(request).member)


def return_path(path: str) -> str:
    """Return the page of this console to go to after signing in: the case that `path` speaks of, else the queue."""
    case = _CASE.match(path)
    return case[0] if case else "/"


def _to_sign_in(request: Request) -> RedirectResponse:
    asked: dict[str, str] = {}
    if COOKIE in request.cookies:
        asked["over"] = "1"
    if return_path(request.url.path) != "/":
        asked["next"] = return_path(request.url.path)
    response = RedirectResponse(SIGN_IN + ("?" + urlencode(asked) if asked else ""), 303)
    if COOKIE in request.cookies:
        response.headers.append("set-cookie", dropped(COOKIE))
    return response
