"""Cases as a workbook, in the order of columns in which they are typed into the provincial platform."""

import io
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook

from intake.clock import LOCAL_ZONE
from intake.queue import CaseRow
from intake.reports import Person
from intake.wording import Wording

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")  # what a spreadsheet takes for the beginning of a formula
_COLUMNS = (
    "number", "receipts", "name", "id_number", "phone", "place", "size", "kinds", "urgency", "state", "due", "filed_at",
    "source", "taken_by",
)  # fmt: skip


def workbook(rows: Sequence[tuple[CaseRow, Person | None]], wording: Wording) -> bytes:
    """Return an xlsx of cases; with a person the identity is written out, without one it is masked."""
    book = Workbook()
    table = book.active
    table.title = wording.texts("export.title")
    table.append([wording.texts(f"export.{column}") for column in _COLUMNS])
    for row, person in rows:
        table.append([neutral(cell) for cell in _cells(row, person, wording)])
    table.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def neutral(cell: str) -> str:
    """Return `cell` so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


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
