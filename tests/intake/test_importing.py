"""Visits and alerts from a table."""

from datetime import date, datetime

import pytest
from sqlalchemy import Engine

from intake.desk import IntakeDesk
from intake.domain import Channel, ReportSource, RiskKind, Urgency, Who
from intake.errors import UnknownStaff
from intake.importing import Cell, FiledRow, ImportColumn, ImportKind, ImportProblem, Row, RowProblem
from tests.intake.samples import a_report, count_rows

_GOOD: dict[ImportColumn, Cell] = {
    ImportColumn.NAME: "王建国",
    ImportColumn.PLACE: "东山镇天星村3组",
    ImportColumn.KINDS: "大病、欠债",
    ImportColumn.STORY: "住院自付八万",
    ImportColumn.NOTED_ON: datetime(2026, 11, 20),  # noqa: DTZ001 - as a sheet gives it
    ImportColumn.DEPARTMENT: "县医保局",
}


def _row(number: int = 2, **cells: Cell) -> Row:
    return Row(number, _GOOD | {ImportColumn(name): cell for name, cell in cells.items()})


def test_a_row_becomes_a_case_like_any_other(desk: IntakeDesk, county: int) -> None:
    """It names its source and who entered it; the phone and the ID number are kept encrypted."""
    row = _row(phone=13800001111.0, id_number="430623198001010010", size="4人", urgency="紧急")
    (filed,) = desk.import_rows(ImportKind.ALERTS, [row], county).filed
    (line,) = desk.queue()
    file = desk.case(filed.receipt.number)

    assert (line.source, line.channel, line.who) == (ReportSource.ALERT, Channel.OFFICE, Who.CADRE)
    assert (line.kinds, line.urgency) == ((RiskKind.DISEASE, RiskKind.DEBT), Urgency.NOW)
    assert file.story == "〔县医保局 2026-11-20〕住院自付八万"
    assert file.events[0].staff == "周县长"
    person = desk.reveal(filed.receipt.number, county, "核实")
    assert (person.phone, person.id_number, person.household_size) == ("13800001111", "430623198001010010", 4)
    assert desk.audit.rows(2)[1].actor == f"staff:{county}"


def test_every_channel_feeds_one_queue(desk: IntakeDesk, county: int) -> None:
    """A self-report, a visit and an alert of one household are one case."""
    own = desk.file(a_report())
    for kind in ImportKind:
        (filed,) = desk.import_rows(kind, [_row()], county).filed
        assert filed.receipt.case_number == own.case_number

    (line,) = desk.queue()
    assert len(line.receipts) == 3


def test_wrong_rows_are_named_and_the_right_ones_filed(desk: IntakeDesk, county: int) -> None:
    """With row, column and problem; several in one row are all named."""
    rows = [
        _row(2, name=" "),
        _row(3, kinds="大病、发财", phone="1380000"),
        _row(4),
        _row(5, id_number="430623198001010018", size=0),
        _row(6, noted_on="2026-11-24", urgency="十万火急"),
        _row(7, noted_on="去年", story="长" * 2001),
        _row(8, department=None),
    ]
    result = desk.import_rows(ImportKind.ALERTS, rows, county)

    assert [filed.row for filed in result.filed] == [4]
    assert [(one.row, one.column.value, one.problem.value) for one in result.problems] == [
        (2, "name", "missing"),
        (3, "phone", "no_phone"),
        (3, "kinds", "unknown"),
        (5, "id_number", "no_id_number"),
        (5, "size", "no_number"),
        (6, "urgency", "unknown"),
        (6, "noted_on", "future"),
        (7, "story", "too_long"),
        (7, "noted_on", "no_date"),
        (8, "department", "missing"),
    ]
    assert RowProblem(8, ImportColumn.DEPARTMENT, ImportProblem.MISSING) in result.problems


def test_a_table_imported_twice_makes_no_second_report(desk: IntakeDesk, county: int, engine: Engine) -> None:
    """Each row gives its first receipt again; a row that was changed is a new report."""
    first = desk.import_rows(ImportKind.VISITS, [_row()], county).filed
    again = desk.import_rows(ImportKind.VISITS, [_row(9)], county).filed

    assert again == (FiledRow(9, again[0].receipt),)
    assert again[0].receipt.repeated
    assert again[0].receipt.number == first[0].receipt.number
    desk.import_rows(ImportKind.VISITS, [_row(story="又住院了")], county)
    assert count_rows(engine)[0] == 2


@pytest.mark.parametrize(
    "told", ["2026-11-20", "2026/11/20", "2026.11.20", "2026年11月20日", "２０２６－１１－２０", date(2026, 11, 20)]
)
def test_dates_are_read_as_people_type_them(desk: IntakeDesk, county: int, told: Cell) -> None:
    """And as a sheet holds them."""
    assert len(desk.import_rows(ImportKind.VISITS, [_row(noted_on=told)], county).filed) == 1


def test_nobody_imports_without_an_account(desk: IntakeDesk, county: int) -> None:
    """Whoever enters a row stands in the case's history."""
    with pytest.raises(UnknownStaff):
        desk.import_rows(ImportKind.VISITS, [_row()], county + 1)
    assert desk.queue() == ()
