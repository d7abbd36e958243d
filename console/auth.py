"""Signing in, with a code too where the account has a second factor; changing the password, signing out."""

import structlog
from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.attempts import MINUTES, Attempts
from console.forms import Form
from console.gate import PASSWORD, SECOND_STEP, SIGN_IN, return_path, visit_of
from console.pages import Pages
from console.sessions import COOKIE, HALF_COOKIE, VISITOR_COOKIE, Session, Sessions, dropped
from intake.errors import WeakPassword, WrongPassword
from intake.second_factor import SecondFactor
from intake.staff import StaffBook, StaffMember

_AT_ONCE = 2  # one hashing takes 64 MB and a core
_NOTICES = ("over", "out")


class Auth:
    """The pages of an account; names never reach the log, since people type passwords into the wrong field."""

    def __init__(
        self, staff: StaffBook, factor: SecondFactor, sessions: Sessions, pages: Pages, attempts: Attempts
    ) -> None:
        self._staff = staff
        self._factor = factor
        self._sessions = sessions
        self._pages = pages
        self._attempts = attempts
        self._hashing = CapacityLimiter(_AT_ONCE)
        self._log = structlog.get_logger("console.auth")

    async def sign_in_page(self, request: Request) -> Response:
        """Show the sign-in form."""
        notice = next((f"notice.{name}" for name in _NOTICES if name in request.query_params), "")
        return self._sign_in_page(request, notice=notice)

    async def sign_in(self, request: Request, form: Form) -> Response:
        """Sign in, or say the same for an unknown name and a wrong password."""
        name, address = form.get("name", "").strip(), address_of(request)
        typed = {"name": name, "next": form.get("next", "")}
        if not self._attempts.allow(name, address):
            self._log.warning("sign_in_limited", address=address)
            response = self._sign_in_page(request, 429, problem="problem.limited", **typed)
            response.headers["retry-after"] = str(MINUTES * 60)
            return response
        member = await to_thread.run_sync(self._staff.verify, name, form.get("password", ""), limiter=self._hashing)
        if member is None:
            self._log.warning("sign_in_refused", address=address)
            return self._sign_in_page(request, 422, problem="problem.sign_in", **typed)
        self._attempts.forget(name, address)
        if await run_in_threadpool(self._factor.is_on, member.id):
            response = RedirectResponse(SECOND_STEP, 303)
            half = self._sessions.half_cookie(member, return_path(form.get("next", "")), request)
            response.headers.append("set-cookie", half)
            return response
        return self._let_in(request, member, return_path(form.get("next", "")))

    async def code_page(self, request: Request) -> Response:
        """Show the form for the second factor's code, or the sign-in page when the password has yet to be given."""
        return self._code_page(request) if self._sessions.half_way(request) else RedirectResponse(SIGN_IN, 303)

    async def check_code(self, request: Request, form: Form) -> Response:
        """Finish signing in with the phone's code or a recovery code, each good once."""
        half, address = self._sessions.half_way(request), address_of(request)
        member = None if half is None else await run_in_threadpool(self._staff.member, half.staff_id)
        if half is None or member is None or half.password_set_at != member.password_set_at.isoformat():
            return RedirectResponse(SIGN_IN, 303)
        key = f"code#{member.id}"
        if not self._attempts.allow(key, address):
            return self._code_page(request, 429, "problem.limited")
        if not await run_in_threadpool(self._factor.check, member.id, form.get("code", "")):
            self._log.warning("code_refused", staff_id=member.id, address=address)
            return self._code_page(request, 422, "problem.code")
        self._attempts.forget(key, address)
        return self._let_in(request, member, return_path(half.next))

    async def password_page(self, request: Request) -> Response:
        """Show the form to change one's password."""
        return self._pages.page(request, "password.html", problems={})

    async def change_password(self, request: Request, form: Form) -> Response:
        """Set a new password; the session goes on under a new id, all others of the account end."""
        visit, old, new = visit_of(request), form.get("old", ""), form.get("new", "")
        if new != form.get("again", ""):
            return self._password_refused(request, "again", "problem.again")
        if not self._attempts.allow(f"#{visit.member.id}", address_of(request)):
            return self._password_refused(request, "old", "problem.limited", 429)
        try:
            member = await to_thread.run_sync(
                self._staff.change_password, visit.member.id, old, new, limiter=self._hashing
            )
        except WrongPassword:
            return self._password_refused(request, "old", "problem.old_password")
        except WeakPassword:
            return self._password_refused(request, "new", "problem.weak_password")
        self._attempts.forget(f"#{member.id}", address_of(request))
        self._log.info("password_changed", staff_id=member.id)
        return self._signed_in(request, member, "/?done=password", visit.session)

    async def sign_out(self, request: Request, form: Form) -> Response:
        """End the session."""
        visit = visit_of(request)
        self._sessions.end(visit.session)
        self._log.info("signed_out", staff_id=visit.member.id)
        response = RedirectResponse(f"{SIGN_IN}?out=1", 303)
        response.headers.append("set-cookie", dropped(COOKIE))
        return response

    def _let_in(self, request: Request, member: StaffMember, to: str) -> Response:
        self._log.info("signed_in", staff_id=member.id, address=address_of(request))
        return self._signed_in(request, member, PASSWORD if member.must_change else to)

    def _signed_in(self, request: Request, member: StaffMember, to: str, earlier: Session | None = None) -> Response:
        earlier = earlier or self._sessions.read(request)
        if earlier is not None:
            self._sessions.end(earlier)
        response = RedirectResponse(to, 303)
        response.headers.append("set-cookie", self._sessions.cookie(self._sessions.start(member), request))
        response.headers.append("set-cookie", dropped(VISITOR_COOKIE))
        response.headers.append("set-cookie", dropped(HALF_COOKIE))
        return response

    def _code_page(self, request: Request, status: int = 200, problem: str = "") -> Response:
        told = self._pages.texts(problem, minutes=MINUTES) if problem else ""
        token = self._sessions.token(self._sessions.visitor(request) or "")
        response = self._pages.page(request, "code.html", status, visit=None, token=token, problem=told)
        if status == 429:
            response.headers["retry-after"] = str(MINUTES * 60)
        return response

    def _sign_in_page(self, request: Request, status: int = 200, **told: str) -> Response:
        texts, visitor, cookie = self._pages.texts, self._sessions.visitor(request), ""
        if visitor is None:
            visitor, cookie = self._sessions.visitor_cookie(request)
        context = {
            "visit": None,
            "token": self._sessions.token(visitor),
            "next": return_path(told.get("next") or request.query_params.get("next", "")),
            "name": told.get("name", ""),
            "notice": texts(told["notice"]) if told.get("notice") else "",
            "problem": texts(told["problem"], minutes=MINUTES) if told.get("problem") else "",
        }
        response = self._pages.page(request, "sign_in.html", status, **context)
        if cookie:
            response.headers.append("set-cookie", cookie)
        return response

    def _password_refused(self, request: Request, field: str, problem: str, status: int = 422) -> Response:
        problems = {field: self._pages.texts(problem, minutes=MINUTES)}
        return self._pages.page(request, "password.html", status, problems=problems)


def address_of(request: Request) -> str:
    """Return the network address of whoever makes the request."""
    return request.client.host if request.client else ""
