"""The addresses of the processes: free before they start, answering once they have."""

import socket
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from language.texts import Texts


class PortTaken(Exception):
    """Another program listens where one of the processes must."""


@dataclass(frozen=True, slots=True)
class Service:
    """One process: the command that starts it, where it listens, the setting that moves it, a path that tells ready."""

    name: str
    command: str
    host: str
    port: int
    setting: str
    probe: str

    @property
    def url(self) -> str:
        """Return the address as a person types it."""
        return f"http://{self.host}:{self.port}"

    def answers(self) -> bool:
        """Tell whether the process answers its probe."""
        try:
            return httpx.get(self.url + self.probe, timeout=2.0).is_success
        except httpx.HTTPError:
            return False


def require_free(services: Sequence[Service], texts: Texts) -> None:
    """Raise PortTaken, naming port and setting, when a service's port is in use."""
    for service in services:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((service.host, service.port))
            except OSError as error:
                line = texts("port", port=service.port, process=service.name, setting=service.setting)
                raise PortTaken(line) from error
