"""docx and xlsx, after `archive` let them pass."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook

from knowledge.importing.document import Block, BlockKind, Limits
from knowledge.importing.errors import ImportRefused

_HEADING = re.compile(r"(?:heading|标题)\s*(\d)?", re.IGNORECASE)


def docx_blocks(content: bytes, limits: Limits) -> Iterator[Block]:
    """Yield the blocks of a docx; tables as they stand, merged cells once each row."""
    cells = 0
    for number, part in enumerate(docx.Document(io.BytesIO(content)).iter_inner_content(), start=1):
        anchor = f"第{number}段"
        if isinstance(part, Table):
            rows = tuple(_row(part, at) for at in range(len(part.rows)))
            cells += sum(map(len, rows))
            if cells > limits.cells:
                raise ImportRefused("too_long")
            yield Block(BlockKind.TABLE, anchor, rows=rows)
        elif part.text.strip():
            level = _level(part)
            kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
            yield Block(kind, anchor, part.text.strip(), level)


def xlsx_blocks(content: bytes, limits: Limits) -> Iterator[Block]:
    """Yield a heading and a table for each visible sheet; values as they were last calculated."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    cells = 0
    for sheet in book.worksheets:
        rows: list[tuple[str, ...]] = []
        if sheet.sheet_state != "visible":
            continue
        for values in sheet.iter_rows(values_only=True):
            cells += len(values)
            if cells > limits.cells:
                raise ImportRefused("too_long")
            row = tuple(_cell(value) for value in values)
            if any(row):
                rows.append(row)
        if rows:
            yield Block(BlockKind.HEADING, f"表“{sheet.title}”", sheet.title, 1)
            yield Block(BlockKind.TABLE, f"表“{sheet.title}”", rows=tuple(rows))


def _level(paragraph: Paragraph) -> int:
    style = paragraph.style.name if paragraph.style else ""
    if style in ("Title", "标题"):
        return 1
    match = _HEADING.match(style or "")
    return int(match[1] or 1) if match else 0


def _row(table: Table, at: int) -> tuple[str, ...]:
    found: list[str] = []
    last = None
    for cell in table.rows[at].cells:
        if cell._tc is not last:  # a merged cell is given once for each column it covers
            found.append(cell.text.strip())
        last = cell._tc
    return tuple(found)


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).strip()
