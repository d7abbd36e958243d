"""What was published, by whom and why, and what differs between two editions."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from knowledge.edition import EditionStore
from knowledge.errors import DamagedEdition


@dataclass(frozen=True, slots=True)
class Entry:
    """One published edition as history shows it; `published` is an ISO time in UTC."""

    edition: str
    published: str
    author: str
    action: str
    reason: str
    override: str
    of: str

    @property
    def at(self) -> datetime:
        """Return when it was published."""
        return datetime.fromisoformat(self.published)


def history(store: EditionStore) -> Iterator[Entry]:
    """Yield the published editions, newest first; raises DamagedEdition where the chain of digests is broken."""
    edition, digest = store.live_id, ""
    while edition and edition in store.history():
        manifest, found = store.manifest(edition)
        if digest and found != digest:
            raise DamagedEdition(f"版本记录 {edition} 被改动过,和后一个版本记下的不一样")
        about: Mapping[str, Any] = manifest.get("about", {})
        told = {name: str(about.get(name, "")) for name in ("author", "action", "reason", "override", "of")}
        yield Entry(edition, str(manifest.get("published", "")), **told)
        edition, digest = about.get("previous", ("", ""))


def difference(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """Return the unified difference between two editions' sheets, empty when they are the same."""
    lines: list[str] = []
    for sheet in sorted({*old, *new}):
        before, after = old.get(sheet, "").splitlines(), new.get(sheet, "").splitlines()
        lines += difflib.unified_diff(before, after, f"{sheet}.md(旧)", f"{sheet}.md(新)", lineterm="", n=2)
    return "\n".join(lines)


def prune(store: EditionStore, keep: int) -> tuple[str, ...]:
    """Remove editions that were never live and all but the newest `keep` published; returns their ids."""
    chain = [entry.edition for entry in history(store)]
    removed = [edition for edition in store.history() if edition not in chain[: max(keep, 1)]]
    for edition in removed:
        store.remove(edition)
    return tuple(removed)
