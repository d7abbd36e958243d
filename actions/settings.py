"""What an office sets for its action server."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ActionsSettings(BaseSettings):
    """Settings of the action server, read from the environment and `.env`."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    actions_host: str = Field(default="127.0.0.1", description="Address the action server listens on; it has no login.")
    actions_port: int = Field(default=5055, ge=1, le=65535, description="Port the action server listens on.")
