"""What differs between two texts of a sheet, section by section and word by word."""

from knowledge.differing import Change, changes, words_changed
from tests.knowledge.small import SHEET


def test_only_the_changed_section_is_told() -> None:
    """A changed figure is one piece gone and one come, in its section; the other section is not listed."""
    (section,) = changes(SHEET, SHEET.replace("每学期1500元", "每学期1800元"))
    (part,) = section.parts
    assert (section.id, section.change, part.name) == ("amount", Change.CHANGED, "body")
    assert [(one.change, one.text) for one in part.pieces if one.change is not Change.SAME] == [
        (Change.GONE, "1500"), (Change.NEW, "1800"),
    ]  # fmt: skip


def test_pieces_give_both_texts_back() -> None:
    """Nothing of either text is lost between the pieces."""
    old, new = "示范补贴每学期1500元,只补在校的。", "示范补贴一年3000元,在校的、休学的都补。"
    pieces = words_changed(old, new)
    assert "".join(one.text for one in pieces if one.change is not Change.NEW) == old
    assert "".join(one.text for one in pieces if one.change is not Change.GONE) == new


def test_a_section_that_came_or_went_is_whole() -> None:
    """A section with another id is a new one, and the old one is gone."""
    found = changes(SHEET, SHEET.replace("{#where}", "{#office}"))
    assert {(one.id, one.change) for one in found} == {("office", Change.NEW), ("where", Change.GONE)}


def test_a_new_sheet_and_the_same_one() -> None:
    """A sheet that was not there is new throughout, its head first; the same text has no changes."""
    found = changes(None, SHEET)
    assert [(one.id, one.change) for one in found] == [(key, Change.NEW) for key in ("", "amount", "where")]
    assert changes(SHEET, SHEET) == ()
