"""What the supervisor is told."""

import json
from pathlib import Path

from intake.desk import IntakeDesk
from storage.engine import open_engine
from tests.console.office import Browser, Office


def test_a_console_that_can_work_says_so(browser: Browser) -> None:
    """The database answers with the newest schema; nobody needs to sign in to ask."""
    shown = browser.get("/healthz")

    assert (shown.status, json.loads(shown.text)) == (200, {"status": "ok"})


def test_a_database_without_its_tables_is_told(office: Office, tmp_path: Path) -> None:
    """Before `python -m intake upgrade` the console runs and says what is missing."""
    engine = open_engine(f"sqlite:///{tmp_path}/empty.db")
    desk = IntakeDesk(engine, office.desk.cipher, office.clock)

    shown = Browser(office.app(desk)).get("/healthz")
    engine.dispose()

    assert (shown.status, json.loads(shown.text)["database"]) == (503, "not upgraded")


def test_a_database_that_does_not_answer_is_told(office: Office, tmp_path: Path) -> None:
    """A file that is no database is as good as none."""
    (tmp_path / "broken.db").write_bytes(b"no database at all, only text. " * 200)
    engine = open_engine(f"sqlite:///{tmp_path}/broken.db")
    desk = IntakeDesk(engine, office.desk.cipher, office.clock)

    shown = Browser(office.app(desk)).get("/healthz")
    engine.dispose()

    assert (shown.status, json.loads(shown.text)["database"]) == (503, "busy")
