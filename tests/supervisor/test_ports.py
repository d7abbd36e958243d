import socket
from pathlib import Path

import pytest

import supervisor
from language.texts import Texts
from supervisor.ports import PortTaken, Service, require_free

TEXTS = Texts.load(Path(supervisor.__file__).parent / "texts.toml")


def _service(port: int) -> Service:
    return Service("bot", "true", "127.0.0.1", port, "BOT_PORT", "/readyz")


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    """A port in use is refused before anything starts, naming port, process and the setting that moves it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"{port}.*bot.*BOT_PORT"):
            require_free([_service(port)], TEXTS)
    require_free([_service(port)], TEXTS)


def test_silence_is_not_an_answer() -> None:
    """A service nobody listens for does not answer its probe."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert not _service(port).answers()
