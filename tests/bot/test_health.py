"""Readiness."""

import pytest
from sqlalchemy import text

from storage.engine import writing
from tests.bot.conftest import Office
from tests.doubles.rasa import FakeRasa

pytestmark = pytest.mark.anyio


async def _ready(office: Office) -> tuple[int, dict[str, str]]:
    async with office.web() as client:
        response = await client.get("/readyz")
    return response.status_code, response.json()["checks"]


async def test_ready_when_all_answer(office: Office) -> None:
    """With database, Rasa and the action server there, the bot is ready."""
    assert await _ready(office) == (200, {"database": "ok", "rasa": "ok", "actions": "ok"})


async def test_names_what_is_down(office: Office, rasa: FakeRasa) -> None:
    """Neighbours that do not answer are named."""
    rasa.go_down()
    expected = {"database": "ok", "rasa": "does not answer", "actions": "does not answer"}
    assert await _ready(office) == (503, expected)


async def test_rasa_in_trouble_is_not_ready(office: Office, rasa: FakeRasa) -> None:
    """A Rasa server that answers anything but yes is not ready for people."""
    rasa.status_code = 409
    code, checks = await _ready(office)
    assert (code, checks["rasa"]) == (503, "not healthy (HTTP 409)")


async def test_unhealthy_actions_are_not_ready(office: Office, rasa: FakeRasa) -> None:
    """An action server that reports trouble counts as missing."""
    rasa.health_code = 503
    code, checks = await _ready(office)
    assert code == 503
    assert checks["actions"].startswith("not healthy")


async def test_database_must_be_migrated(office: Office) -> None:
    """A database at another schema is named, with the command that helps."""
    with writing(office.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    code, checks = await _ready(office)
    assert code == 503
    assert "upgrade" in checks["database"]
