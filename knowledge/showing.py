"""A sheet's sections as a farmer is shown them, before any edition holds them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from knowledge.answers import TEXTS_FILE, whole_text
from knowledge.library import passages_of
from knowledge.passages import Passage
from knowledge.sheets import Sheet
from language.texts import Texts


@dataclass(frozen=True, slots=True)
class Shown:
    """A section as a passage, and the whole text of the answer that shows it."""

    passage: Passage
    text: str


def shown(sheet: Sheet) -> tuple[Shown, ...]:
    """Return the sections of `sheet` in order, whatever its status."""
    texts = Texts.load(TEXTS_FILE)
    return tuple(Shown(passage, whole_text(passage, texts)) for passage in sections_of([sheet]))


def sections_of(sheets: Iterable[Sheet]) -> tuple[Passage, ...]:
    """Return the sections of `sheets` as passages, whatever their status; the work plan is no sheet."""
    live = [replace(sheet, status="live") for sheet in sheets]
    titles = {sheet.id for sheet in live}
    return tuple(passage for passage in passages_of(live) if passage.id.partition(".")[0] in titles)
