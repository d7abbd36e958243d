"""The process that reads one document under limits and prints its blocks, or why it was refused, as JSON."""

import json
import logging
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from knowledge.importing.document import Block, Limits, as_rows
from knowledge.importing.errors import ImportRefused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
_PAGES = (b"<!doctype html", b"<html")
Reader = Callable[[bytes, Limits], Iterator[Block]]


def read(content: bytes, name: str, limits: Limits) -> list[Block]:
    """Return the blocks of a document, known by its content more than by its name; raises ImportRefused."""
    if not content.strip():
        raise ImportRefused("empty")
    blocks, characters = [], 0
    for block in _reader(content, name, limits)(content, limits):
        characters += len(block.text) + sum(len(cell) for row in block.rows for cell in row)
        if characters > limits.characters:
            raise ImportRefused("too_long")
        blocks.append(block)
    if not characters:
        raise ImportRefused("no_text")
    return blocks


def _reader(content: bytes, name: str, limits: Limits) -> Reader:
    # Each format's library is loaded only for that format: less to attack, less to wait for.
    if content.startswith(_OLE):
        raise ImportRefused("password" if _ENCRYPTED_PART in content else "old_format")
    if content.startswith(b"PK"):
        from knowledge.importing.archive import office_kind

        kind = office_kind(content, limits)
        from knowledge.importing.office import docx_blocks, xlsx_blocks

        return docx_blocks if kind == "docx" else xlsx_blocks
    if b"%PDF-" in content[:1024]:
        from knowledge.importing.pdf import pdf_blocks

        return pdf_blocks
    from knowledge.importing.plain_files import html_blocks, txt_blocks

    suffix = Path(name).suffix.lower()
    if suffix in (".html", ".htm") or content.lstrip()[:200].lower().startswith(_PAGES):
        return html_blocks
    if suffix in (".docx", ".xlsx", ".pdf"):
        raise ImportRefused("damaged")
    if suffix in (".txt", ".md", ".csv", ""):
        return txt_blocks
    raise ImportRefused("unknown")


def main() -> None:
    """Read the file named by the first argument under the limits of the second; print one JSON object."""
    limits = Limits(**json.loads(sys.argv[2]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    logging.disable()
    try:
        path = Path(sys.argv[1])
        told: dict[str, object] = {"blocks": as_rows(read(path.read_bytes(), path.name, limits))}
    except ImportRefused as refused:
        told = {"refused": refused.why}
    except MemoryError:
        told = {"refused": "bomb"}
    except Exception:  # noqa: BLE001  a hostile file may raise anything from any library; the reader says it in words
        told = {"refused": "damaged"}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
