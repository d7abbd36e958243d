"""The bot's own sentences, with the help phone in them."""

from pathlib import Path

from bot.messages import Reply, Status
from language.texts import Texts

TEXTS_FILE = Path(__file__).parent / "texts.toml"


class Wording:
    """Says the sentences of `texts.toml` for an office with this help phone."""

    def __init__(self, texts: Texts, help_phone: str) -> None:
        self._texts = texts
        self.help_phone = help_phone

    def __call__(self, name: str, **fields: object) -> str:
        """Return the sentence `name`; raises language.texts.UnknownText."""
        return self._texts(name, phone=self.help_phone, **fields)

    def reply(self, name: str, status: Status, **fields: object) -> Reply:
        """Return the sentence `name` as a reply with this status."""
        return Reply(self(name, **fields), meta={"status": status.value})

    def crisis(self, kind: str) -> str:
        """Return whom to call at once in a crisis of this kind."""
        name = f"crisis.{kind}"
        return self(name if name in self._texts else "crisis.other")
