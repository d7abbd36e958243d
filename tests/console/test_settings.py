"""Where the console listens."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from console.settings import ConsoleSettings


def test_without_settings_it_listens_on_loopback_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A fresh checkout is reachable from its own machine and from nowhere else."""
    monkeypatch.chdir(tmp_path)
    for name in ("CONSOLE_HOST", "CONSOLE_PORT", "CONSOLE_SECRET_FILE"):
        monkeypatch.delenv(name, raising=False)

    settings = ConsoleSettings()

    assert (settings.console_host, settings.console_port) == ("127.0.0.1", 8001)
    assert settings.console_secret_file == Path("data/console.key")


@pytest.mark.parametrize("port", ["0", "65536", "x", "-1"])
def test_a_port_must_be_one(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    """What is no port is refused at the start, by the setting's name."""
    monkeypatch.setenv("CONSOLE_PORT", port)

    with pytest.raises(ValidationError, match="console_port"):
        ConsoleSettings()


def test_every_setting_is_explained() -> None:
    """`.env.example` is written from these."""
    assert all(field.description for field in ConsoleSettings.model_fields.values())
