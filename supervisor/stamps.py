"""What was built from which files, so that only what changed is built again."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(paths: Iterable[Path]) -> str:
    """Return a digest of the names and contents of all files in `paths` (folders are walked)."""
    digest = hashlib.sha256()
    for file in sorted({file for path in paths for file in _files(path)}):
        digest.update(file.as_posix().encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(path: Path) -> Iterable[Path]:
    if path.is_file():
        return [path]
    return (file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)


class Stamp:
    """Remembers in a file which fingerprint something was last built from."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def matches(self, value: str) -> bool:
        """Tell whether the last build was of `value`."""
        return self._file.is_file() and self._file.read_text(encoding="ascii") == value

    def set(self, value: str) -> None:
        """Remember `value` as built."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(value, encoding="ascii")
