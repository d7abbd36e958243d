"""The field keys: from the setting, else from a file that is made when missing."""

import os
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet

from intake.cipher import FieldCipher
from intake.errors import KeyProblem
from intake.settings import IntakeSettings


def open_cipher(settings: IntakeSettings) -> FieldCipher:
    """Return the cipher with the office's keys, making the key file when there is none; raises KeyProblem."""
    keys = _split(settings.field_keys)
    return FieldCipher(keys or _keys_of_file(settings.field_key_file))


def add_key(settings: IntakeSettings) -> None:
    """Put a new key in front of the key file's, which stay; raises KeyProblem, also when FIELD_KEYS holds the keys."""
    if _split(settings.field_keys):
        raise KeyProblem("the keys stand in FIELD_KEYS: put a new one in front of them there")
    path = settings.field_key_file
    keys = _keys_of_file(path)
    try:
        written = _write(path, [Fernet.generate_key().decode(), *keys])
        os.replace(written, path)
    except OSError as error:
        raise KeyProblem(f"the key file {path} cannot be written") from error


def _keys_of_file(path: Path) -> list[str]:
    try:
        if not path.exists():
            _make(path)
        keys = _split(path.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError) as error:
        raise KeyProblem(f"the key file {path} cannot be made or read") from error
    if not keys:
        raise KeyProblem(f"the key file {path} is empty")
    return keys


def _make(path: Path) -> None:
    # Several processes may start at once: the file appears complete, and the first one wins.
    path.parent.mkdir(parents=True, exist_ok=True)
    name = _write(path, [Fernet.generate_key().decode()])
    try:
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(name)


def _write(path: Path, keys: list[str]) -> str:
    """Write `keys` beside `path`, for this user only, and return the new file's name."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 600
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("".join(f"{key}\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
    return name


def _split(text: str) -> list[str]:
    return [key for key in text.replace(",", "\n").split() if key]
