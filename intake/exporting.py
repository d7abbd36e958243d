"""Workbooks: cases, in the order of columns in which they are typed into the provincial platform, and wishes."""

import io
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook

from intake.casefile import CaseRow
from intake.clock import LOCAL_ZONE
from intake.reports import Person
from intake.wishes import Wish
from intake.wording import Wording

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")  # what a spreadsheet takes for the beginning of a formula
_COLUMNS = (
    "number", "receipts", "name", "id_number", "phone", "place", "size", "kinds", "urgency", "state", "due", "filed_at",
    "source", "taken_by",
)  # fmt: skip
_WISH_COLUMNS = ("subject", "place", "phone", "at", "channel")


def workbook(rows: Sequence[tuple[CaseRow, Person | None]], wording: Wording) -> bytes:
    """Return an xlsx of cases; with a person the identity is written out, without one it is masked."""
    headings = [wording.texts(f"export.{column}") for column in _COLUMNS]
    return _book(wording.texts("export.title"), headings, [_cells(row, person, wording) for row, person in rows])


def wish_workbook(wishes: Sequence[Wish], wording: Wording) -> bytes:
    """Return an xlsx of wishes for training, as masked as they are handed over."""
    headings = [wording.texts(f"wish_export.{column}") for column in _WISH_COLUMNS]
    rows = [(one.subject, one.place, one.phone, _local(one.at), wording.label(one.channel)) for one in wishes]
    return _book(wording.texts("wish_export.title"), headings, rows)


def neutral(cell: str) -> str:
    """Return `cell` so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _book(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    book = Workbook()
    table = book.active
    table.title = title
    table.append(list(headings))
    for row in rows:
        table.append([neutral(cell) for cell in row])
    table.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cells(row: CaseRow, person: Person | None, wording: Wording) -> tuple[str, ...]:
    told = person or Person(name=row.masked_name, place=row.place)
    return (
        row.number,
        " ".join(row.receipts),
        told.name or "",
        told.id_number or "",
        told.phone or "",
        told.place or "",
        str(told.household_size or ""),
        "、".join(wording.label(kind) for kind in row.kinds),
        wording.label(row.urgency),
        wording.label(row.state),
        row.due.on.isoformat() if row.due else "",
        _local(row.filed_at),
        wording.label(row.source),
        row.taken_by,
    )


def _local(at: datetime) -> str:
    return f"{at.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}"
