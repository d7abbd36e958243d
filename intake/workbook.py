"""xlsx workbooks: reading the rows of an import, and the empty table to fill in."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from intake.domain import RiskKind, Urgency
from intake.errors import BadWorkbook
from intake.importing import REQUIRED, Cell, ImportColumn, ImportKind, Row
from intake.wording import Wording

# SyntaxError is what XML parsers raise; the others come from parts of a workbook that are missing or of another shape.
_UNREADABLE = (
    zipfile.BadZipFile,
    InvalidFileException,
    SyntaxError,
    KeyError,
    ValueError,
    IndexError,
    TypeError,
    AttributeError,
    OSError,
)
_MOST_ROWS = 5000
_MOST_BYTES = 50_000_000  # unpacked: a small file may hold a very large table


def read_rows(content: bytes, kind: ImportKind, wording: Wording) -> tuple[Row, ...]:
    """Return the rows of the first sheet that are not empty; raises BadWorkbook, which says what to do."""
    with _readable(content, wording):
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            table = book.worksheets[0].iter_rows(values_only=True)
            columns = _columns(next(table, ()), kind, wording)
            rows: list[Row] = []
            for number, cells in enumerate(table, start=2):
                found = {column: cells[at] for column, at in columns.items() if at < len(cells)}
                if any(cell not in (None, "") for cell in found.values()):
                    rows.append(Row(number, found))
                if len(rows) > _MOST_ROWS:
                    raise BadWorkbook(wording.texts("import.too_many", most=_MOST_ROWS))
        finally:
            book.close()
    return tuple(rows)


def template(kind: ImportKind, wording: Wording) -> bytes:
    """Return an empty table with the headings, and the words that may stand in its lists on a second sheet."""
    book = Workbook()
    table, words = book.active, book.create_sheet(wording.texts("import.words"))
    table.append([wording.label(column) for column in _columns_of(kind)])
    words.append([wording.label(ImportColumn.KINDS), wording.label(ImportColumn.URGENCY)])
    urgencies = [wording.label(urgency) for urgency in Urgency]
    for at, risk in enumerate(RiskKind):
        words.append([wording.label(risk), urgencies[at] if at < len(urgencies) else None])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _columns_of(kind: ImportKind) -> list[ImportColumn]:
    return [column for column in ImportColumn if column is not ImportColumn.DEPARTMENT or kind is ImportKind.ALERTS]


def _columns(headings: tuple[Cell, ...], kind: ImportKind, wording: Wording) -> dict[ImportColumn, int]:
    """Return where each column stands; headings that are none of ours are passed over."""
    by_label = {wording.label(column): column for column in _columns_of(kind)}
    found = {by_label[label]: at for at, cell in enumerate(headings) if (label := str(cell or "").strip()) in by_label}
    missing = [wording.label(column) for column in REQUIRED[kind] if column not in found]
    if missing:
        raise BadWorkbook(wording.texts("import.no_heading", headings="、".join(missing)))
    return found


@contextmanager
def _readable(content: bytes, wording: Wording) -> Iterator[None]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _MOST_BYTES:
                raise BadWorkbook(wording.texts("import.too_large"))
        yield
    except _UNREADABLE as error:
        raise BadWorkbook(wording.texts("import.no_workbook")) from error
