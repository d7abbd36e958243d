"""Where the field keys come from."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from intake.errors import KeyProblem
from intake.keys import open_cipher
from intake.settings import IntakeSettings


def _settings(path: Path, keys: str = "") -> IntakeSettings:
    return IntakeSettings(field_keys=keys, field_key_file=path)


def test_a_missing_key_file_is_made_for_the_owner_only(tmp_path: Path) -> None:
    """With its folder, with mode 600, and nothing else left lying about."""
    path = tmp_path / "data" / "field.key"

    open_cipher(_settings(path))

    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_the_key_file_is_used_again(tmp_path: Path) -> None:
    """What one start wrote, the next one reads."""
    field = open_cipher(_settings(tmp_path / "field.key")).encrypt("王建国")

    assert open_cipher(_settings(tmp_path / "field.key")).decrypt(field) == "王建国"


def test_processes_that_start_together_get_one_key(tmp_path: Path) -> None:
    """Whoever makes the file first, all use the same."""
    with ThreadPoolExecutor(8) as pool:
        ciphers = list(pool.map(open_cipher, [_settings(tmp_path / "field.key")] * 8))

    assert len({cipher.digest("same") for cipher in ciphers}) == 1


def test_the_setting_wins_over_the_file(tmp_path: Path) -> None:
    """And then no file is made."""
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    field = open_cipher(_settings(tmp_path / "field.key", old)).encrypt("王建国")

    assert open_cipher(_settings(tmp_path / "field.key", f"{new}, {old}")).decrypt(field) == "王建国"
    assert not (tmp_path / "field.key").exists()


def test_a_key_file_may_hold_several_keys(tmp_path: Path) -> None:
    """One a line, the newest first."""
    keys = [Fernet.generate_key().decode() for _ in range(2)]
    (tmp_path / "field.key").write_text("\n".join(keys))
    field = open_cipher(_settings(tmp_path / "none", keys[1])).encrypt("王建国")

    assert open_cipher(_settings(tmp_path / "field.key")).decrypt(field) == "王建国"


@pytest.mark.parametrize("content", [b"", b"\n", "密钥".encode(), b"short"])
def test_a_spoilt_key_file_is_not_replaced(tmp_path: Path, content: bytes) -> None:
    """A new key would make all data unreadable: somebody has to look."""
    path = tmp_path / "field.key"
    path.write_bytes(content)

    with pytest.raises(KeyProblem):
        open_cipher(_settings(path))
    assert path.read_bytes() == content
