"""Files are known by what is in them."""

import io
import zipfile

import pytest

from intake.files import FileKind, kind_of
from tests.intake.sample_files import DOCX, JPEG, PDF, PNG, packed


@pytest.mark.parametrize(
    ("content", "kind"),
    [(JPEG, FileKind.JPEG), (PNG, FileKind.PNG), (PDF, FileKind.PDF), (DOCX, FileKind.DOCX)],
)
def test_what_is_taken(content: bytes, kind: FileKind) -> None:
    """Photos, PDF and Word, also with something behind the end as cameras and scanners write it."""
    assert kind_of(content) is kind
    if kind is not FileKind.DOCX:
        assert kind_of(content + b"\n" * 100) is kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"MZ\x90\x00",
        b"GIF89a",
        JPEG[:-2],
        PNG[:-8],
        PDF[:-6],
        DOCX[:-30],
        b"<html>" + PDF,
        packed("xl/workbook.xml"),
        packed("word/document.xml"),
        packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        packed("[Content_Types].xml", "word/document.xml", "run.exe"),
    ],
)
def test_what_is_not(content: bytes) -> None:
    """Other kinds, files cut off, other things in a zip, documents with macros; and nothing breaks on any of them."""
    assert kind_of(content) is None


def test_a_small_file_that_unpacks_to_a_huge_one_is_not_taken() -> None:
    """Nothing is unpacked to find out."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("[Content_Types].xml", "x")
        with folder.open("word/document.xml", "w") as part:
            for _ in range(110):
                part.write(b"0" * 1_000_000)

    assert len(written.getvalue()) < 1_000_000
    assert kind_of(written.getvalue()) is None
