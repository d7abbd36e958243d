"""Files that must be refused, made anew for each test."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader, PdfWriter

FILES = Path(__file__).parent / "files"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES = "[Content_Types].xml"


@dataclass(frozen=True)
class Case:
    """A file by the name it is given, how it is made and why it is refused."""

    name: str
    why: str
    content: Callable[[], bytes]


def _zipped(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def _docx_with(changes: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(FILES / "notice.docx") as archive:
        return _zipped({name: archive.read(name) for name in archive.namelist()} | changes)


def _document(markup: str) -> bytes:
    return _docx_with({"word/document.xml": markup.encode()})


def _locked_pdf() -> bytes:
    writer, written = PdfWriter(clone_from=PdfReader(FILES / "notice.pdf")), io.BytesIO()
    writer.encrypt("geheim", algorithm="RC4-128")
    writer.write(written)
    return written.getvalue()


def _scanned_pdf() -> bytes:
    writer, written = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(written)
    return written.getvalue()


def _long_pdf() -> bytes:
    writer, written = PdfWriter(), io.BytesIO()
    for _ in range(201):
        writer.add_blank_page(10, 10)
    writer.write(written)
    return written.getvalue()


_LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'
_OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
CASES = (
    Case("locked.docx", "password", lambda: _OLE + "EncryptedPackage".encode("utf-16-le")),
    Case("old.doc", "old_format", lambda: _OLE + b"\0" * 512),
    Case("locked.pdf", "password", _locked_pdf),
    Case("macros.docx", "macros", lambda: _docx_with({"word/vbaProject.bin": b"x"})),
    Case("cut.docx", "damaged", lambda: (FILES / "notice.docx").read_bytes()[:2000]),
    Case("cut.pdf", "damaged", lambda: b"%PDF-1.7\n" + (FILES / "notice.pdf").read_bytes()[100:900]),
    Case("bomb.docx", "bomb", lambda: _docx_with({"word/media/a.bin": b"\0" * 20_000_000})),
    Case("many.xlsx", "bomb", lambda: _zipped({f"xl/{number}.xml": b"" for number in range(2_001)})),
    Case("path.docx", "names", lambda: _docx_with({"../../evil.txt": b"x"})),
    Case("laughs.docx", "entities", lambda: _document(_LAUGHS)),
    Case("outside.docx", "entities", lambda: _document(_OUTSIDE)),
    Case("broken_xml.docx", "damaged", lambda: _document("<w:document")),
    Case("zip_of_others.docx", "unknown", lambda: _zipped({"a.txt": b"a"})),
    Case("nested.html", "nested", lambda: b"<div>" * 5_000 + b"a"),
    Case("scanned.pdf", "scanned", _scanned_pdf),
    Case("long.pdf", "too_long", _long_pdf),
    Case("empty.txt", "empty", lambda: b" \n"),
    Case("picture.docx", "damaged", lambda: b"\x89PNG\r\n\x1a\n" + b"\1" * 100),
    Case("program.txt", "unknown", lambda: b"\x7fELF\0\0\1\2" * 50),
    Case("picture.jpg", "unknown", lambda: b"\xff\xd8\xff\xe0abc" * 20),
    Case("huge.txt", "too_big", lambda: b"a" * 10_000_001),
    Case("long.txt", "too_long", lambda: "字".encode() * 1_100_000),
)
