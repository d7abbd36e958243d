"""An intake from settings."""

from pathlib import Path

import pytest

from intake.build import build
from intake.errors import DatabaseProblem, KeyProblem
from intake.settings import IntakeSettings
from storage.settings import StorageSettings
from tests.intake.samples import a_report


def test_two_processes_of_one_office_share_database_and_keys(sqlite_url: str, tmp_path: Path) -> None:
    """What one files, the other reads."""
    storage_settings = StorageSettings(database_url=sqlite_url)
    intake_settings = IntakeSettings(field_key_file=tmp_path / "field.key")
    receipt = build(storage_settings, intake_settings).file(a_report(story="住院花了八万"))

    assert build(storage_settings, intake_settings).case(receipt.number).story == "住院花了八万"


def test_the_environment_is_used_when_no_settings_are_given(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that may not know the database builds its intake without naming it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)

    assert build().is_ready()
    assert (tmp_path / "data" / "field.key").exists()


def test_building_does_not_migrate(tmp_path: Path) -> None:
    """An upgrade is somebody's decision."""
    storage_settings = StorageSettings(database_url=f"sqlite:///{tmp_path}/new.db")

    assert not build(storage_settings, IntakeSettings(field_key_file=tmp_path / "field.key")).is_ready()


def test_settings_that_cannot_work_are_refused_at_once(sqlite_url: str, tmp_path: Path) -> None:
    """Not at the first report."""
    with pytest.raises(KeyProblem):
        build(StorageSettings(database_url=sqlite_url), IntakeSettings(field_keys="short"))
    with pytest.raises(DatabaseProblem):
        build(StorageSettings(database_url="mysql://x"), IntakeSettings(field_key_file=tmp_path / "field.key"))
