"""The one place where the bot is put together from settings."""

from dataclasses import dataclass, field

import httpx
from starlette.types import ASGIApp

from bot.dialogue import Bounds, Dialogue, Parts
from bot.escalating import Escalating
from bot.health import Health, Neighbours
from bot.ledger import Ledger
from bot.news import News
from bot.pace import Pace
from bot.rasa import Rasa
from bot.recovery import Recovery
from bot.rescue import Rescue
from bot.settings import BotSettings
from bot.telegram import Line, TelegramChannel
from bot.web import WebParts, build_app
from bot.wording import TEXTS_FILE, Wording
from intake.clock import utc_now
from intake.desk import IntakeDesk
from intake.keys import open_cipher
from intake.settings import IntakeSettings
from language.texts import Texts
from storage.engine import open_engine
from storage.settings import StorageSettings


@dataclass(frozen=True, slots=True)
class AllSettings:
    """The settings of everything the bot is made of; by default those of the environment."""

    bot: BotSettings = field(default_factory=BotSettings)
    intake: IntakeSettings = field(default_factory=IntakeSettings)
    storage: StorageSettings = field(default_factory=StorageSettings)


@dataclass(frozen=True, slots=True)
class Bot:
    """The parts of a running bot; `telegram` is None without a token."""

    app: ASGIApp
    dialogue: Dialogue
    recovery: Recovery
    telegram: TelegramChannel | None
    client: httpx.AsyncClient
    wording: Wording
    escalation: Escalating


def build(settings: AllSettings) -> Bot:
    """Return a bot that has not started anything; raises KeyProblem, storage.errors.StorageError."""
    engine = open_engine(settings.storage.database_url)
    desk = IntakeDesk(engine, open_cipher(settings.intake))
    wording = load_wording(settings.intake)
    client = httpx.AsyncClient(trust_env=False, timeout=settings.bot.rasa_timeout_seconds)
    ledger = Ledger(engine, desk.cipher)
    parts = Parts(
        ledger=ledger,
        rasa=Rasa(client, settings.bot.rasa_url),
        rescue=Rescue(desk, wording),
        pace=Pace(settings.bot.rate_limit, settings.bot.address_rate_limit),
        wording=wording,
        cipher=desk.cipher,
    )
    dialogue = Dialogue(parts, Bounds(settings.bot.max_message_chars, settings.bot.rasa_timeout_seconds))
    health = Health(desk, client, Neighbours(settings.bot.rasa_url, settings.bot.actions_url))
    news = News(desk, ledger, wording)
    return Bot(
        app=build_app(WebParts(dialogue, health, wording, news, settings.intake.county_name)),
        dialogue=dialogue,
        recovery=Recovery(ledger, dialogue, utc_now),
        telegram=_telegram(settings.bot, dialogue, wording, news),
        client=client,
        wording=wording,
        escalation=Escalating(desk),
    )


def load_wording(settings: IntakeSettings) -> Wording:
    """Return the bot's sentences with this office's help phone."""
    return Wording(Texts.load(TEXTS_FILE), settings.help_phone)


def _telegram(settings: BotSettings, dialogue: Dialogue, wording: Wording, news: News) -> TelegramChannel | None:
    token = settings.telegram_bot_token.get_secret_value()
    if not token:
        return None
    line = Line(token, settings.telegram_api_url, settings.telegram_proxy_url)
    return TelegramChannel(line, dialogue, wording, news)
