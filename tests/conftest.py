"""What all tests share: no test talks to anything but loopback, and none reads the developer's own settings."""

import os
import socket
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.knowledge.small import Built

_LOOPBACK = ("127.", "localhost", "::1")


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail at once when code under test reaches for the network."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(_LOOPBACK):
            pytest.fail(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> "Built":
    """A small knowledge base, made once a session for all who need one."""
    from tests.knowledge.small import build_small  # its libraries take a second that most tests need not wait

    return build_small(tmp_path_factory.mktemp("knowledge"))


def pytest_configure(config: pytest.Config) -> None:
    """Keep model loading off the network, and settings out of a developer's own environment."""
    os.environ.update(HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false", RASA_TELEMETRY_ENABLED="false")
    for name in ("DATABASE_URL", "FIELD_KEYS", "TELEGRAM_BOT_TOKEN", "ENCODER_MODEL", "KNOWLEDGE_DIR"):
        os.environ.pop(name, None)
