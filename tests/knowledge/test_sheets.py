from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import SheetError
from knowledge.passages import Kind
from knowledge.sheets import read_sheet, read_sheets

Write = Callable[..., Path]


def test_a_sheet_is_read_whole(write_sheet: Write, sheet_text: str) -> None:
    """Sections carry their own validity and region where given, the sheet's elsewhere; questions are not body."""
    sheet = read_sheet(write_sheet(sheet_text))
    amount, where = sheet.sections
    assert (amount.kind, amount.region, amount.validity.end) == (Kind.AMOUNT, "湖南省", date(2023, 12, 31))
    assert (where.region, where.validity.end) == ("湖南省平江县", None)
    assert amount.body == "示范补贴每学期1500元,只补在校的。"
    assert amount.questions == ("示范补贴有好多钱", "样板补贴一年补几多")
    assert sheet.ending.startswith("今年以本县通知为准")


@pytest.mark.parametrize(
    ("before", "after", "line", "field"),
    [
        ("valid_from: 2023-01-01", "valid_from:", 6, "valid_from"),
        ("valid_to: 2023-12-31", "valid_to: 明年", 7, "valid_to"),
        ("valid_to: 2023-12-31", "valid_to: 2022-12-31", 7, "valid_to"),
        ("id: demo", "id: 示范", 2, "id"),
        ("status: live", "status: ok", 9, "status"),
        ("title: 示范明白纸", "title 示范明白纸", 3, "文件头"),
        ("keywords: [示范, 样板补贴]", "keywords: 示范", 10, "keywords"),
        ("kind: amount", "kind: money", 15, "kind"),
        ("{#where}", "{#amount}", 24, "小节编号"),
        ("## 找哪个 {#where}", "## 找哪个", 24, "小节标题"),
        ("valid: 2023-01-01 – open", "valid: 从2023年起", 24, "valid"),
        ("示范补贴找县农业农村局。", "", 24, "找哪个"),
        ("今年以本县通知为准;不收任何费用。", "", 0, "结尾"),
        ("---\nid: demo", "id: demo", 1, "文件头"),
    ],
)
def test_a_broken_sheet_is_refused(
    write_sheet: Write, sheet_text: str, before: str, after: str, line: int, field: str
) -> None:
    """What breaks the format is named with file, line and field."""
    assert before in sheet_text
    with pytest.raises(SheetError) as refused:
        read_sheet(write_sheet(sheet_text.replace(before, after, 1)))
    assert refused.value.field == field
    assert refused.value.line == line or not line
    assert "demo.md" in str(refused.value)


def test_an_id_stands_once(write_sheet: Write, sheet_text: str, tmp_path: Path) -> None:
    """Two sheets with one id are refused, naming both files."""
    write_sheet(sheet_text, "a.md")
    write_sheet(sheet_text, "b.md")
    with pytest.raises(SheetError, match=r"b\.md.*a\.md"):
        read_sheets(tmp_path)


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    """A sheet that is not UTF-8 is refused in words."""
    path = tmp_path / "demo.md"
    path.write_bytes("示范".encode("gb18030"))
    with pytest.raises(SheetError, match="UTF-8"):
        read_sheet(path)
