"""The sentences of the action server, with the office's phone number and county filled in."""

from pathlib import Path

from language.texts import Texts

FILE = Path(__file__).parent / "texts.toml"


class Voice:
    """Says the sentences of texts.toml; `{phone}` and `{county}` need not be passed."""

    def __init__(self, texts: Texts, phone: str, county: str = "") -> None:
        self._texts = texts
        self._fixed = {"phone": phone, "county": county}

    @classmethod
    def load(cls, phone: str, county: str = "") -> "Voice":
        """Return the voice of this package's own texts."""
        return cls(Texts.load(FILE), phone, county)

    def __call__(self, name: str, /, **fields: object) -> str:
        """Return the sentence `name`; raises language.texts.UnknownText."""
        return self._texts(name, **self._fixed, **fields)

    def __contains__(self, name: object) -> bool:
        return name in self._texts
