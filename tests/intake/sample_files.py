"""Small files of the kinds that may be attached."""

import io
import zipfile


def packed(*names: str) -> bytes:
    """Return a zip of parts with these names."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as folder:
        for name in names:
            folder.writestr(name, "<x/>")
    return written.getvalue()


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 40 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
PDF = b"%PDF-1.4\n" + b"1 0 obj <<>> endobj\n" * 3 + b"%%EOF\n"
DOCX = packed("[Content_Types].xml", "word/document.xml", "_rels/.rels")
