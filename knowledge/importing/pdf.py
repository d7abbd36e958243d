"""pdf with text in it: headings by the size of their letters, tables by their columns."""

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from knowledge.importing.document import Block, BlockKind, Limits
from knowledge.importing.errors import ImportRefused

_LEAST = 20  # characters; a scan may carry a stray page number
_LARGER = 1.15
_LONGEST_HEADING = 60
_SAME_LINE, _COLUMN_GAP = 0.5, 1.2  # of a letter's size
_WIDE = 0x2E80  # from here on characters are as wide as high


class _Piece(NamedTuple):
    left: float
    height: float
    size: float
    text: str


class _Line(NamedTuple):
    columns: tuple[str, ...]
    size: float


def pdf_blocks(content: bytes, limits: Limits) -> Iterator[Block]:
    """Yield the blocks of a pdf page by page; raises ImportRefused."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ImportRefused("password")
        if len(reader.pages) > limits.pages:
            raise ImportRefused("too_long")
        pages = [_page(page) for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError) as error:
        raise ImportRefused("damaged") from error
    if sum(len(column) for lines in pages for line in lines for column in line.columns) < _LEAST:
        raise ImportRefused("scanned")
    body = _body_size(line for lines in pages for line in lines)
    for number, lines in enumerate(pages, start=1):
        yield from _blocks(lines, body, f"第{number}页")


def _page(page: Any) -> list[_Line]:
    """Return the lines of a page from top to bottom, each cut into its columns."""
    pieces: list[_Piece] = []

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], _font: object, size: float) -> None:
        if text.strip():
            left, height = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            pieces.append(_Piece(left, height, abs(size * tm[3] * cm[3]), text.strip()))

    page.extract_text(visitor_text=visit)
    lines: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda one: -one.height):
        if lines and lines[-1][0].height - piece.height < _SAME_LINE * max(piece.size, 1):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [_line(sorted(line, key=lambda one: one.left)) for line in lines]


def _line(pieces: Sequence[_Piece]) -> _Line:
    columns, right = [""], pieces[0].left
    for piece in pieces:
        if piece.left - right > _COLUMN_GAP * piece.size:
            columns.append("")
        columns[-1] += piece.text
        right = piece.left + piece.size * sum(1.0 if ord(char) > _WIDE else 0.5 for char in piece.text)
    return _Line(tuple(columns), max(piece.size for piece in pieces))


def _body_size(lines: Iterable[_Line]) -> float:
    counted: Counter[float] = Counter()
    for line in lines:
        counted[round(line.size, 1)] += sum(map(len, line.columns))
    return counted.most_common(1)[0][0]


def _blocks(lines: Sequence[_Line], body: float, anchor: str) -> Iterator[Block]:
    for is_row, group in groupby(lines, key=lambda line: len(line.columns) > 1):
        if is_row:
            yield Block(BlockKind.TABLE, anchor, rows=tuple(line.columns for line in group))
            continue
        for line in group:
            (text,) = line.columns
            if line.size > body * _LARGER and len(text) <= _LONGEST_HEADING:
                yield Block(BlockKind.HEADING, anchor, text, 1)
            else:
                yield Block(BlockKind.PARAGRAPH, anchor, text)
