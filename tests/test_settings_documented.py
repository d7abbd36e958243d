from pathlib import Path

from pydantic_settings import BaseSettings

from actions.settings import ActionsSettings
from bot.settings import BotSettings
from console.settings import ConsoleSettings
from intake.settings import IntakeSettings
from knowledge.settings import KnowledgeSettings
from storage.settings import StorageSettings

ROOT = Path(__file__).parent.parent
ALL: tuple[type[BaseSettings], ...] = (
    ActionsSettings, BotSettings, ConsoleSettings, IntakeSettings, KnowledgeSettings, StorageSettings,
)  # fmt: skip


def documented() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return dict(pairs)


def in_code() -> dict[str, str]:
    found = {}
    for settings in ALL:
        for name, field in settings.model_fields.items():
            default = field.default
            found[name.upper()] = default.get_secret_value() if hasattr(default, "get_secret_value") else str(default)
    return found


def test_every_setting_is_documented_with_its_default() -> None:
    """`.env.example` names exactly the settings of the code, with the code's defaults."""
    assert documented() == in_code()


def test_every_setting_has_a_meaning() -> None:
    """Each setting is described in the code, and has a comment above it in `.env.example`."""
    assert [name for s in ALL for name, field in s.model_fields.items() if not field.description] == []
    blocks = (ROOT / ".env.example").read_text(encoding="utf-8").split("\n\n")
    assert all("\n#" in block or block.startswith("#") for block in blocks)


def test_every_settings_class_is_known() -> None:
    """No package reads settings that this test does not compare."""
    files = {path.parent.name for path in ROOT.glob("*/settings.py")}
    assert files == {settings.__module__.split(".")[0] for settings in ALL}
