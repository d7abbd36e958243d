"""The key that signs sessions, from a file that is made when missing."""

import os
import secrets
import tempfile
from pathlib import Path

from console.errors import SecretProblem

_SHORTEST = 32  # characters


def open_secret(path: Path) -> str:
    """Return the key in `path`, making the file with mode 600 when there is none; raises SecretProblem."""
    try:
        if not path.exists():
            _make(path)
        secret = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SecretProblem(f"the key file {path} cannot be made or read") from error
    if len(secret) < _SHORTEST:
        raise SecretProblem(f"the key in {path} is shorter than {_SHORTEST} characters")
    return secret


def _make(path: Path) -> None:
    # Two processes may start at once: the file appears complete, and the first one wins.
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(name)
