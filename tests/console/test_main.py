"""The console as a process."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.console.opening import Template

_ROOT = Path(__file__).parents[2]


@pytest.fixture
def environment(template: Template, tmp_path: Path) -> dict[str, str]:
    """Settings of a console on a migrated database and a free port."""
    shutil.copy(template.path, tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return os.environ | {
        "PYTHONPATH": str(_ROOT),
        "DATABASE_URL": f"sqlite:///{tmp_path}/mingbai.db",
        "FIELD_KEY_FILE": str(tmp_path / "field.key"),
        "CONSOLE_SECRET_FILE": str(tmp_path / "console.key"),
        "CONSOLE_HOST": "127.0.0.1",
        "CONSOLE_PORT": str(port),
    }


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Iterator["Run"]:
    """Start consoles, and stop them after the test."""
    started = Run(environment, tmp_path)
    yield started
    started.stop()


class Run:
    """Starts `python -m console` in a folder of its own."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._environment = environment
        self._folder = folder
        self._processes: list[subprocess.Popen[str]] = []
        self.port = int(environment["CONSOLE_PORT"])

    def start(self, **settings: str) -> subprocess.Popen[str]:
        """Start one; `settings` replace those of the environment."""
        process = subprocess.Popen(
            [sys.executable, "-m", "console"],
            env=self._environment | settings,
            cwd=self._folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._processes.append(process)
        return process

    def refused(self, **settings: str) -> tuple[int, list[str]]:
        """Start one that cannot run and return its exit code and the lines it leaves."""
        process = self.start(**settings)
        out, err = process.communicate(timeout=60)
        assert out == ""
        return process.returncode, err.splitlines()

    def health(self) -> tuple[int, str]:
        """Wait until /healthz answers and return its status and text."""
        for _ in range(600):
            try:
                answer = httpx.get(f"http://127.0.0.1:{self.port}/healthz", timeout=5)
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return answer.status_code, answer.text
        raise TimeoutError("the console did not answer")

    def stop(self) -> None:
        """Stop what still runs."""
        for process in self._processes:
            if process.poll() is None:
                process.kill()
            process.communicate()


def test_it_serves_says_where_and_stops_when_told(run: Run) -> None:
    """One line with the address; Ctrl-C stops it without a trace."""
    process = run.start()
    health = run.health()

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)

    assert health == (200, '{"status":"ok"}')
    assert out == f"工作台已启动：http://127.0.0.1:{run.port}\n"
    assert (process.returncode, err) == (0, "")


def test_a_port_in_use_is_one_clear_line(run: Run) -> None:
    """The second console says which port, and what to do, and ends with 1."""
    with socket.create_server(("127.0.0.1", run.port)):
        code, lines = run.refused()

    assert code == 1
    assert lines == [f"端口 {run.port} 已被别的程序占用。请先停掉那个程序，或把 CONSOLE_PORT 改成别的端口。"]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"CONSOLE_PORT": "x"}, "CONSOLE_PORT"),
        ({"CONSOLE_HOST": "192.0.2.1"}, "CONSOLE_HOST"),
        ({"CONSOLE_SECRET_FILE": "/dev/null/console.key"}, "CONSOLE_SECRET_FILE"),
        ({"FIELD_KEYS": "not-a-key"}, "FIELD_KEYS"),
        ({"DATABASE_URL": "mysql://nowhere"}, "DATABASE_URL"),
    ],
)
def test_what_is_set_wrongly_is_one_clear_line(run: Run, settings: dict[str, str], told: str) -> None:
    """Each names the setting to look at; there is no trace."""
    code, lines = run.refused(**settings)

    assert code == 1
    assert len(lines) == 1
    assert told in lines[0]


def test_it_starts_before_the_database_is_there(run: Run) -> None:
    """No order matters between processes: it says what it misses and waits for it."""
    process = run.start(DATABASE_URL="sqlite:///new.db")
    health = run.health()

    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)

    assert health[0] == 503
    assert "python -m intake upgrade" in err
