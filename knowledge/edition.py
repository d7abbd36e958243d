"""An edition: one built, complete, unchanging state of the knowledge base on disk."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from knowledge.content import Content, read_index, read_ranker, read_sheets_of, write_content
from knowledge.encoder import Encoder
from knowledge.errors import KnowledgeBusy, NoEdition
from knowledge.index import Index
from knowledge.manifest import About, read_manifest, verified, write_manifest
from knowledge.ranker import Ranker


@dataclass(frozen=True)
class Edition:
    """A loaded edition: its id, and the index, ranker and encoder that belong together."""

    id: str
    index: Index
    ranker: Ranker
    encoder: Encoder


class EditionStore:
    """Editions in a folder; the file `live` names the published one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pointer = folder / "live"

    @property
    def live_id(self) -> str:
        """Return the id of the published edition; raises NoEdition."""
        try:
            return self._pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError as error:
            raise NoEdition("还没有发布过知识库,请先运行:python -m knowledge build") from error

    def write(self, content: Content, about: About) -> str:
        """Write an edition, whole or not at all; returns its id. It is not published yet."""
        edition_id = _new_id()
        with self._fresh(edition_id) as folder:
            folder.mkdir(parents=True)
            write_content(folder, content)
            write_manifest(folder, edition_id, content.encoder.identity, about)
        return edition_id

    def copy(self, edition_id: str, about: About) -> str:
        """Write an edition that is the same as `edition_id`, under a new id; raises DamagedEdition or StaleEdition."""
        manifest, copied = verified(self._folder / edition_id), _new_id()
        with self._fresh(copied) as folder:
            shutil.copytree(self._folder / edition_id, folder, ignore=shutil.ignore_patterns("manifest.json"))
            write_manifest(folder, copied, str(manifest["encoder"]), about)
        return copied

    def remove(self, edition_id: str) -> None:
        """Remove an edition that is not live."""
        if edition_id != self.live_id:
            shutil.rmtree(self._folder / edition_id)
            self.beside(edition_id, "golden.json").unlink(missing_ok=True)

    def beside(self, edition_id: str, name: str) -> Path:
        """Return where something that is remembered of an edition, and is no part of it, lies."""
        return self._folder / f"{edition_id}.{name}"

    def sheets(self, edition_id: str) -> dict[str, str]:
        """Return the texts of the edition's sheets by id; empty when it has none or is gone."""
        return read_sheets_of(self._folder / edition_id)

    def manifest(self, edition_id: str) -> tuple[dict[str, Any], str]:
        """Return the manifest and its digest, the files not looked at; raises DamagedEdition."""
        return read_manifest(self._folder / edition_id)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder for one publisher; raises KnowledgeBusy when another process is publishing."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise KnowledgeBusy("另一个人正在发布知识库,请过一分钟再试") from error
            for left in self._folder.glob(".*.new"):  # of a publish that was killed
                shutil.rmtree(left, ignore_errors=True)
            yield

    def publish(self, edition_id: str) -> None:
        """Make `edition_id` the live edition in one step; raises DamagedEdition when it is not whole."""
        verified(self._folder / edition_id)
        fresh = self._pointer.with_suffix(".new")
        fresh.write_text(edition_id, encoding="ascii")
        os.replace(fresh, self._pointer)

    def load(self, edition_id: str, encoders: Callable[[str], Encoder]) -> Edition:
        """Read one edition whole; raises DamagedEdition, or StaleEdition when `encoders` lacks its encoder."""
        folder = self._folder / edition_id
        encoder = encoders(str(verified(folder)["encoder"]))
        return Edition(edition_id, read_index(folder), read_ranker(folder), encoder)

    def history(self) -> Sequence[str]:
        """Return the ids of all whole editions, oldest first, also of those that were never published."""
        return sorted(path.parent.name for path in self._folder.glob("[0-9]*/manifest.json"))

    @contextmanager
    def _fresh(self, edition_id: str) -> Iterator[Path]:
        """Give a folder to write to, that becomes the edition's when all went well."""
        folder = self._folder / f".{edition_id}.new"
        try:
            yield folder
            folder.rename(self._folder / edition_id)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


def _new_id() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S") + "-" + secrets.token_hex(3)
