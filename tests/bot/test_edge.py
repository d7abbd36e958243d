"""What the web server logs."""

import pytest

from tests.bot.conftest import HARDSHIP, Office
from tests.doubles.rasa import FakeRasa

pytestmark = pytest.mark.anyio


async def test_no_content_in_the_log(office: Office, rasa: FakeRasa, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither body nor query nor unknown path of a request stands in the log, also when things fail."""
    rasa.go_down()
    async with office.web() as client:
        await client.post("/api/chat?name=wangguihua", json={"session": "secret-session", "text": HARDSHIP})
        await client.get("/wangguihua/13812345678")
    out = "".join(capsys.readouterr())
    assert "path=/api/chat" in out
    assert "rasa_without_answer" in out
    assert not [word for word in ("wangguihua", "secret-session", "癌症", "13812345678") if word in out]
