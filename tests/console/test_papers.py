"""Papers and exports: masked unless a reason is given, and no cell is a formula."""

import io

from openpyxl import load_workbook

from intake.reports import Person, Receipt
from tests.console.office import Browser, Office

ROWS = "/export.xlsx?state=all"


def _cells(content: bytes) -> list[list[str]]:
    table = load_workbook(io.BytesIO(content)).active
    assert table is not None
    return [[str(cell or "") for cell in row] for row in table.iter_rows(values_only=True)]


def _download(browser: Browser, path: str) -> list[list[str]]:
    return _cells(browser.fetch(path))


def test_an_export_is_masked_and_written_down(county: Browser, office: Office) -> None:
    """The workbook holds the list's columns without identities; the audit log tells how many cases left."""
    office.file()
    heading, row = _download(county, ROWS)

    assert heading[0] == "案件号"
    assert "王建国" not in "".join(row)
    assert "13912345678" not in "".join(row)
    assert "王**" in row
    newest = office.desk.audit.rows(1)[0]
    assert (newest.act, newest.detail) == ("exported", '{"cases": 1, "identities": 0}')


def test_no_cell_is_a_formula(county: Browser, office: Office) -> None:
    """What begins like a formula is text, whatever somebody called themselves."""
    office.file(person=Person('=HYPERLINK("http://evil.example")', "=cmd|' /C calc'!A0镇", "13900000000"))
    for cell in _download(county, ROWS)[1]:
        assert not cell.startswith(("=", "+", "-", "@"))


def test_identities_need_a_reason_and_each_is_written_down(county: Browser, office: Office) -> None:
    """Without a reason nothing is given; with one each case's history tells who looked and why."""
    receipt: Receipt = office.file()
    assert county.submit("/export", "/export?state=all", reason=" ").status == 422

    content = county.fetch("/export?state=all", csrf=county.get("/export").token, reason="录入省平台")

    assert "王建国" in _cells(content)[1]
    assert office.desk.case(receipt.case_number).events[-1].note == "录入省平台"


def test_papers_are_masked(county: Browser, office: Office) -> None:
    """The visit checklist and the public notice show no full name, phone or house."""
    number = office.file().case_number
    for paper in ("visit-sheet", "notice"):
        words = county.get(f"/cases/{number}/{paper}").words
        assert "王**" in words
        for hidden in ("王建国", "13912345678", "天星村"):
            assert hidden not in words
    assert "病情" in county.get(f"/cases/{number}/notice").words
