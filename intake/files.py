"""Which files may be attached to a case, told by what is in them, never by their names."""

import io
import zipfile
from enum import StrEnum

_BEGINNINGS = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png", b"%PDF-": "pdf"}
_ENDINGS = {"jpeg": b"\xff\xd9", "png": b"IEND\xaeB`\x82", "pdf": b"%%EOF"}
_LOOKED_AT = 4096  # bytes at the end: scanners and cameras add some of their own
_MOST_PARTS = 2000
_MOST_BYTES = 100_000_000  # unpacked


class FileKind(StrEnum):
    """A kind of file that is taken."""

    JPEG = "jpeg"
    PNG = "png"
    PDF = "pdf"
    DOCX = "docx"

    @property
    def ending(self) -> str:
        """Return the ending of a name of such a file."""
        return "jpg" if self is FileKind.JPEG else self.value


def kind_of(content: bytes) -> FileKind | None:
    """Return the kind of a file, None for one that is not taken, cut off, or a document with macros."""
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return FileKind(kind) if _ENDINGS[kind] in content[-_LOOKED_AT:] else None
    return FileKind.DOCX if content.startswith(b"PK\x03\x04") and _is_docx(content) else None


def _is_docx(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
                return False
            names = {part.filename.lower() for part in parts}
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return False
    macros = any(name.endswith(("vbaproject.bin", ".exe", ".dll", ".js")) for name in names)
    return {"[content_types].xml", "word/document.xml"} <= names and not macros
