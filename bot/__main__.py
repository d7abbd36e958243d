"""The bot's commands: `python -m bot` serves, `python -m bot chat` talks in the terminal."""

import argparse
import secrets
import sys
from collections.abc import Sequence

import httpx
from pydantic import ValidationError

from bot.build import AllSettings, build, load_wording
from bot.logs import configure_logs
from bot.serving import CannotListen, open_socket, run
from bot.terminal import ChatClient, Screen, Terminal
from bot.wording import TEXTS_FILE, Wording
from intake.errors import IntakeError
from intake.settings import IntakeSettings
from language.texts import Texts
from storage.errors import StorageError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        settings = AllSettings()
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, row['loc'])).upper()}: {row['msg']}" for row in error.errors())
        return _fail(Wording(Texts.load(TEXTS_FILE), "12317")("serving.bad_settings", problems=problems))
    if options.command == "chat":
        return _chat(options.url or settings.bot.chat_url, options.session, settings.intake)
    return _serve(settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="The bot; without a command it serves.")
    commands = parser.add_subparsers(dest="command")
    chat = commands.add_parser("chat", help="talk to the running bot in the terminal")
    chat.add_argument("--url", default="", help="address of the web chat (default: BOT_HOST and BOT_PORT)")
    chat.add_argument("--session", default="", help="name of the conversation, to go on with it later")
    return parser


def _serve(settings: AllSettings) -> int:
    configure_logs()
    wording = load_wording(settings.intake)
    host, port = settings.bot.bot_host, settings.bot.bot_port
    try:
        bot = build(settings)
        listener = open_socket(host, port)
    except CannotListen as error:
        name = "serving.port_taken" if error.taken else "serving.bad_address"
        return _fail(wording(name, host=host, port=port))
    except (StorageError, IntakeError) as error:
        return _fail(wording("serving.bad_database", problem=error))
    print(wording("serving.ready", url=settings.bot.chat_url), file=sys.stderr, flush=True)
    run(bot, listener)
    return 0


def _chat(url: str, session: str, settings: IntakeSettings) -> int:
    wording = load_wording(settings)
    with httpx.Client(trust_env=False) as client:
        chat = ChatClient(client, url.rstrip("/"), session or secrets.token_hex(16))
        return Terminal(chat, Screen(input, print), wording, url).run()


def _fail(line: str) -> int:
    print(line, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
