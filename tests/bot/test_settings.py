"""The bot's settings."""

import pytest
from pydantic import SecretStr, ValidationError

from bot.settings import BotSettings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RATE_LIMIT", "many"),
        ("ADDRESS_RATE_LIMIT", "5/fortnight"),
        ("RASA_URL", "localhost:5005"),
        ("BOT_PORT", "99999"),
        ("RASA_TIMEOUT_SECONDS", "0"),
        ("MAX_MESSAGE_CHARS", "five"),
    ],
)
def test_wrong_values_are_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """A value that cannot work is refused at the start, with the setting's name."""
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=name.lower()):
        BotSettings()


def test_empty_switches_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty token means no Telegram, and an empty address limit none."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    settings = BotSettings()
    assert settings.telegram_bot_token.get_secret_value() == ""
    assert settings.address_rate_limit == ""


def test_secrets_do_not_print() -> None:
    """Neither the token nor a proxy's password is in the representation."""
    settings = BotSettings(telegram_bot_token=SecretStr("1:secret"), telegram_proxy_url="http://u:secret@p")
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(("host", "url"), [("0.0.0.0", "http://127.0.0.1:8000"), ("::1", "http://[::1]:8000")])
def test_chat_url_is_reachable_from_here(host: str, url: str) -> None:
    """A bot that listens everywhere is reached on loopback."""
    assert BotSettings(bot_host=host).chat_url == url


def test_every_setting_is_described() -> None:
    """No setting is without a description for `.env.example`."""
    assert all(field.description for field in BotSettings.model_fields.values())
