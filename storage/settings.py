"""Where the database is."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class StorageSettings(BaseSettings):
    """Settings of the database, read from the environment and `.env`."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    database_url: str = Field(
        default="sqlite:///data/mingbai.db",
        repr=False,  # may hold a password
        description="Database: sqlite:///path, or postgresql+psycopg://user:password@host/name.",
    )
