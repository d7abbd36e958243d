from pathlib import Path

import pytest

from knowledge.importing.document import BlockKind, Limits
from knowledge.importing.errors import ImportRefused
from knowledge.importing.reader import read_document
from tests.knowledge.importing import hostile

FILES = Path(__file__).parent / "files"
HEADINGS = ["关于做好村级图书室开放工作的通知", "开放的对象", "开放的时间"]
TABLE = (("日子", "上午", "下午"), ("平时", "开放", "不开放"), ("赶集日", "开放", "开放"))


@pytest.mark.parametrize("name", ["notice.docx", "notice.pdf", "notice.html"])
def test_headings_tables_and_order_are_kept(name: str) -> None:
    """What LibreOffice wrote is read with its headings, its table and its paragraphs, each with its place."""
    blocks = read_document(FILES / name)
    assert [block.text for block in blocks if block.kind is BlockKind.HEADING] == HEADINGS
    assert [block.rows for block in blocks if block.kind is BlockKind.TABLE] == [TABLE]
    assert blocks[-1].text == "有事请找村级图书管理员。"
    assert all(block.anchor.startswith("第") for block in blocks)


def test_a_workbook_is_a_table_a_sheet() -> None:
    """Each sheet of a workbook is a heading and a table that names the sheet as its place."""
    heading, table = read_document(FILES / "shelf.xlsx")
    assert (heading.text, table.anchor) == ("shelf", "表“shelf”")
    assert table.rows == (("书架", "种类", "本数"), ("甲", "农技", "很多"), ("乙", "故事", "一些"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_is_read_as_offices_write_it(tmp_path: Path, encoding: str) -> None:
    """A text in any of the usual encodings is read alike; a numbered short line is a heading."""
    path = tmp_path / "通知.txt"
    path.write_bytes("一、开放的对象\n本村的村民都可以借阅。\n".encode(encoding))
    heading, paragraph = read_document(path)
    assert (heading.kind, heading.text) == (BlockKind.HEADING, "一、开放的对象")
    assert (paragraph.text, paragraph.anchor) == ("本村的村民都可以借阅。", "第2行")


def test_scripts_and_outside_references_are_passed_over(tmp_path: Path) -> None:
    """Nothing of a page's scripts or styles becomes text."""
    path = tmp_path / "a.html"
    path.write_text("<html><head><title>题</title></head><script>alert(1)</script><style>p{}</style><p>正文</p></html>")
    assert [block.text for block in read_document(path)] == ["正文"]


@pytest.mark.parametrize("case", hostile.CASES, ids=lambda case: case.name)
def test_hostile_files_are_refused_in_words(tmp_path: Path, case: hostile.Case) -> None:
    """A file that is locked, broken or made to do harm is refused with what is wrong and what to do."""
    path = tmp_path / case.name
    path.write_bytes(case.content())
    with pytest.raises(ImportRefused) as refused:
        read_document(path)
    assert refused.value.why == case.why
    assert "请" in str(refused.value)


def test_a_slow_file_is_stopped(tmp_path: Path) -> None:
    """Reading ends at the limit of time, in words."""
    path = tmp_path / "a.txt"
    path.write_text("字", encoding="utf-8")
    with pytest.raises(ImportRefused) as refused:
        read_document(path, Limits(seconds=0))
    assert refused.value.why in {"too_slow", "crashed"}


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """A file that is not there is said to be gone."""
    with pytest.raises(ImportRefused, match="打不开"):
        read_document(tmp_path / "nothing.docx")
