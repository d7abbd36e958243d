"""An office to test with: a console over a real intake, and staff at their browsers."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from starlette.routing import Mount
from starlette.testclient import TestClient

from console.app import KnowledgeParts, create_app
from console.gate import Gate
from console.secret import open_secret
from console.sessions import COOKIE, Sessions
from console.settings import ConsoleSettings
from intake.desk import IntakeDesk
from intake.domain import Role
from intake.reports import Receipt
from knowledge.counting import QuestionCounting
from knowledge.workshop import Workshop
from tests.intake.samples import StoppedClock, a_report

COUNTY, VILLAGE, NEWCOMER = "张主任", "李村官", "新来的"
EDITOR, ADMIN = "编辑小陈", "管理老周"
OWN_PASSWORD = "keyi-ding-de-mima"
_REQUEST = {"scheme": "http", "path": "/", "headers": [], "query_string": b"", "server": ("console.test", 80)}
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Shown:
    """What a browser got."""

    status: int
    text: str
    headers: dict[str, str]
    cookies: tuple[str, ...]

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.headers.get("location", "")

    @property
    def words(self) -> str:
        """The text a person reads, without tags."""
        body = re.sub(r"<title>.*?</title>", "", self.text)
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))

    @property
    def sheet_text(self) -> str:
        """The text of a sheet in the page's large field."""
        found = re.search(r'<textarea id="sheet-text"[^>]*>\n(.*?)</textarea>', self.text, re.DOTALL)
        assert found is not None, self.words
        return html.unescape(found[1])

    @property
    def token(self) -> str:
        """The token of the page's forms, "" when it has none."""
        found = _TOKEN.search(self.text)
        return found[1] if found else ""


class Browser:
    """A browser that follows no redirect by itself."""

    def __init__(self, app: Starlette, address: str = "192.0.2.1", base_url: str = "http://console.test") -> None:
        self._client = TestClient(
            app, base_url=base_url, follow_redirects=False, raise_server_exceptions=False, client=(address, 50000)
        )

    def get(self, path: str) -> Shown:
        """Open a page."""
        return self.send("GET", path)

    def post(self, path: str, **fields: str) -> Shown:
        """Send the fields as they are."""
        return self.send("POST", path, urlencode(fields).encode())

    def ask_part(self, path: str, **fields: str) -> Shown:
        """Send the fields as the page's script does, for a part of the page."""
        return self.send("POST", path, urlencode(fields).encode(), headers={"hx-request": "true"})

    def submit(self, page: str, path: str, **fields: str) -> Shown:
        """Open `page` and send its form to `path`, with the token it holds."""
        return self.post(path, csrf=self.get(page).token, **fields)

    def sign_in(self, name: str = COUNTY, password: str = OWN_PASSWORD, **fields: str) -> Shown:
        """Sign in through the form."""
        return self.submit("/sign-in", "/sign-in", name=name, password=password, **fields)

    def send_file(self, path: str, content: bytes, **fields: str) -> Shown:
        """Send a form with a file, the fields first."""
        part = '--x\r\ncontent-disposition: form-data; name="{}"\r\n\r\n{}'
        parts = [part.format(name, value) for name, value in fields.items()]
        head = '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n'
        body = "\r\n".join([*parts, head]).encode() + content + b"\r\n--x--\r\n"
        return self.send("POST", path, body, "multipart/form-data; boundary=x")

    def send(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        kind: str = "application/x-www-form-urlencoded",
        headers: Mapping[str, str] | None = None,
    ) -> Shown:
        """Send any request."""
        headers = {**(headers or {}), **({"content-type": kind} if body or method == "POST" else {})}
        response = self._client.request(method, path, content=body, headers=headers)
        return Shown(
            response.status_code, response.text, dict(response.headers), tuple(response.headers.get_list("set-cookie"))
        )

    def upload(self, page: str, path: str, file: tuple[str, bytes] | None, **fields: str) -> Shown:
        """Open `page` and send its form with a file to `path`."""
        files = {"file": file} if file else {"file": ("", b"")}
        token = {"csrf": fields.pop("csrf", "") or self.get(page).token}
        response = self._client.post(path, data={**token, **fields}, files=files)
        return Shown(response.status_code, response.text, dict(response.headers), ())

    def fetch(self, path: str, **fields: str) -> bytes:
        """Download a file, by a form when there are fields; it must be there."""
        response = self._client.post(path, data=fields) if fields else self._client.get(path)
        assert response.status_code == 200, response.text
        return response.content

    def open_socket(self, path: str) -> None:
        """Open a web socket and close it again; raises what the server refuses with."""
        with self._client.websocket_connect(path):
            pass

    @property
    def session_cookie(self) -> str | None:
        """The session cookie in the jar."""
        return self._client.cookies.get(COOKIE)

    @session_cookie.setter
    def session_cookie(self, value: str) -> None:
        self._client.cookies.delete(COOKIE)
        self._client.cookies.set(COOKIE, value, domain="console.test", path="/")


@dataclass(frozen=True, slots=True)
class Office:
    """The intake, the settings and the clock of a test; each `app()` is a console process started anew."""

    desk: IntakeDesk
    settings: ConsoleSettings
    clock: StoppedClock
    one_time_password: str
    workshop: Workshop
    questions: QuestionCounting | None = None

    def app(self, desk: IntakeDesk | None = None) -> Starlette:
        """Start a console, on another desk if one is given."""
        desk = desk or self.desk
        parts = KnowledgeParts(self.workshop, self.questions)
        return create_app(desk, desk.staff, self.settings, parts, self.clock)

    def cookie(self, name: str) -> str:
        """Return the session cookie of a member who has just signed in, without the cost of a password."""
        member = next(member for member in self.desk.staff.members() if member.name == name)
        sessions = Sessions(open_secret(self.settings.console_secret_file), self.clock)
        header = sessions.cookie(sessions.start(member), HTTPConnection({"type": "http", **_REQUEST}))
        return header.removeprefix(f"{COOKIE}=").partition(";")[0]

    def member(self, name: str, role: Role, region: str = "") -> Browser:
        """Add a member and return their browser on a console of its own, signed in."""
        password = self.desk.staff.add(name, role, region)
        found = next(one for one in self.desk.staff.members() if one.name == name)
        self.desk.staff.change_password(found.id, password, OWN_PASSWORD)
        browser = Browser(self.app())
        browser.session_cookie = self.cookie(name)
        return browser

    def file(self, key: str = "first", **changes: object) -> Receipt:
        """File a report of the Wang household, or what `changes` make of it."""
        return self.desk.file(a_report(key, **changes))


def templates_of(app: Starlette) -> list[tuple[str, str]]:
    """Return (method, path) of all that stands behind the gate, as the routes are written."""
    gate = next(route.app for route in app.routes if isinstance(route, Mount) and isinstance(route.app, Gate))
    found = []
    for route in gate.routes:
        path = getattr(route, "path", "")
        found += [(method, path) for method in sorted(getattr(route, "methods", None) or ()) if method != "HEAD"]
    return found


def routes_of(app: Starlette) -> list[tuple[str, str]]:
    """Return (method, path) of all that stands behind the gate, with made-up numbers."""
    return [(method, address_of(path)) for method, path in templates_of(app)]


def address_of(path: str, number: str = "C261123-000000") -> str:
    """Return an address of a route: with this case, and made-up or first ones of all else."""
    told = {"{number}": number, "{campaign:int}": "1", "{year:int}": "2027", "{move}": "visit", "{kind}": "visits"}
    told |= {"{name}": "measures", "{measure}": "training"}
    for name, value in told.items():
        path = path.replace(name, value)
    return path
