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
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(Fernet.generate_key().decode() + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(name)


def _split(text: str) -> list[str]:
    return [key for key in text.replace(",", "\n").split() if key]
