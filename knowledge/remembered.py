"""What the live edition said to the golden questions, kept beside it, so that a gate asks the draft alone."""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from knowledge.answers import TEXTS_FILE
from knowledge.gate import Reply
from knowledge.questions import Asked
from knowledge.thresholds import THRESHOLDS_FILE


def remembered(path: Path, key: str, ask: Callable[[], tuple[Reply, ...]]) -> tuple[Reply, ...]:
    """Return the replies kept in `path` under `key`; what is not there, or of another key, is asked and kept."""
    kept = _read(path, key)
    if kept is None:
        kept = ask()
        fresh = path.with_name(f".{path.name}.fresh")
        rows = [asdict(reply) for reply in kept]
        fresh.write_text(json.dumps({"key": key, "replies": rows}, ensure_ascii=False), encoding="utf-8")
        os.replace(fresh, path)
    return kept


def key_of(edition: str, golden: Sequence[Asked], day: date) -> str:
    """Return what replies depend on: the edition, the questions, the limits and wording of answers, and the day."""
    digest = hashlib.sha256(f"{edition} {day.isoformat()}\n".encode())
    for asked in golden:
        told = [asked.text, sorted(asked.expect), list(asked.must)]
        digest.update(json.dumps(told, ensure_ascii=False).encode())
    for file in (THRESHOLDS_FILE, TEXTS_FILE):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _read(path: Path, key: str) -> tuple[Reply, ...] | None:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["key"] != key:
            return None
        return tuple(Reply(str(row["text"]), bool(row["right"])) for row in told["replies"])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # it is only remembered: asking again gives the same
