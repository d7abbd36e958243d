"""What the staff's work list costs with many cases: whole pages of the console, on SQLite and on PostgreSQL."""

import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from starlette.testclient import TestClient

from benchmarks.office import NOW, TOWNSHIPS, Office, fill
from console.app import KnowledgeParts, create_app
from console.secret import open_secret
from console.sessions import COOKIE, Sessions
from console.settings import ConsoleSettings
from intake.domain import Role
from knowledge.build import workshop
from knowledge.settings import KnowledgeSettings
from storage.engine import open_engine, writing
from storage.migrate import upgrade

SERVER = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
LIMIT = 0.2  # seconds that a page may take
_ROUNDS = 15
_PAGES = {
    "work list": "/",
    "one's own": "/?mine=1",
    "overdue": "/?colour=red",
    "by kind": "/?kind=water",
    "by region": f"/?township={quote(TOWNSHIPS[1])}",
    "by state": "/?state=included",
    "all states": "/?state=all",
    "all filters": f"/?mine=1&colour=red&kind=water&township={quote(TOWNSHIPS[1])}",
    "page 500": "/?page=500",
}


def measure(count: int, server: str, progress: Callable[[str], None]) -> dict[str, dict[str, float]]:
    """Return the median seconds of each page by kind of database; PostgreSQL only where `server` answers."""
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        found["sqlite"] = _measured(f"sqlite:///{folder}/mingbai.db", count, progress)
        try:
            with _new_database(server) as url:
                found["postgresql"] = _measured(url, count, progress)
        except OperationalError:
            progress("no PostgreSQL answers: SQLite alone")
    return found


@contextmanager
def _new_database(server: str) -> Iterator[str]:
    name = f"mingbai_bench_{secrets.token_hex(6)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        engine.dispose()


def _measured(url: str, count: int, progress: Callable[[str], None]) -> dict[str, float]:
    engine = open_engine(url)
    progress(f"{count} cases on {engine.dialect.name} …")
    upgrade(engine)
    office = fill(engine, count)
    with writing(engine) as connection:
        connection.execute(text("ANALYZE"))
    with tempfile.TemporaryDirectory() as folder:
        settings = ConsoleSettings(console_secret_file=Path(folder) / "console.key")
        parts = KnowledgeParts(workshop(KnowledgeSettings()))
        app = create_app(office.desk, office.desk.staff, settings, parts, lambda: NOW)
        county, township = (_browser(app, office, settings, role) for role in (Role.COUNTY, Role.TOWNSHIP))
        times = {name: _median(lambda path=path: county.get(path), 200) for name, path in _PAGES.items()}
        times["work list of a township"] = _median(lambda: township.get("/"), 200)
        token = county.get("/").text.partition('name="csrf" value="')[2].partition('"')[0]
        for name, number in (("by receipt", office.receipt), ("by phone", office.phone)):
            asked = {"csrf": token, "number": number}
            times[f"search {name}"] = _median(lambda asked=asked: county.post("/find", data=asked), 303)
        times["a case"] = _median(lambda: county.get(f"/cases/{office.number}"), 200)
    engine.dispose()
    return times


def _browser(app: Starlette, office: Office, settings: ConsoleSettings, role: Role) -> TestClient:
    member = next(one for one in office.desk.staff.members() if one.role is role)
    sessions = Sessions(open_secret(settings.console_secret_file), lambda: NOW)
    request = {"type": "http", "scheme": "http", "path": "/", "headers": [], "query_string": b"", "server": ("x", 80)}
    header = sessions.cookie(sessions.start(member), HTTPConnection(request))
    cookie = header.removeprefix(f"{COOKIE}=").partition(";")[0]
    return TestClient(app, follow_redirects=False, cookies={COOKIE: cookie})


def _median(ask: Callable[..., object], status: int) -> float:
    times = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        answer = ask()
        times.append(time.perf_counter() - started)
        assert getattr(answer, "status_code", 0) == status, answer
    return statistics.median(times)
