"""What an office sets for its intake."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class IntakeSettings(BaseSettings):
    """Settings of the intake, read from the environment and `.env`."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    field_keys: str = Field(
        default="",
        repr=False,
        description="Fernet keys of the personal data, separated by commas: the first encrypts, all decrypt, the last "
        "one also keys the lookups and must stay last. Empty: the key file is used.",
    )
    field_key_file: Path = Field(
        default=Path("data/field.key"),
        description="File of the keys, one a line, used when FIELD_KEYS is empty; made with mode 600 when missing.",
    )
    help_phone: str = Field(default="12317", description="The phone number that every dead end names.")
    county_name: str = Field(default="", description="Name of the county, as shown to farmers.")
    holidays_file: str = Field(
        default="", description="Table of public holidays; empty: intake/data/holidays.toml, which comes along."
    )
    deadlines_file: str = Field(
        default="", description="Table of deadlines; empty: intake/data/deadlines.toml, which comes along."
    )
    measures_file: str = Field(
        default="", description="Library of measures; empty: intake/data/measures.toml, which comes along."
    )
    retention_file: str = Field(
        default="", description="How long data is kept; empty: intake/data/retention.toml, which comes along."
    )
    reveals_per_hour: int = Field(
        default=30,
        ge=1,
        description="How many households' identities a staff member may look at within an hour, exports and "
        "attachments counted in.",
    )
