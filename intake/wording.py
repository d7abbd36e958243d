"""The Chinese word for every value of the domain, for all who show one."""

import re
from enum import StrEnum
from pathlib import Path

from language.texts import Texts

_FILE = Path(__file__).with_name("texts.toml")


class Wording:
    """The texts of the intake."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts

    @classmethod
    def load(cls) -> "Wording":
        """Read the texts that come with the package."""
        return cls(Texts.load(_FILE))

    def label(self, member: StrEnum) -> str:
        """Return the word for a value of any enumeration in intake.domain; raises UnknownText."""
        section = re.sub(r"(?<!^)([A-Z])", r"_\1", type(member).__name__).lower()
        return self.texts(f"{section}.{member.value}")

    def event(self, kind: str) -> str:
        """Return the word for the kind of an event, a move or another; raises UnknownText."""
        return self.texts(f"move.{kind}" if f"move.{kind}" in self.texts else f"event.{kind}")

    def error(self, error: Exception) -> str:
        """Return what to tell staff of an error, by its class or the nearest one above; raises UnknownText."""
        for kind in type(error).__mro__:
            if f"error.{kind.__name__}" in self.texts:
                name = f"error.{kind.__name__}"
                return self.texts(name, **dict.fromkeys(self.texts.fields(name), error))
        return self.texts("error.IntakeError", detail=error)
