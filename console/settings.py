"""Where the console listens, and where its key is."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ConsoleSettings(BaseSettings):
    """Settings of the console, read from the environment and `.env`."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    console_host: str = Field(
        default="127.0.0.1",
        description="Address the staff console listens on. It speaks plain HTTP: anything but loopback belongs behind "
        "a proxy with TLS.",
    )
    console_port: int = Field(default=8001, ge=1, le=65535, description="Port the staff console listens on.")
    console_secret_file: Path = Field(
        default=Path("data/console.key"),
        description="File of the key that signs staff sessions; made with mode 600 when missing. A new key signs "
        "everybody out.",
    )
    public_chat_url: str = Field(
        default="",
        pattern=r"^(https?://[^\s\"<>]+)?$",
        description="Address of the web chat as farmers open it; printed on sheets as a QR code. Empty: no code.",
    )
