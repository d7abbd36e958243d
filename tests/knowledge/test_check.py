from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.check import check_sheets
from knowledge.sheets import read_sheet, read_sheets

Write = Callable[..., Path]


def test_the_live_sheets_are_clean() -> None:
    """Every figure of every live sheet stands in a named fact that may be quoted."""
    assert [str(finding) for finding in check_sheets(read_sheets())] == []


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("1500元", "1600元", "1600"),
        ("facts: 2.amount", "facts: 2.amount, 2.nothing", "2.nothing"),
        ("facts: 2.amount", "", "依据"),
        ("> 示范补贴找哪个办\n", "", "问法"),
        ("示范补贴找县农业农村局。", "每月229元。", "229"),
        ("> 示范补贴找哪个办", "> 示范补贴有好多钱", "示范补贴有好多钱"),
    ],
)
def test_what_an_editor_must_mend(write_sheet: Write, sheet_text: str, before: str, after: str, what: str) -> None:
    """A figure without a source, an unknown fact, a section without facts or questions, a question twice are found."""
    assert check_sheets([read_sheet(write_sheet(sheet_text))]) == ()
    findings = check_sheets([read_sheet(write_sheet(sheet_text.replace(before, after, 1)))])
    assert any(what in str(finding) for finding in findings)


def test_a_weak_source_carries_no_figure(write_sheet: Write, sheet_text: str) -> None:
    """A figure whose only fact has a reliability under 3 is refused as such."""
    text = sheet_text.replace("facts: 2.amount", "facts: 11.std2021").replace("1500元", "229元")
    (finding,) = check_sheets([read_sheet(write_sheet(text))])
    assert "不到3" in finding.what


def test_drafts_are_not_held_against_the_rules(write_sheet: Write, sheet_text: str) -> None:
    """Only live sheets must be clean."""
    text = sheet_text.replace("status: live", "status: draft").replace("1500元", "1600元")
    assert check_sheets([read_sheet(write_sheet(text))]) == ()
