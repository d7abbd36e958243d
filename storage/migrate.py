"""Bringing a database to the newest schema, and telling whether it has it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.engine import reading, writing
from storage.errors import StorageUnavailable

_SCRIPTS = Path(__file__).parent / "migrations"
_UPGRADE_LOCK = 716_206_317  # any fixed number: PostgreSQL's advisory lock for upgrades


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema, all or nothing; several processes may call it at once.

    Raises StorageUnavailable.
    """
    try:
        _upgrade(engine)
    except (DBAPIError, PoolTimeout):
        # On a new SQLite file the switch to WAL may meet another process's; the first one is done by then.
        try:
            _upgrade(engine)
        except (DBAPIError, PoolTimeout) as error:
            raise StorageUnavailable("the database is locked or does not answer") from error


def _upgrade(engine: Engine) -> None:
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(engine: Engine) -> bool:
    """Tell whether the database has the newest schema; raises StorageUnavailable."""
    try:
        with reading(engine) as connection:
            return has_newest_schema(connection)
    except (DBAPIError, PoolTimeout) as error:
        raise StorageUnavailable("the database is locked or does not answer") from error


def has_newest_schema(connection: Connection) -> bool:
    """Tell the same within a transaction of the caller's."""
    newest = set(ScriptDirectory.from_config(_config()).get_heads())
    return set(MigrationContext.configure(connection).get_current_heads()) == newest


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config
