from datetime import date
from pathlib import Path

import pytest

from knowledge.drafts import Drafts
from knowledge.errors import KnowledgeError
from knowledge.importing.document import Block, BlockKind
from knowledge.importing.drafting import SheetAbout, draft_text, preview, sheet_about
from knowledge.importing.reader import read_document
from knowledge.sheets import parse_sheet

FILES = Path(__file__).parent / "files"
ABOUT = SheetAbout("books", "村级图书室明白纸", "图书室", "湖南省", "村委会", date(2026, 1, 1), None)


@pytest.mark.parametrize("name", ["notice.docx", "notice.pdf", "notice.html"])
def test_a_document_becomes_a_draft_that_can_be_saved(tmp_path: Path, name: str) -> None:
    """Headings are sections, tables stand line by line, and the draft is readable as a sheet that is not live."""
    saved = Drafts(tmp_path).save(draft_text(read_document(FILES / name), ABOUT), "编辑甲", {})
    sheet = parse_sheet(saved.text, Path("books.md"))
    assert sheet.status == "draft"
    titles = [section.title for section in sheet.sections]
    assert titles == ["关于做好村级图书室开放工作的通知", "开放的对象", "开放的时间"]
    assert "平时 | 开放 | 不开放" in sheet.sections[2].body
    assert "anchor: 第" in saved.text


def test_markup_in_a_document_stays_text(tmp_path: Path) -> None:
    """Lines that look like a sheet's own markup change nothing of the draft's shape."""
    lines = ["> 问题", "## 标题 {#x}", "---", "kind: amount", "正文"]
    blocks = [Block(BlockKind.PARAGRAPH, f"第{number}行", line) for number, line in enumerate(lines)]
    (section,) = parse_sheet(draft_text(blocks, ABOUT), Path("books.md")).sections
    assert (section.kind, section.questions) == ("other", ())
    assert section.body.splitlines() == ["> 问题", "## 标题 {#x}", "———", "kind\uff1a amount", "正文"]


def test_what_an_editor_must_tell_is_asked_for() -> None:
    """Nothing is guessed: what is missing is named, and a date that is none."""
    with pytest.raises(KnowledgeError, match="topic、region"):
        sheet_about({"id": "a", "title": "b"})
    told = dict.fromkeys(("id", "title", "topic", "region", "issuer"), "a")
    with pytest.raises(KnowledgeError, match="日期"):
        sheet_about({**told, "valid_from": "明年", "valid_to": "open"})
    assert sheet_about({**told, "valid_from": "2026-01-01", "valid_to": "open"}).valid_to is None


def test_a_preview_shows_places() -> None:
    """A person sees what was read, and where each piece stood."""
    shown = preview("notice.docx", read_document(FILES / "notice.docx"))
    assert shown.splitlines()[0] == "notice.docx:3 个标题,3 段,1 张表"
    assert "# 开放的对象  [第3段]" in shown
