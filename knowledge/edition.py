"""An edition: one built, complete, unchanging state of the knowledge base on disk."""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import bm25s
import faiss
import numpy as np

from knowledge.encoder import Encoder
from knowledge.errors import DamagedEdition, NoEdition, StaleEdition
from knowledge.index import Index, Keywords, Rows, Vectored
from knowledge.passages import Passage
from knowledge.ranker import Ranker
from knowledge.subjects import Subjects

FORMAT = 2
_LIBRARIES = ("bm25s", "faiss-cpu", "sentence-transformers")
_REBUILD = "请重新运行:python -m knowledge build"


@dataclass(frozen=True)
class Edition:
    """A loaded edition: its id, the index and the ranker that belong together."""

    id: str
    index: Index
    ranker: Ranker
    encoder_identity: str


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

    def write(self, index: Index, ranker: Ranker, encoder: Encoder) -> str:
        """Write an edition to a temporary folder, then rename it; returns its id. It is not published yet."""
        edition_id = datetime.now(UTC).strftime("%Y%m%dT%H%M%S") + "-" + secrets.token_hex(3)
        fresh = self._folder / f".{edition_id}.new"
        fresh.mkdir(parents=True)
        try:
            _write_parts(fresh, index, ranker)
            _write_manifest(fresh, edition_id, encoder.identity, len(index.passages))
            fresh.rename(self._folder / edition_id)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        return edition_id

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

    def load(self, edition_id: str, encoder: Encoder) -> Edition:
        """Read one edition whole; raises DamagedEdition, or StaleEdition when `encoder` did not make its vectors."""
        manifest = self.verify(edition_id)
        if manifest["encoder"] != encoder.identity:
            raise StaleEdition(f"知识库版本 {edition_id} 用的是另一个编码器,{_REBUILD}")
        folder = self._folder / edition_id
        with (folder / "passages.jsonl").open(encoding="utf-8") as file:
            passages = [Passage.from_row(json.loads(line)) for line in file]
        rows = np.load(folder / "rows.npz")
        index = Index(
            passages,
            (Keywords(bm25s.BM25.load(folder / "words")), Keywords(bm25s.BM25.load(folder / "pairs"))),
            Vectored(faiss.read_index(str(folder / "dense.faiss")), Rows(rows["owner"], rows["is_question"])),
            Subjects.load(folder / "subjects"),
        )
        return Edition(edition_id, index, Ranker.load(folder / "ranker.json"), encoder.identity)

    def history(self) -> Sequence[str]:
        """Return the ids of all whole editions, oldest first."""
        return sorted(path.parent.name for path in self._folder.glob("[0-9]*/manifest.json"))


def _write_parts(folder: Path, index: Index, ranker: Ranker) -> None:
    with (folder / "passages.jsonl").open("w", encoding="utf-8") as file:
        for passage in index.passages:
            file.write(json.dumps(passage.as_row(), ensure_ascii=False) + "\n")
    index.words.bm25.save(folder / "words", show_progress=False)
    index.pairs.bm25.save(folder / "pairs", show_progress=False)
    faiss.write_index(index.dense, str(folder / "dense.faiss"))
    np.savez(folder / "rows.npz", owner=index.rows.owner, is_question=index.rows.is_question)
    index.subjects.save(folder / "subjects")
    ranker.save(folder / "ranker.json")


def _write_manifest(folder: Path, edition_id: str, encoder: str, passages: int) -> None:
    files = {path.relative_to(folder).as_posix(): _digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    manifest = {
        "format": FORMAT,
        "id": edition_id,
        "encoder": encoder,
        "passages": passages,
        "libraries": _libraries(),
        "files": files,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")


def _libraries() -> dict[str, str]:
    return {name: version(name) for name in _LIBRARIES}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
