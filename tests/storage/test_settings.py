"""Where the database is said to be."""

from pathlib import Path

import pytest

from storage.settings import StorageSettings


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_without_a_setting_the_database_is_a_file_under_data() -> None:
    """A fresh checkout needs no settings."""
    assert StorageSettings().database_url == "sqlite:///data/mingbai.db"


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.env` is for a machine, the environment for one run; an empty value counts as none."""
    (tmp_path / ".env").write_text("DATABASE_URL=sqlite:///file.db\nOTHER=1\n")
    monkeypatch.setenv("DATABASE_URL", "")
    assert StorageSettings().database_url == "sqlite:///file.db"

    monkeypatch.setenv("DATABASE_URL", "sqlite:///environment.db")
    assert StorageSettings().database_url == "sqlite:///environment.db"


def test_the_password_in_a_url_is_not_shown() -> None:
    """Settings end up in logs at start."""
    assert "secret" not in repr(StorageSettings(database_url="postgresql+psycopg://a:secret@127.0.0.1/b"))
