"""The list of sheets, and a sheet as the farmers see it."""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from intake.domain import Role
from tests.console.office import ADMIN, EDITOR, Browser, Office

_ROOT = Path(__file__).parents[2]
_LOADED = "[name in sys.modules for name in ('torch', 'sentence_transformers')]"


def _draft(editor: Browser, old: str, new: str) -> None:
    text = editor.get("/knowledge/sheets/yulu/edit").sheet_text
    assert old in text
    saved = editor.submit("/knowledge/new", "/knowledge/edit/save", sheet="yulu", text=text.replace(old, new))
    assert saved.status == 303


def test_each_sheet_is_listed_with_its_state(editor: Browser) -> None:
    """Title, state, whose draft, region, validity and number of sections stand in the list."""
    _draft(editor, "雨露计划明白纸", "雨露计划明白纸新版")
    words = editor.get("/knowledge").words
    assert "共 2 张" in words
    assert f"{EDITOR} 的草稿" in words
    assert "湖南省" in words
    assert re.search(r"\d+ 节", words)


def test_the_list_is_filtered(editor: Browser) -> None:
    """By state, by a word of title or region, and by what ends soon; a state that is none is no filter."""
    assert "列出 1 张" in editor.get("/knowledge?text=雨露").words
    assert "没有符合条件的明白纸" in editor.get("/knowledge?state=new").words
    assert "列出 2 张" in editor.get("/knowledge?state=live").words
    assert "列出 2 张" in editor.get("/knowledge?state=nonsense&days=x").words
    _draft(editor, "雨露计划明白纸", "雨露计划明白纸新版")
    assert "列出 1 张" in editor.get("/knowledge?state=draft").words


def test_what_ends_soon_is_said(library: Office) -> None:
    """A section in force whose validity ends within the days asked for brings its sheet into that list."""
    library.clock.now = datetime(2025, 12, 1, 4, tzinfo=UTC)
    editor = library.member(EDITOR, Role.EDITOR)
    words = editor.get("/knowledge?days=30").words
    assert "列出 1 张" in words
    assert "有小节 30 天后到期" in words
    library.clock.now = datetime(2025, 8, 1, 4, tzinfo=UTC)
    admin = library.member(ADMIN, Role.ADMIN)
    assert "没有符合条件" in admin.get("/knowledge?days=60").words


def test_a_sheet_is_shown_as_the_farmers_see_it(library: Office) -> None:
    """Whoever may read sees each section with source, place, years and ending, and no way to edit."""
    reader = library.member("村里小李", Role.VILLAGE, "华容县东山镇天星村")
    shown = reader.get("/knowledge/sheets/yulu")
    assert "出处：" in shown.words
    assert "今年以本县通知为准" in shown.words
    assert "/edit" not in shown.text
    assert reader.get("/knowledge/sheets/nothing").status == 404


def test_changes_are_shown_word_by_word(editor: Browser) -> None:
    """Only the changed section is listed, the old word struck out and the new one underlined."""
    _draft(editor, "每学期补1500元", "每学期补助1500元")
    shown = editor.get("/knowledge/sheets/yulu/changes")
    assert "有改动的小节（1）" in shown.words
    assert "<ins>" in shown.text
    assert "没有草稿" in editor.get("/knowledge/sheets/dibao/changes").words


def test_without_an_edition_the_page_says_what_to_do(office: Office) -> None:
    """A new installation shows an empty list with a way on, and no error."""
    editor = office.member(EDITOR, Role.EDITOR)
    assert "还没有明白纸" in editor.get("/knowledge").words
    assert editor.get("/knowledge/new").status == 200
    assert "还没有发布过" in editor.get("/knowledge/editions").words


def test_no_model_is_loaded_at_the_start() -> None:
    """A console that nobody tries a draft in never loads torch or the encoder's library."""
    code = f"import sys, console.__main__, knowledge.build; print(any({_LOADED}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, cwd=_ROOT)
    assert done.stdout.split() == ["False"], done.stderr
