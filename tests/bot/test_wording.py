"""The bot's own sentences."""

from bot.wording import TEXTS_FILE, Wording
from language.risk import CRISES
from language.texts import Texts
from tests.bot.conftest import PHONE

TEXTS = Texts.load(TEXTS_FILE)
ENDS = ("refused.", "bad.", "limited.", "degraded.", "recovered.", "telegram.", "terminal.down", "terminal.slow")
NO_END = {"degraded.draft", "telegram.start"}


def test_every_dead_end_names_both_phones() -> None:
    """Whatever goes wrong, the sentence says whom to call: the help phone and 12345."""
    names = [name for name in TEXTS.names() if name.startswith(ENDS) and name not in NO_END]
    wording = Wording(TEXTS, PHONE)
    for name in names:
        text = wording(name, **dict.fromkeys(TEXTS.fields(name) - {"phone"}, "1"))
        assert PHONE in text, name
        assert "12345" in text, name


def test_every_crisis_has_its_numbers() -> None:
    """Each kind of crisis, also one nobody has named, says whom to call."""
    wording = Wording(TEXTS, PHONE)
    assert "12356" in wording.crisis("self_harm")
    assert "119" in wording.crisis("disaster")
    assert "120" in wording.crisis("medical")
    assert all("110" in wording.crisis(kind) for kind in ("violence", "missing_child", "something_new"))
    assert {f"crisis.{kind}" for kind in CRISES} <= set(TEXTS.names())
