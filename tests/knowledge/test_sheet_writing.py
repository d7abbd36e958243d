"""Sheets begun for an editor."""

from datetime import date

import pytest

from knowledge.check import UNWRITTEN, check_sheets
from knowledge.drafts import read_draft
from knowledge.sheet_writing import as_live, new_sheet, with_section
from tests.knowledge.small import SHEET


def test_the_template_is_readable_and_not_yet_publishable() -> None:
    """A new sheet reads without an error, and each part left unwritten keeps it from being published."""
    sheet = read_draft(new_sheet("湖南省平江县", date(2026, 11, 25)))
    assert (sheet.region, sheet.validity.start) == ("湖南省平江县", date(2026, 11, 25))
    found = [one for one in check_sheets([sheet]) if UNWRITTEN in one.what]
    assert len(found) == len(sheet.sections)


def test_questions_become_a_section_at_the_end() -> None:
    """Heading, ways of asking and a place to write stand before the sheet's last words; ids are never taken twice."""
    once = with_section(SHEET, "一年{补}多少 #", ["一年补几多", "补\n多少"])
    twice = with_section(once, "x" * 100, ["再问一句"])
    first, second = read_draft(twice).sections[-2:]
    assert (first.title, first.questions, first.body) == ("一年 补 多少", ("一年补几多", "补 多少"), UNWRITTEN)
    assert (first.id, second.id, len(second.title)) == ("q1", "q2", 30)
    assert read_draft(twice).ending == read_draft(SHEET).ending


@pytest.mark.parametrize("status", ["draft", "retired", "live"])
def test_a_draft_is_tried_as_if_it_were_live(status: str) -> None:
    """Only the status of the head is changed, nothing that a section says."""
    text = SHEET.replace("status: live", f"status: {status}").replace("只补在校的", "status: draft")
    assert as_live(text) == SHEET.replace("只补在校的", "status: draft")
