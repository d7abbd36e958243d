"""Reads a document in a process of its own, so that a hostile file can harm nothing else."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from knowledge.importing.document import Block, Limits, from_rows
from knowledge.importing.errors import ImportRefused
from language.texts import Texts

TEXTS_FILE = Path(__file__).parent / "texts.toml"
_ROOT = Path(__file__).parents[2]


def read_document(path: Path, limits: Limits | None = None) -> tuple[Block, ...]:
    """Return the blocks of a docx, xlsx, pdf, html or txt file; raises ImportRefused, which says what to do."""
    limits = limits or Limits()
    try:
        if path.stat().st_size > limits.file_bytes:
            raise _refused("too_big")
        told = json.loads(_worker(path, limits))
        if "refused" in told:
            raise _refused(str(told["refused"]))
        return from_rows(told["blocks"])
    except subprocess.TimeoutExpired as error:
        raise _refused("too_slow") from error
    except OSError as error:
        raise _refused("missing") from error
    except (ValueError, KeyError, TypeError) as error:
        raise _refused("crashed") from error


def _worker(path: Path, limits: Limits) -> str:
    command = [sys.executable, "-m", "knowledge.importing.worker", str(path.resolve()), json.dumps(asdict(limits))]
    # Nothing of this process's settings (keys, tokens) is for the reader of a stranger's file.
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_ROOT), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(  # noqa: S603  the command is ours; the path is an argument, never a shell's
        command, cwd=_ROOT, env=environment, capture_output=True, text=True, timeout=limits.seconds * 2, check=False
    )
    return done.stdout


def _refused(why: str) -> ImportRefused:
    return ImportRefused(why, Texts.load(TEXTS_FILE)(f"refused.{why}"))
