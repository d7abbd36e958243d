"""The one place where an intake is put together from settings."""

from intake.desk import IntakeDesk
from intake.errors import DatabaseProblem
from intake.keys import open_cipher
from intake.rulebook import Rulebook
from intake.settings import IntakeSettings
from storage.engine import open_engine
from storage.errors import StorageError
from storage.settings import StorageSettings


def build(storage_settings: StorageSettings | None = None, intake_settings: IntakeSettings | None = None) -> IntakeDesk:
    """Return the intake on the database of the settings (default: the environment's); does not migrate.

    Raises KeyProblem, DatabaseProblem, BadRuleFile.
    """
    storage_settings = storage_settings or StorageSettings()
    intake_settings = intake_settings or IntakeSettings()
    try:
        engine = open_engine(storage_settings.database_url)
    except StorageError as error:
        raise DatabaseProblem(str(error)) from error
    return IntakeDesk(engine, open_cipher(intake_settings), rules=Rulebook.load(intake_settings))
