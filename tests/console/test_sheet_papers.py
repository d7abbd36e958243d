"""A sheet on paper: whole sections of the published text, on one page, with the way to ask more."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from intake.domain import Role
from knowledge.sheets import SHEETS_FOLDER, read_sheet
from knowledge.showing import sections_of
from tests.console.office import EDITOR, Browser, Office
from tests.console.test_sheet_editor import RENAMED

PAGE = "/knowledge/sheets/dibao/paper"
CHAT = "https://mingbai.example.cn/"
DIBAO = sections_of([read_sheet(SHEETS_FOLDER / "dibao.md")])


def _paper(browser: Browser, query: str = "") -> str:
    text = browser.get(PAGE + query).text
    return text[text.index('<article class="a4">') :]


def test_sections_are_whole_and_fit_one_page(editor: Browser) -> None:
    """What is printed stands word for word in the sheet; what has no room is left out whole."""
    paper = _paper(editor)
    printed = [passage for passage in DIBAO if f"<h2>{passage.section}<" in paper]
    assert len(printed) >= 2
    assert all(passage.text in paper for passage in printed)
    assert "一页印不下" not in editor.get(PAGE).words


def test_an_editor_chooses_the_sections(editor: Browser) -> None:
    """Only the chosen sections are printed; too many are said to be too many."""
    first = DIBAO[-1]
    assert re.findall(r"<h2>([^<]+)<", _paper(editor, f"?section={first.id}")) == [first.section]
    everything = "&".join(f"section={passage.id}" for passage in DIBAO)
    assert "一页印不下" in editor.get(f"{PAGE}?{everything}").words


def test_phones_are_those_that_the_text_names(editor: Browser) -> None:
    """Public numbers out of the printed text and no other."""
    told = re.search(r"电话：([\d　]+)", _paper(editor, f"?section={DIBAO[0].id}"))
    assert told is not None
    assert all(number in f"{DIBAO[0].text}{DIBAO[0].ending}" for number in told[1].split("　"))


def test_the_way_to_the_chat_is_printed_when_it_is_known(library: Office) -> None:
    """With an address in the settings there is a QR code and no picture from elsewhere; without one there is none."""
    assert "<svg" not in _paper(library.member(EDITOR, Role.EDITOR))
    settings = library.settings.model_copy(update={"public_chat_url": CHAT})
    paper = _paper(replace(library, settings=settings).member("编辑小赵", Role.EDITOR))
    assert "<svg" in paper
    assert "style=" not in paper
    assert f"打开聊天页面：{CHAT}" in paper


def test_what_is_out_of_force_is_not_given_as_current(library: Office) -> None:
    """A section out of its time is left out by itself, and named as such when it is chosen all the same."""
    library.clock.now = datetime(2035, 1, 1, tzinfo=UTC)
    editor = library.member(EDITOR, Role.EDITOR)
    shown = editor.get("/knowledge/sheets/yulu/paper?section=yulu.amount")
    assert "现在不一定有效" in shown.words
    default = editor.get("/knowledge/sheets/yulu/paper").text
    assert "现在不一定有效" not in default[default.index("a4") :]


def test_a_draft_is_never_printed(editor: Browser, library: Office) -> None:
    """The published text is printed while a draft waits, and a sheet that is only a draft not at all."""
    library.workshop.drafts.save(RENAMED.replace("id: yulu", "id: new_one"), EDITOR, {})
    assert editor.get("/knowledge/sheets/new_one/paper").status == 404
