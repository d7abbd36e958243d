"""The product's real processes on ports and a database of their own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
_PATIENCE = 180.0
_PROBES = {"rasa": "/webhooks/rest/", "actions": "/health", "bot": "/readyz", "console": "/healthz"}


def free_port() -> int:
    """Return a loopback port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Servers:
    """rasa, actions, bot and console, each started and stopped by name."""

    folder: Path
    telegram_url: str
    telegram_token: str
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in _PROBES})
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def knowledge(self) -> Path:
        """Return this office's own copy of the knowledge base."""
        return self.folder / "knowledge"

    @property
    def environment(self) -> dict[str, str]:
        """Return the settings that all processes of this office share."""
        return {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{self.folder}/office.db",
            "FIELD_KEY_FILE": str(self.folder / "field.key"),
            "CONSOLE_SECRET_FILE": str(self.folder / "console.key"),
            "KNOWLEDGE_DIR": str(self.knowledge),
            "RASA_PORT": str(self.ports["rasa"]),
            "RASA_URL": self.url("rasa"),
            "ACTIONS_PORT": str(self.ports["actions"]),
            "ACTIONS_URL": self.url("actions"),
            "BOT_PORT": str(self.ports["bot"]),
            "CONSOLE_PORT": str(self.ports["console"]),
            "RATE_LIMIT": "600/minute",
            "TELEGRAM_API_URL": self.telegram_url,
            "TELEGRAM_BOT_TOKEN": self.telegram_token,
        }

    def url(self, name: str) -> str:
        """Return the address of a process."""
        return f"http://127.0.0.1:{self.ports[name]}"

    def start(self, *names: str) -> None:
        """Start processes and wait until each answers its probe."""
        for name in names:
            command = [str(RASA_PYTHON), "-m", "nlu.serve"] if name == "rasa" else [sys.executable, "-m", name]
            log = (self.folder / f"{name}.log").open("ab")
            self.running[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        for name in names:
            self._wait(name)

    def stop(self, *names: str) -> None:
        """End processes at once, as a crash would."""
        for name in names:
            process = self.running.pop(name)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def intake(self, *arguments: str) -> Any:
        """Return what `python -m intake … --json` prints."""
        command = [sys.executable, "-m", "intake", *arguments, "--json"]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, check=True)
        return json.loads(done.stdout)

    def _wait(self, name: str) -> None:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if self.running[name].poll() is not None:
                break
            try:
                if httpx.get(self.url(name) + _PROBES[name], timeout=5.0).is_success:
                    return
            except httpx.HTTPError:
                time.sleep(0.3)
        raise AssertionError(f"{name} did not start:\n{(self.folder / f'{name}.log').read_text(errors='replace')}")


class Chat:
    """One person's web chat through the chat API."""

    def __init__(self, servers: Servers, session: str) -> None:
        self._url, self._session = servers.url("bot") + "/api/chat", session
        self.replies: list[dict[str, Any]] = []

    def say(self, text: str) -> "Chat":
        """Send a text and keep the replies."""
        return self._send({"text": text})

    def press(self, title: str) -> "Chat":
        """Press the button of the last replies whose title holds `title`."""
        buttons = [button for reply in self.replies for button in reply["buttons"] if title in button["title"]]
        return self._send({"payload": buttons[0]["payload"]})

    @property
    def text(self) -> str:
        """Return all that was said in the last turn."""
        return "\n".join(reply["text"] for reply in self.replies)

    @property
    def status(self) -> str:
        """Return the status of the last turn."""
        return str(self.replies[0]["meta"]["status"])

    def meta(self, name: str) -> Any:
        """Return the last value of `name` in the last turn's meta."""
        return next((reply["meta"][name] for reply in reversed(self.replies) if name in reply["meta"]), None)

    def _send(self, content: dict[str, str]) -> "Chat":
        response = httpx.post(self._url, json={"session": self._session, **content}, timeout=10.0)
        assert response.status_code == 200, response.text
        self.replies = response.json()["replies"]
        assert self.replies, "silence is an error"
        return self
