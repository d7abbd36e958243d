"""Settings of the knowledge base."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class KnowledgeSettings(BaseSettings):
    """Read from the environment and from `.env`."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True, frozen=True)

    knowledge_dir: Path = Field(default=Path("data/knowledge"), description="folder of editions and trained encoder")
    encoder_model: str = Field(
        default="", description="a sentence-transformers model (folder or name) in place of the trained encoder"
    )
    knowledge_region: str = Field(default="", description="this installation's county, e.g. 湖南省平江县")
