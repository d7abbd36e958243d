"""Visits and alerts from a table into the one queue, row by row: what is right is filed, what is not is named."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from intake.clock import LOCAL_ZONE, Clock
from intake.domain import Channel, ReportSource, RiskKind, Urgency, Who
from intake.reports import NewReport, Person, Receipt
from intake.wording import Wording
from language.identity import find_id_number, find_phone
from language.normalize import normalize

Cell = str | int | float | datetime | date | None
_CONVERSATION = "office"  # nobody can be written to there
_SPLIT = re.compile(r"[、,,;;/\s]+")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MOST_PEOPLE = 30


class ImportKind(StrEnum):
    """Which of the channels a table comes from."""

    VISITS = "visits"  # a cadre's round of visits
    ALERTS = "alerts"  # another department's data


class ImportColumn(StrEnum):
    """A column of a table; its heading is in texts.toml."""

    NAME = "name"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    PLACE = "place"
    SIZE = "size"
    KINDS = "kinds"
    URGENCY = "urgency"
    STORY = "story"
    NOTED_ON = "noted_on"
    DEPARTMENT = "department"


class ImportProblem(StrEnum):
    """What is wrong with a cell."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NO_ID_NUMBER = "no_id_number"
    NO_PHONE = "no_phone"
    NO_NUMBER = "no_number"
    NO_DATE = "no_date"
    FUTURE = "future"
    UNKNOWN = "unknown"  # not one of the words of the list
    ELSEWHERE = "elsewhere"  # beyond what whoever enters it may see


REQUIRED: Mapping[ImportKind, tuple[ImportColumn, ...]] = {
    ImportKind.VISITS: (
        ImportColumn.NAME,
        ImportColumn.PLACE,
        ImportColumn.KINDS,
        ImportColumn.STORY,
        ImportColumn.NOTED_ON,
    ),
    ImportKind.ALERTS: (
        ImportColumn.NAME,
        ImportColumn.PLACE,
        ImportColumn.KINDS,
        ImportColumn.STORY,
        ImportColumn.NOTED_ON,
        ImportColumn.DEPARTMENT,
    ),
}
_LONGEST = {ImportColumn.NAME: 40, ImportColumn.PLACE: 100, ImportColumn.STORY: 2000, ImportColumn.DEPARTMENT: 40}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its number as the sheet shows it, and its cells."""

    number: int
    cells: Mapping[ImportColumn, Cell]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in a row; nothing of the row was filed."""

    row: int
    column: ImportColumn
    problem: ImportProblem


@dataclass(frozen=True, slots=True)
class FiledRow:
    """A row that stands in the queue; `receipt.repeated` when it had been imported before."""

    row: int
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of each row of a table."""

    filed: tuple[FiledRow, ...]
    problems: tuple[RowProblem, ...]


class Importing:
    """Files the rows of a table through `file`, each in a transaction of its own."""

    def __init__(self, file: Callable[[NewReport, int], Receipt], clock: Clock, wording: Wording) -> None:
        self._file = file
        self._clock = clock
        self._kinds = {wording.label(kind): kind for kind in RiskKind}
        self._urgencies = {wording.label(urgency): urgency for urgency in Urgency}

    def run(self, kind: ImportKind, rows: Sequence[Row], staff_id: int) -> ImportResult:
        """File what is right and name what is not; the same row again gives its first receipt. Raises IntakeBusy."""
        filed: list[FiledRow] = []
        problems: list[RowProblem] = []
        for row in rows:
            report = self._read(kind, row, problems)
            if report is not None:
                filed.append(FiledRow(row.number, self._file(report, staff_id)))
        return ImportResult(tuple(filed), tuple(problems))

    def _read(self, kind: ImportKind, row: Row, problems: list[RowProblem]) -> NewReport | None:
        """Return the report of a row, or None with what is wrong added to `problems`."""
        texts = {column: _text(row.cells.get(column)) for column in ImportColumn}
        found = {column: ImportProblem.MISSING for column in REQUIRED[kind] if not texts[column]}
        found |= {column: ImportProblem.TOO_LONG for column, most in _LONGEST.items() if len(texts[column]) > most}
        id_number, phone = find_id_number(texts[ImportColumn.ID_NUMBER]), find_phone(texts[ImportColumn.PHONE])
        noted, size = _date(texts[ImportColumn.NOTED_ON]), _size(texts[ImportColumn.SIZE])
        kinds = [self._kinds.get(word) for word in _SPLIT.split(texts[ImportColumn.KINDS]) if word]
        urgency = self._urgencies.get(texts[ImportColumn.URGENCY] or next(iter(self._urgencies)))
        told = {
            ImportColumn.ID_NUMBER: (id_number is None, ImportProblem.NO_ID_NUMBER),
            ImportColumn.PHONE: (phone is None, ImportProblem.NO_PHONE),
            ImportColumn.SIZE: (size is None, ImportProblem.NO_NUMBER),
            ImportColumn.KINDS: (None in kinds, ImportProblem.UNKNOWN),
            ImportColumn.URGENCY: (urgency is None, ImportProblem.UNKNOWN),
            ImportColumn.NOTED_ON: (noted is None, ImportProblem.NO_DATE),
        }
        found |= {column: problem for column, (wrong, problem) in told.items() if wrong and texts[column]}
        if noted is not None and noted > self._clock().astimezone(LOCAL_ZONE).date():
            found[ImportColumn.NOTED_ON] = ImportProblem.FUTURE
        if found or urgency is None:
            problems += [RowProblem(row.number, column, found[column]) for column in ImportColumn if column in found]
            return None
        person = Person(texts[ImportColumn.NAME], texts[ImportColumn.PLACE], phone, size, id_number=id_number)
        return _report(kind, texts, person, (tuple(kind for kind in kinds if kind is not None), urgency))


def _report(
    kind: ImportKind,
    texts: Mapping[ImportColumn, str],
    person: Person,
    risk: tuple[tuple[RiskKind, ...], Urgency],
) -> NewReport:
    source = ReportSource.VISIT if kind is ImportKind.VISITS else ReportSource.ALERT
    heading = " ".join(filter(None, (texts[ImportColumn.DEPARTMENT], texts[ImportColumn.NOTED_ON])))
    return NewReport(
        conversation=_CONVERSATION,
        channel=Channel.OFFICE,
        source=source,
        who=Who.CADRE,
        story=f"〔{heading}〕{texts[ImportColumn.STORY]}",
        risk_kinds=tuple(dict.fromkeys(risk[0])),
        urgency=risk[1],
        idempotency_key=_key(kind, texts),
        person=person,
        consent_at=None,
    )


def _key(kind: ImportKind, texts: Mapping[ImportColumn, str]) -> str:
    """Return what tells a row from all others: everything that stands in it."""
    told = "\x1f".join((kind, *(texts[column] for column in ImportColumn)))
    return hashlib.sha256(told.encode()).hexdigest()


def _text(cell: Cell) -> str:
    """Return a cell as text; a sheet gives 13800001111.0 for a phone that was typed as a number."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _date(text: str) -> date | None:
    match = _DATE.fullmatch(normalize(text).replace(" ", ""))
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def _size(text: str) -> int | None:
    plain = normalize(text).removesuffix("人")
    return int(plain) if plain.isascii() and plain.isdigit() and 1 <= int(plain) <= _MOST_PEOPLE else None
