"""An edition: one built, complete, unchanging state of the knowledge base on disk."""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import bm25s
import faiss
import numpy as np

from knowledge.encoder import Encoder
from knowledge.errors import DamagedEdition, KnowledgeBusy, NoEdition, StaleEdition
from knowledge.index import Index, Keywords, Rows, Vectored
from knowledge.passages import Passage
from knowledge.ranker import Ranker
from knowledge.subjects import Subjects

FORMAT = 3
_LIBRARIES = ("bm25s", "faiss-cpu", "sentence-transformers")
_REBUILD = "请重新运行:python -m knowledge build"


@dataclass(frozen=True)
class Edition:
    """A loaded edition: its id, and the index, ranker and encoder that belong together."""

    id: str
    index: Index
    ranker: Ranker
    encoder: Encoder


@dataclass(frozen=True, slots=True)
class About:
    """Who made an edition and why; `own` are the sheets that are not the project's, `override` why the gate was passed.

    `action` is build, publish or rollback; `previous` (id, digest of its manifest) chains the published editions.
    """

    author: str
    reason: str
    action: str = "publish"
    own: tuple[str, ...] = ()
    override: str = ""
    previous: tuple[str, str] = ("", "")
    of: str = ""


@dataclass(frozen=True)
class Content:
    """What an edition is written from: what answers, and the texts of its sheets by id."""

    index: Index
    ranker: Ranker
    encoder: Encoder
    sheets: Mapping[str, str]


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
        """Write an edition to a temporary folder, then rename it; returns its id. It is not published yet."""
        edition_id = _new_id()
        fresh = self._folder / f".{edition_id}.new"
        fresh.mkdir(parents=True)
        try:
            _write_parts(fresh, content)
            _write_manifest(fresh, edition_id, content.encoder.identity, about)
            fresh.rename(self._folder / edition_id)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        return edition_id

    def copy(self, edition_id: str, about: About) -> str:
        """Write an edition that is the same as `edition_id`, under a new id; raises DamagedEdition or StaleEdition."""
        manifest = self.verify(edition_id)
        copied = _new_id()
        fresh = self._folder / f".{copied}.new"
        try:
            shutil.copytree(self._folder / edition_id, fresh, ignore=shutil.ignore_patterns("manifest.json"))
            _write_manifest(fresh, copied, str(manifest["encoder"]), about)
            fresh.rename(self._folder / copied)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        return copied

    def remove(self, edition_id: str) -> None:
        """Remove an edition that is not live."""
        if edition_id != self.live_id:
            shutil.rmtree(self._folder / edition_id)

    def sheets(self, edition_id: str) -> dict[str, str]:
        """Return the texts of the edition's sheets by id; empty when it has none or is gone."""
        files = sorted((self._folder / edition_id / "sheets").glob("*.md"))
        return {file.stem: file.read_text(encoding="utf-8") for file in files}

    def manifest(self, edition_id: str) -> tuple[dict[str, Any], str]:
        """Return the manifest and its digest, unchecked but for being readable; raises DamagedEdition."""
        try:
            raw = (self._folder / edition_id / "manifest.json").read_bytes()
            return dict(json.loads(raw)), hashlib.sha256(raw).hexdigest()
        except (OSError, ValueError) as error:
            raise DamagedEdition(f"知识库版本 {edition_id} 的清单读不出来,{_REBUILD}") from error

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
        self.verify(edition_id)
        fresh = self._pointer.with_suffix(".new")
        fresh.write_text(edition_id, encoding="ascii")
        os.replace(fresh, self._pointer)

    def verify(self, edition_id: str) -> dict[str, object]:
        """Return the manifest after holding every file against it; raises DamagedEdition or StaleEdition."""
        folder = self._folder / edition_id
        try:
            manifest: dict[str, object] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            files = manifest["files"]
            assert isinstance(files, dict)
        except (OSError, ValueError, KeyError, AssertionError) as error:
            raise DamagedEdition(f"知识库版本 {edition_id} 的清单读不出来,{_REBUILD}") from error
        if manifest.get("format") != FORMAT or manifest.get("libraries") != _libraries():
            raise StaleEdition(f"知识库版本 {edition_id} 是另一个程序版本建的,{_REBUILD}")
        for name, digest in files.items():
            if not (folder / name).is_file() or _digest(folder / name) != digest:
                raise DamagedEdition(f"知识库版本 {edition_id} 的文件 {name} 缺失或损坏,{_REBUILD}")
        return manifest

    def load(self, edition_id: str, encoders: Callable[[str], Encoder]) -> Edition:
        """Read one edition whole; raises DamagedEdition, or StaleEdition when `encoders` lacks its encoder."""
        manifest = self.verify(edition_id)
        encoder = encoders(str(manifest["encoder"]))
        folder = self._folder / edition_id
        with (folder / "passages.jsonl").open(encoding="utf-8") as file:
            passages = [Passage.from_row(json.loads(line)) for line in file]
        rows = np.load(folder / "rows.npz")
        index = Index(
            passages,
            (Keywords(bm25s.BM25.load(folder / "words")), Keywords(bm25s.BM25.load(folder / "pairs"))),
            Vectored(faiss.read_index(str(folder / "dense.faiss")), Rows(rows["owner"], rows["is_question"], rows["digest"])),
            Subjects.load(folder / "subjects"),
        )
        return Edition(edition_id, index, Ranker.load(folder / "ranker.json"), encoder)

    def history(self) -> Sequence[str]:
        """Return the ids of all whole editions, oldest first; one that was written and never published is among them."""
        return sorted(path.parent.name for path in self._folder.glob("[0-9]*/manifest.json"))


def _new_id() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S") + "-" + secrets.token_hex(3)


def _write_parts(folder: Path, content: Content) -> None:
    index = content.index
    with (folder / "passages.jsonl").open("w", encoding="utf-8") as file:
        for passage in index.passages:
            file.write(json.dumps(passage.as_row(), ensure_ascii=False) + "\n")
    index.words.bm25.save(folder / "words", show_progress=False)
    index.pairs.bm25.save(folder / "pairs", show_progress=False)
    faiss.write_index(index.dense, str(folder / "dense.faiss"))
    rows = index.rows
    np.savez(folder / "rows.npz", owner=rows.owner, is_question=rows.is_question, digest=rows.digest)
    index.subjects.save(folder / "subjects")
    content.ranker.save(folder / "ranker.json")
    (folder / "sheets").mkdir()
    for sheet, text in content.sheets.items():
        (folder / "sheets" / f"{sheet}.md").write_text(text, encoding="utf-8")


def _write_manifest(folder: Path, edition_id: str, encoder: str, about: About) -> None:
    files = {path.relative_to(folder).as_posix(): _digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    manifest = {
        "format": FORMAT,
        "id": edition_id,
        "encoder": encoder,
        "published": datetime.now(UTC).isoformat(timespec="seconds"),
        "about": asdict(about),
        "libraries": _libraries(),
        "files": files,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")


def _libraries() -> dict[str, str]:
    return {name: version(name) for name in _LIBRARIES}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
