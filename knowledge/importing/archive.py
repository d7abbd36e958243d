"""What is looked at in a zipped office file before any library opens it."""

import io
import zipfile

from knowledge.importing.document import Limits
from knowledge.importing.errors import ImportRefused

_RATIO, _SMALL = 200, 1_000_000
_MARKUP = (".xml", ".rels")
_ENCRYPTED = 0x1


def office_kind(content: bytes, limits: Limits) -> str:
    """Return docx or xlsx for a zipped file that may be opened; raises ImportRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(archive, limits)
            _check_markup(archive)
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise ImportRefused("damaged") from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ImportRefused("macros")
    for kind, part in (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")):
        if part in names:
            return kind
    raise ImportRefused("unknown" if "[Content_Types].xml" not in names else "damaged")


def _check_sizes(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    if len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise ImportRefused("bomb")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise ImportRefused("password")
        if entry.filename.startswith(("/", "\\")) or ".." in entry.filename.replace("\\", "/").split("/"):
            raise ImportRefused("names")
        if entry.file_size > _SMALL and entry.file_size > _RATIO * max(entry.compress_size, 1):
            raise ImportRefused("bomb")


def _check_markup(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        if name.endswith(_MARKUP):
            markup = archive.read(name)
            if b"<!DOCTYPE" in markup or b"<!ENTITY" in markup:  # no office program writes one
                raise ImportRefused("entities")
