"""The manifest of an edition: who made it and why, and the digest of every file."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from knowledge.errors import DamagedEdition, StaleEdition

FORMAT = 3
_FILE = "manifest.json"
_LIBRARIES = ("bm25s", "faiss-cpu", "sentence-transformers")
_REBUILD = "请重新运行:python -m knowledge build"


@dataclass(frozen=True, slots=True)
class About:
    """Who made an edition and why; `own` are the sheets that are not the project's, `override` why the gate was passed.

    `action` is build, publish or rollback; `previous` (id, digest of its manifest) chains the published editions;
    `job` is the publishing job that made it, if one did.
    """

    author: str
    reason: str
    action: str = "publish"
    own: tuple[str, ...] = ()
    override: str = ""
    previous: tuple[str, str] = ("", "")
    of: str = ""
    job: str = ""


def write_manifest(folder: Path, edition_id: str, encoder: str, about: About) -> None:
    """Write the manifest over all files that lie in `folder`."""
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
    (folder / _FILE).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")


def read_manifest(folder: Path) -> tuple[dict[str, Any], str]:
    """Return the manifest and its digest, the files not looked at; raises DamagedEdition."""
    try:
        raw = (folder / _FILE).read_bytes()
        manifest = dict(json.loads(raw))
    except (OSError, ValueError, TypeError) as error:
        raise DamagedEdition(f"知识库版本 {folder.name} 的清单读不出来,{_REBUILD}") from error
    return manifest, hashlib.sha256(raw).hexdigest()


def verified(folder: Path) -> dict[str, Any]:
    """Return the manifest after holding every file against it; raises DamagedEdition or StaleEdition."""
    manifest, _ = read_manifest(folder)
    if manifest.get("format") != FORMAT or manifest.get("libraries") != _libraries():
        raise StaleEdition(f"知识库版本 {folder.name} 是另一个程序版本建的,{_REBUILD}")
    files = manifest.get("files")
    if not isinstance(files, Mapping):
        raise DamagedEdition(f"知识库版本 {folder.name} 的清单读不出来,{_REBUILD}")
    for name, digest in files.items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            raise DamagedEdition(f"知识库版本 {folder.name} 的文件 {name} 缺失或损坏,{_REBUILD}")
    return manifest


def _libraries() -> dict[str, str]:
    return {name: version(name) for name in _LIBRARIES}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
