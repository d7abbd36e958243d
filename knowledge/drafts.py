"""Drafts of sheets: what an editor works on, kept in files until it is published or given up."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from knowledge.errors import DraftConflict, KnowledgeError
from knowledge.sheets import Sheet, parse_sheet


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft: `base` is the digest of the published text it started from, empty for a new sheet."""

    sheet: str
    text: str
    author: str
    saved_at: str
    base: str


def text_digest(text: str | None) -> str:
    """Return what a draft remembers of the published text; empty when there is none."""
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()


class Drafts:
    """Drafts in a folder, at most one for a sheet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, text: str, author: str, published: Mapping[str, str]) -> Draft:
        """Keep `text`, which must be a readable sheet; raises SheetError, DraftConflict when it is another's draft."""
        sheet = read_draft(text)
        older = self.all().get(sheet.id)
        if older and older.author != author:
            raise DraftConflict(f"“{sheet.id}”已有 {older.author} 的草稿({older.saved_at}),请先商量,或者请他放弃草稿")
        base = older.base if older else text_digest(published.get(sheet.id))
        return self._keep(Draft(sheet.id, text, author, _now(), base))

    def rebase(self, sheet: str, published: Mapping[str, str]) -> Draft:
        """Say that the draft was held against what was published since; raises KnowledgeError when there is none."""
        return self._keep(replace(self.get(sheet), base=text_digest(published.get(sheet)), saved_at=_now()))

    def _keep(self, draft: Draft) -> Draft:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{draft.sheet}.json"
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(draft), ensure_ascii=False), encoding="utf-8")
        os.replace(fresh, path)
        return draft

    def all(self) -> dict[str, Draft]:
        """Return all drafts by sheet; raises KnowledgeError that names a file that cannot be read."""
        found = {}
        for path in sorted(self._folder.glob("*.json")):
            try:
                found[path.stem] = Draft(**json.loads(path.read_text(encoding="utf-8")))
            except (ValueError, TypeError) as error:
                raise KnowledgeError(f"草稿 {path.name} 读不出来,请删掉这个文件重新写") from error
        return found

    def get(self, sheet: str) -> Draft:
        """Return the draft of a sheet; raises KnowledgeError when there is none."""
        try:
            return self.all()[sheet]
        except KeyError as error:
            raise KnowledgeError(f"“{sheet}”没有草稿") from error

    def discard(self, sheet: str) -> None:
        """Remove the draft of a sheet; raises KnowledgeError when there is none."""
        self.get(sheet)
        (self._folder / f"{sheet}.json").unlink(missing_ok=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def read_draft(text: str) -> Sheet:
    """Read the text of a draft as a sheet; raises SheetError that names line and field."""
    return parse_sheet(text, Path("草稿.md"))
