"""Who is signed in, kept in a signed cookie; and the tokens that tie a form to its session."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from itsdangerous import BadData, Signer, URLSafeSerializer
from starlette.requests import HTTPConnection

from intake.clock import Clock
from intake.staff import StaffMember

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
COOKIE = "mingbai_console"
# The session cookie is SameSite=Strict: after a link from elsewhere the browser does not send it, and the sign-in page
# that is then shown must not overwrite it. So a form of somebody not signed in is tied to a cookie of its own.
VISITOR_COOKIE = "mingbai_visitor"
# Whoever gave the right password and still owes the second factor's code.
HALF = timedelta(minutes=5)
HALF_COOKIE = "mingbai_half"
_SIGNING = {"key_derivation": "hmac", "digest_method": hashlib.sha256}


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in; it ends when the account's password is set anew."""

    id: str
    staff_id: int
    password_set_at: str
    started: datetime
    seen: datetime

    def belongs_to(self, member: StaffMember) -> bool:
        """Tell whether `member` still has the password the session was started with."""
        return self.staff_id == member.id and self.password_set_at == member.password_set_at.isoformat()


@dataclass(frozen=True, slots=True)
class HalfWay:
    """A sign-in whose password was right; `next` is the page to go to once the code is too."""

    staff_id: int
    password_set_at: str
    next: str


class Sessions:
    """Starts, reads, prolongs and ends sessions.

    A session lives in the browser; the process remembers only which were ended, for as long as their last cookie
    could still be shown.
    """

    def __init__(self, secret: str, clock: Clock) -> None:
        self._cookies = URLSafeSerializer(secret, salt="console session 1", signer_kwargs=_SIGNING)
        self._visitors = URLSafeSerializer(secret, salt="console visitor 1", signer_kwargs=_SIGNING)
        self._halves = URLSafeSerializer(secret, salt="console half 1", signer_kwargs=_SIGNING)
        self._forms = Signer(secret, salt="console form 1", key_derivation="hmac", digest_method=hashlib.sha256)
        self._clock = clock
        self._ended: dict[str, datetime] = {}

    def start(self, member: StaffMember) -> Session:
        """Return a session under a new id."""
        now = self._clock()
        return Session(secrets.token_urlsafe(24), member.id, member.password_set_at.isoformat(), now, now)

    def read(self, request: HTTPConnection) -> Session | None:
        """Return the request's session, or None when there is none, it was tampered with, ended, or is too old."""
        try:
            told = self._cookies.loads(request.cookies.get(COOKIE, ""))
        except BadData:
            return None
        key, staff_id, password_set_at, started, seen = told
        session = Session(key, staff_id, password_set_at, _moment(started), _moment(seen))
        now = self._clock()
        over = now - session.seen >= IDLE or now - session.started >= ABSOLUTE
        return None if over or session.id in self._ended else session

    def end(self, session: Session) -> None:
        """Accept this session no more, whoever still has its cookie."""
        now = self._clock()
        self._ended = {key: at for key, at in self._ended.items() if now - at < IDLE} | {session.id: now}

    def cookie(self, session: Session, request: HTTPConnection) -> str:
        """Return the Set-Cookie header that prolongs `session`."""
        seen = replace(session, seen=self._clock())
        told = [seen.id, seen.staff_id, seen.password_set_at, seen.started.timestamp(), seen.seen.timestamp()]
        return _header(COOKIE, _text(self._cookies.dumps(told)), request)

    def half_cookie(self, member: StaffMember, to: str, request: HTTPConnection) -> str:
        """Return the Set-Cookie header of somebody whose password was right, good for five minutes."""
        told = [member.id, member.password_set_at.isoformat(), to, self._clock().timestamp()]
        return _header(HALF_COOKIE, _text(self._halves.dumps(told)), request)

    def half_way(self, request: HTTPConnection) -> HalfWay | None:
        """Return who has given the right password in this browser within the last five minutes."""
        try:
            staff_id, password_set_at, to, at = self._halves.loads(request.cookies.get(HALF_COOKIE, ""))
        except BadData:
            return None
        return HalfWay(staff_id, password_set_at, to) if self._clock() - _moment(at) < HALF else None

    def visitor(self, request: HTTPConnection) -> str | None:
        """Return the id of a browser that has been shown the sign-in page within the last 12 hours."""
        try:
            visitor, started = self._visitors.loads(request.cookies.get(VISITOR_COOKIE, ""))
        except BadData:
            return None
        return str(visitor) if self._clock() - _moment(started) < ABSOLUTE else None

    def visitor_cookie(self, request: HTTPConnection) -> tuple[str, str]:
        """Return a new visitor's id and its Set-Cookie header."""
        visitor = secrets.token_urlsafe(24)
        signed = _text(self._visitors.dumps([visitor, self._clock().timestamp()]))
        return visitor, _header(VISITOR_COOKIE, signed, request)

    def token(self, session_id: str) -> str:
        """Return what every form of this session (or visitor) must carry."""
        return self._forms.get_signature(session_id).decode()

    def fits(self, session_id: str, token: str) -> bool:
        """Tell whether `token` was made for this session."""
        return self._forms.verify_signature(session_id, token)


def dropped(cookie: str) -> str:
    """Return the Set-Cookie header that removes `cookie` from the browser."""
    return f"{cookie}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict"


def _header(name: str, value: str, request: HTTPConnection) -> str:
    secure = "; Secure" if request.url.scheme == "https" else ""
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}"


def _moment(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp, UTC)


def _text(signed: str | bytes) -> str:
    return signed if isinstance(signed, str) else signed.decode()
