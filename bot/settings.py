"""What an office sets for the bot."""

from limits import parse_many
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class BotSettings(BaseSettings):
    """Settings of the bot, read from the environment and `.env`."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    bot_host: str = Field(default="127.0.0.1", description="Address the web chat listens on.")
    bot_port: int = Field(default=8000, ge=0, le=65535, description="Port the web chat listens on.")
    rasa_url: str = Field(default="http://127.0.0.1:5005", description="Where the Rasa server is.")
    actions_url: str = Field(default="http://127.0.0.1:5055", description="Where the action server is, for /readyz.")
    rasa_timeout_seconds: float = Field(
        default=4.0, gt=0, le=60, description="How long a person's message may take in all before the fixed answer."
    )
    max_message_chars: int = Field(default=2000, ge=100, le=20_000, description="Longest message, in characters.")
    rate_limit: str = Field(
        default="30/minute", description="Messages per conversation; self-reports and cries for help are not counted."
    )
    address_rate_limit: str = Field(
        default="", description="Messages per network address on the web, such as 300/minute; empty: no limit."
    )
    telegram_bot_token: SecretStr = Field(
        default=SecretStr(""), description="Token of the Telegram bot; empty: no Telegram."
    )
    telegram_api_url: str = Field(default="https://api.telegram.org", description="Base address of the Bot API.")
    telegram_proxy_url: str = Field(
        default="", repr=False, description="Proxy for the Bot API, such as http://127.0.0.1:3128; empty: none."
    )

    @field_validator("rate_limit", "address_rate_limit")
    @classmethod
    def _is_rate(cls, value: str) -> str:
        if value:
            parse_many(value)  # raises ValueError
        return value

    @field_validator("rasa_url", "actions_url", "telegram_api_url")
    @classmethod
    def _is_url(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("an address starting with http:// or https:// is expected")
        return value.rstrip("/")

    @property
    def chat_url(self) -> str:
        """Return where a program on this machine reaches the web chat."""
        host = "127.0.0.1" if self.bot_host in {"0.0.0.0", "", "::"} else self.bot_host  # noqa: S104 - compared only
        return f"http://{f'[{host}]' if ':' in host else host}:{self.bot_port}"
