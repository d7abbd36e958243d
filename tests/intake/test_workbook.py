"""xlsx workbooks."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

import pytest

from intake.errors import BadWorkbook
from intake.importing import ImportColumn, ImportKind
from intake.wording import Wording

openpyxl = pytest.importorskip("openpyxl")
from intake.workbook import read_rows, template  # noqa: E402

_DAY = datetime(2026, 11, 20)  # noqa: DTZ001 - as a sheet gives it
_VISIT = ["姓名", "地址", "困难类型", "情况说明", "日期"]
_WORDING = Wording.load()


def _book(*rows: Sequence[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_rows_are_read_with_the_numbers_the_sheet_shows() -> None:
    """Empty rows are passed over, so are columns of the office's own; their order does not matter."""
    told = ["王建国", "天星村", "大病", "住院", _DAY]
    content = _book(["备注", *_VISIT], ["甲", *told], [], ["乙", *told])
    rows = read_rows(content, ImportKind.VISITS, _WORDING)

    assert [row.number for row in rows] == [2, 4]
    assert rows[0].cells[ImportColumn.NAME] == "王建国"
    assert rows[0].cells[ImportColumn.NOTED_ON] == _DAY


@pytest.mark.parametrize("kind", ImportKind)
def test_the_template_can_be_imported(kind: ImportKind) -> None:
    """It holds every heading and no row."""
    assert read_rows(template(kind, _WORDING), kind, _WORDING) == ()


def test_missing_headings_are_named() -> None:
    """An alert without its department."""
    with pytest.raises(BadWorkbook, match="预警部门"):
        read_rows(_book(_VISIT), ImportKind.ALERTS, _WORDING)


def _packed(size: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * size)
    return written.getvalue()


def _broken() -> bytes:
    """Return a workbook whose sheet is cut off in the middle."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_book(_VISIT))) as whole, zipfile.ZipFile(written, "w") as broken:
        for entry in whole.namelist():
            content = whole.read(entry)
            broken.writestr(entry, content[:-40] if "sheet1" in entry else content)
    return written.getvalue()


@pytest.mark.parametrize("content", [b"", b"name,place", _packed(10), _packed(60_000_000), _broken()])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    """An empty file, a CSV, another archive, one that unpacks to far too much, a damaged one."""
    with pytest.raises(BadWorkbook):
        read_rows(content, ImportKind.VISITS, _WORDING)


def test_a_table_that_is_too_long_is_refused() -> None:
    """Nothing of it is filed."""
    told = ["王建国", "天星村", "大病", "住院", "2026-11-20"]
    with pytest.raises(BadWorkbook, match="5000"):
        read_rows(_book(_VISIT, *[told] * 5001), ImportKind.VISITS, _WORDING)
