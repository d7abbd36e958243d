"""`python -m supervisor`: prepare, then run rasa, actions, bot and console until Ctrl-C. `prepare`: models only."""

import os
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
from honcho.manager import Manager

from actions.settings import ActionsSettings
from bot.settings import BotSettings
from console.settings import ConsoleSettings
from intake.settings import IntakeSettings
from knowledge.settings import KnowledgeSettings
from language.texts import Texts
from storage.settings import StorageSettings
from supervisor.accounts import first_account
from supervisor.ports import PortTaken, Service, require_free
from supervisor.prepare import RASA_PYTHON, NotPrepared, Preparation

_STAMPS = Path("data/stamps")
_TEXTS_FILE = Path(__file__).parent / "texts.toml"
_LOOK_SECONDS = 1.0
_REPEAT_SECONDS = 30.0


def main(arguments: Sequence[str] = ()) -> int:
    """Run until stopped; returns 0, or 1 after saying what is missing."""
    texts = Texts.load(_TEXTS_FILE)
    preparation = Preparation(KnowledgeSettings().knowledge_dir, _STAMPS, texts, _say)
    services = _services()
    try:
        if "prepare" in arguments:
            preparation.models()
            return 0
        require_free(services, texts)
        preparation.database()
        preparation.models()
    except (NotPrepared, PortTaken) as error:
        _say(str(error))
        return 1
    account = first_account(StorageSettings(), IntakeSettings())
    _say(texts("starting"))
    threading.Thread(target=_announce, args=(services, texts, account), daemon=True).start()
    return _run(services)


def _services() -> tuple[Service, ...]:
    bot, actions, console = BotSettings(), ActionsSettings(), ConsoleSettings()
    rasa = httpx.URL(bot.rasa_url)
    ours = f"{sys.executable} -m"
    return (
        Service("rasa", f"{RASA_PYTHON} -m nlu.serve", rasa.host, rasa.port or 80, "RASA_URL", "/"),
        Service("actions", f"{ours} actions", actions.actions_host, actions.actions_port, "ACTIONS_PORT", "/health"),
        Service("bot", f"{ours} bot", bot.bot_host, bot.bot_port, "BOT_PORT", "/readyz"),
        Service("console", f"{ours} console", console.console_host, console.console_port, "CONSOLE_PORT", "/healthz"),
    )


def _run(services: Sequence[Service]) -> int:
    manager = Manager()
    actions = next(service for service in services if service.name == "actions")
    rasa = next(service for service in services if service.name == "rasa")
    ports = {"RASA_PORT": str(rasa.port), "ACTIONS_PORT": str(actions.port), "ACTIONS_URL": actions.url}
    environment = {**os.environ, **ports, "PYTHONUNBUFFERED": "1"}
    for service in services:
        manager.add_process(service.name, f"exec {service.command}", env=environment)
    manager.loop()
    stopped_by_hand = manager.returncode in (130, 143)
    return 0 if stopped_by_hand else int(manager.returncode or 0)


def _announce(services: Sequence[Service], texts: Texts, account: tuple[str, str] | None) -> None:
    """Print the addresses once every process answers; say now and then what is still missing."""
    started = time.monotonic()
    while missing := [service.name for service in services if not service.answers()]:
        time.sleep(_LOOK_SECONDS)
        if time.monotonic() - started > _REPEAT_SECONDS:
            started = time.monotonic()
            _say(texts("slow", missing="、".join(missing)))
    if account:
        _say(texts("staff", name=account[0], password=account[1]))
    urls = {service.name: service.url for service in services}
    _say(texts("ready", chat=urls["bot"], console=urls["console"]))


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
