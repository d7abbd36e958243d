"""The commands, run as a person runs them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event

import httpx
import pytest
from sqlalchemy import text

from storage.engine import open_engine, reading
from tests.bot.conftest import HARDSHIP, PHONE
from tests.doubles.rasa import FakeRasa, hang
from tests.doubles.telegram import TOKEN, FakeTelegram

ROOT = Path(__file__).parents[2]


@pytest.fixture
def environment(migrated: Path, tmp_path: Path, rasa: FakeRasa) -> dict[str, str]:
    """Return the environment of a bot on a database of its own, with a free port."""
    (tmp_path / "bot.db").write_bytes(migrated.read_bytes())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}",
        "FIELD_KEY_FILE": str(tmp_path / "field.key"),
        "HELP_PHONE": PHONE,
        "RASA_URL": rasa.url,
        "ACTIONS_URL": rasa.url,
        "BOT_PORT": str(port),
    }
    return {**os.environ, **own}


def start(environment: dict[str, str], tmp_path: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Start a command of the bot."""
    command = [sys.executable, "-m", "bot", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=tmp_path, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


@pytest.fixture
def served(environment: dict[str, str], tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Return a bot that is serving."""
    process = start(environment, tmp_path)
    url = f"http://127.0.0.1:{environment['BOT_PORT']}"
    for _ in range(300):
        try:
            if httpx.get(f"{url}/healthz").status_code == 200:
                break
        except httpx.HTTPError:
            assert process.poll() is None, process.communicate()[1]
            time.sleep(0.1)
    yield process
    process.kill()
    process.communicate()


def test_serves_and_stops_when_told(
    environment: dict[str, str], served: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    """The bot serves page and API, a second one on its port fails in one line, and SIGTERM ends it cleanly."""
    url = f"http://127.0.0.1:{environment['BOT_PORT']}"
    assert httpx.get(f"{url}/readyz").json()["ready"] is True
    answer = httpx.post(f"{url}/api/chat?x=secret", json={"session": "s", "text": "我叫王桂花"})
    assert answer.json()["replies"][0]["text"] == "好的"
    second = start(environment, tmp_path)
    out, err = second.communicate(timeout=60)
    assert (second.returncode, len(err.strip().splitlines())) == (1, 1)
    assert environment["BOT_PORT"] in err
    served.send_signal(signal.SIGTERM)
    out, err = served.communicate(timeout=30)
    assert served.returncode == 0
    assert "Traceback" not in err
    assert not [word for word in ("桂花", "secret") if word in out + err]


def test_serves_telegram_beside_the_web(
    environment: dict[str, str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """With a token the same process answers on Telegram."""
    with FakeTelegram() as telegram:
        environment |= {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url}
        request.getfixturevalue("served")
        telegram.write(77001, "你好")
        assert telegram.wait_for(1)[0].text == "好的"


def test_message_survives_the_death_of_the_process(
    environment: dict[str, str], tmp_path: Path, rasa: FakeRasa, request: pytest.FixtureRequest
) -> None:
    """A hardship received by a bot that is killed before it answers is in the intake after the next start."""
    rasa.will(hang(Event()))
    dying: subprocess.Popen[str] = request.getfixturevalue("served")
    with suppress(httpx.HTTPError), httpx.Client(timeout=1) as client:
        client.post(f"http://127.0.0.1:{environment['BOT_PORT']}/api/chat", json={"session": "s", "text": HARDSHIP})
    dying.kill()
    dying.communicate()
    again = start(environment, tmp_path)
    try:
        rows = eventually(lambda: reports(environment))
    finally:
        again.kill()
        again.communicate()
    assert rows == [("degraded",)]


def reports(environment: dict[str, str]) -> list[tuple[str, ...]]:
    """Return the sources of the filed reports."""
    engine = open_engine(environment["DATABASE_URL"])
    with reading(engine) as connection:
        rows = [tuple(row) for row in connection.execute(text("SELECT source FROM reports"))]
    engine.dispose()
    return rows


def eventually(look: Callable[[], list[tuple[str, ...]]]) -> list[tuple[str, ...]]:
    """Return the first thing that `look` finds, or nothing after half a minute."""
    for _ in range(300):
        found = look()
        if found:
            return found
        time.sleep(0.1)
    return []


def test_chat_talks_to_the_running_bot(
    environment: dict[str, str], served: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    """`python -m bot chat` reaches the bot at its configured place."""
    out, _ = start(environment, tmp_path, "chat").communicate("你好\n", timeout=60)
    assert "好的" in out


def test_wrong_setting_is_one_line(environment: dict[str, str], tmp_path: Path) -> None:
    """A setting that cannot work is named in one line, without a trace of the stack."""
    environment["RATE_LIMIT"] = "many"
    process = start(environment, tmp_path)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "RATE_LIMIT" in err
    assert "Traceback" not in err
