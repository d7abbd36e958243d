"""Sentences kept out of the logic: a TOML file of named texts with fields."""

import string
import tomllib
from collections.abc import Mapping
from pathlib import Path


class UnknownText(KeyError):
    """A text or one of its fields was asked for that the file does not have."""


class Texts:
    """The named texts of one package; nested tables give dotted names."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    @classmethod
    def load(cls, path: Path) -> "Texts":
        """Read a TOML file of strings; raises OSError or tomllib.TOMLDecodeError."""
        with path.open("rb") as file:
            return cls(dict(_flat(tomllib.load(file), "")))

    def __call__(self, name: str, /, **fields: object) -> str:
        """Return the text `name` with its `{fields}` filled in; raises UnknownText."""
        try:
            return self._texts[name].format(**fields).strip()
        except KeyError as error:
            raise UnknownText(f"{name}: {error}") from error

    def __contains__(self, name: object) -> bool:
        return name in self._texts

    def names(self, prefix: str = "") -> tuple[str, ...]:
        """Return the names that start with `prefix`, in the file's order."""
        return tuple(name for name in self._texts if name.startswith(prefix))

    def fields(self, name: str) -> frozenset[str]:
        """Return the names of the fields that the text `name` needs."""
        return frozenset(field for _, field, _, _ in string.Formatter().parse(self._texts[name]) if field)


def _flat(table: Mapping[str, object], prefix: str) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            rows += _flat(value, f"{prefix}{key}.")
        else:
            rows.append((f"{prefix}{key}", str(value)))
    return rows
