"""What an office sets."""

from pathlib import Path

import pytest

from intake.settings import IntakeSettings


def test_defaults_work_on_a_fresh_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No key is set, the key file stands with the data, the help phone is the national one."""
    monkeypatch.chdir(tmp_path)
    for name in ("FIELD_KEYS", "FIELD_KEY_FILE", "HELP_PHONE", "COUNTY_NAME"):
        monkeypatch.delenv(name, raising=False)
    settings = IntakeSettings()

    assert (settings.field_keys, settings.field_key_file) == ("", Path("data/field.key"))
    assert (settings.help_phone, settings.county_name) == ("12317", "")


def test_settings_come_from_env_file_and_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment wins; settings of other packages in the same file do no harm."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("HELP_PHONE=0730-1234567\nCOUNTY_NAME=华容县\nBOT_PORT=1\n", encoding="utf-8")
    monkeypatch.setenv("HELP_PHONE", "12345")
    settings = IntakeSettings()

    assert (settings.help_phone, settings.county_name) == ("12345", "华容县")


def test_keys_are_not_shown() -> None:
    """Settings end up in logs at start."""
    assert "top-secret" not in repr(IntakeSettings(field_keys="top-secret"))


def test_every_setting_is_described() -> None:
    """The list of settings is made from the descriptions."""
    assert all(field.description for field in IntakeSettings.model_fields.values())
