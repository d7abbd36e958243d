"""What differs between two texts of a sheet, section by section and word by word."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.drafts import read_draft
from knowledge.errors import SheetError
from knowledge.sheets import Section, Sheet
from language.segment import plain_words


class Change(StrEnum):
    """What became of a piece of text, or of a section."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, went or came."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a section that differs: its name in the sheet's format, and its pieces in order."""

    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that differs; the head of the sheet counts as one, with an empty id."""

    id: str
    title: str
    change: Change
    parts: tuple[Part, ...]


def changes(old: str | None, new: str | None) -> tuple[SectionChange, ...]:
    """Return the sections that differ between two texts of one sheet, None where it is not there.

    Raises SheetError when a text cannot be read as a sheet.
    """
    before, after = (None if text is None else read_draft(text) for text in (old, new))
    olds, news = _sections(before), _sections(after)
    order = [*news, *(key for key in olds if key not in news)]
    found = [_change(key, olds.get(key), news.get(key)) for key in order]
    return tuple(one for one in found if one.parts)


def words_changed(old: str, new: str) -> tuple[Piece, ...]:
    """Return `new` beside `old`, in whole words."""
    before, after = plain_words(old), plain_words(new)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Change.SAME, "".join(before[i1:i2])))
            continue
        gone, come = "".join(before[i1:i2]), "".join(after[j1:j2])
        pieces += [Piece(change, text) for change, text in ((Change.GONE, gone), (Change.NEW, come)) if text]
    return tuple(pieces)


def readable(text: str) -> bool:
    """Tell whether `text` can be compared section by section."""
    try:
        read_draft(text)
    except SheetError:
        return False
    return True


def _sections(sheet: Sheet | None) -> dict[str, tuple[str, dict[str, str]]]:
    """Return the title and the parts of each section by id, the head's under an empty one."""
    if sheet is None:
        return {}
    return {"": (sheet.title, _head(sheet)), **{one.id: (one.title, _parts(one)) for one in sheet.sections}}


def _head(sheet: Sheet) -> dict[str, str]:
    names = ("title", "topic", "region", "issuer", "status", "ending")
    head = {name: str(getattr(sheet, name)) for name in names}
    until = sheet.validity.end.isoformat() if sheet.validity.end else "open"
    return head | {"valid": f"{sheet.validity.start.isoformat()} – {until}", "keywords": "、".join(sheet.keywords)}


def _parts(section: Section) -> dict[str, str]:
    until = section.validity.end.isoformat() if section.validity.end else "open"
    return {
        "title": section.title,
        "body": section.body,
        "questions": "\n".join(section.questions),
        "kind": str(section.kind),
        "facts": "、".join(section.facts),
        "region": section.region,
        "valid": f"{section.validity.start.isoformat()} – {until}",
    }


def _change(
    key: str, old: tuple[str, dict[str, str]] | None, new: tuple[str, dict[str, str]] | None
) -> SectionChange:
    change = Change.NEW if old is None else Change.GONE if new is None else Change.CHANGED
    before, after = old[1] if old else {}, new[1] if new else {}
    title = (new or old or ("", {}))[0]
    return SectionChange(key, title, change, tuple(_differing(before, after)))


def _differing(before: dict[str, str], after: dict[str, str]) -> Iterator[Part]:
    names: Sequence[str] = list(after or before)
    for name in names:
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield Part(name, words_changed(old, new))
