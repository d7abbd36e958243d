"""The key file of the sessions."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from console.errors import SecretProblem
from console.secret import open_secret


def test_a_missing_key_is_made_for_its_owner_only(tmp_path: Path) -> None:
    """The file, its folder too, is made with mode 600, and read again at the next start."""
    path = tmp_path / "data" / "console.key"

    first = open_secret(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert len(first) >= 64
    assert open_secret(path) == first
    assert [file.name for file in path.parent.iterdir()] == ["console.key"]


def test_processes_starting_at_once_agree(tmp_path: Path) -> None:
    """However many make the file at the same moment, all have the same key."""
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: open_secret(tmp_path / "console.key"), range(16)))

    assert len(keys) == 1


@pytest.mark.parametrize("content", [b"", b"brief", "钥匙".encode() * 20])
def test_a_useless_key_is_refused_without_showing_it(tmp_path: Path, content: bytes) -> None:
    """Too short or not text: the error names the file and not what stands in it."""
    path = tmp_path / "console.key"
    path.write_bytes(content)

    with pytest.raises(SecretProblem, match=r"console\.key") as problem:
        open_secret(path)

    assert not content or content.decode() not in str(problem.value)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file where the folder should be cannot hold a key."""
    (tmp_path / "data").write_text("in the way")

    with pytest.raises(SecretProblem, match="cannot be made or read"):
        open_secret(tmp_path / "data" / "console.key")
