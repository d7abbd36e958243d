"""Gaps: gathered and counted, written into a draft in one step, or taken off the list."""

import pytest

from intake.domain import Role
from knowledge.answers import Answer, Status
from tests.console.office import Browser, Office
from tests.console.test_sheet_editor import EDIT, RENAMED, YULU

PAGE = "/knowledge/gaps"
ASKED = "雨露计划补助多少钱一年"
ALIKE = "雨露计划一年补助多少钱"


@pytest.fixture(autouse=True)
def _gaps(library: Office) -> None:
    """Questions that were not answered: two wordings of one, and one that is not ours."""
    for number, text in enumerate([ASKED, ASKED, ALIKE, "公积金怎么提取"]):
        library.workshop.records.keep(Answer(f"a{number}", Status.ABSTAINED, "…", "e"), text, "c1")


def test_gaps_stand_together_with_their_count(editor: Browser) -> None:
    """What asks the same thing is one entry with the sum of all."""
    words = editor.get(PAGE).words
    assert f"{ASKED} 问过 3 次" in words
    assert f"{ALIKE}（1 次）" in words


def test_a_gap_becomes_a_section_to_write(editor: Browser, library: Office) -> None:
    """One step puts heading and all wordings into the sheet's draft; it cannot be published before it is written."""
    shown = editor.submit(PAGE, f"{PAGE}/draft", question=ASKED, sheet="yulu", heading="一年补多少")
    assert shown.location == f"{EDIT}?done=from_gap"
    page = editor.get(shown.location)
    assert f"> {ASKED}\n> {ALIKE}" in page.sheet_text
    assert "一年补多少" in page.sheet_text
    assert "还有没写完的地方" in page.words
    assert library.desk.audit.rows(1)[0].act == "draft_saved"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"question": "别的", "sheet": "yulu", "heading": "x"}, "已经有人处理"),
        ({"question": ASKED, "sheet": "nothing", "heading": "x"}, "请选一张"),
        ({"question": ASKED, "sheet": "yulu", "heading": " "}, "小节标题"),
    ],
)
def test_what_is_missing_is_said(editor: Browser, fields: dict[str, str], told: str) -> None:
    """A gap somebody settled, a sheet that is not there, no heading: each in words, and nothing is kept."""
    shown = editor.submit(PAGE, f"{PAGE}/draft", **fields)
    assert (shown.status, told in shown.words) == (422, True)


def test_what_is_not_ours_leaves_the_list(editor: Browser, library: Office) -> None:
    """Taken off for good, also when it is asked again, and written into the log."""
    editor.submit(PAGE, f"{PAGE}/dismiss", question="公积金怎么提取")
    library.workshop.records.keep(Answer("b1", Status.ABSTAINED, "…", "e"), "公积金怎么提取", "c2")
    assert "公积金" not in editor.get(PAGE).words
    assert library.desk.audit.rows(1)[0].act == "gap_dismissed"


def test_how_many_a_draft_would_solve(editor: Browser) -> None:
    """The draft itself is asked the open questions; those it answers are counted with how often they were asked."""
    shown = editor.submit(EDIT, "/knowledge/edit/solves", sheet="yulu", text=RENAMED)
    assert "发布后这会解决 2 个没答上的问题（一共问过 3 次）" in shown.words
    broken = editor.submit(EDIT, "/knowledge/edit/solves", sheet="yulu", text=YULU.replace("1500元", "98765元"))
    assert (broken.status, "98765" in broken.words) == (422, True)


def test_a_reader_only_reads(library: Office) -> None:
    """A township sees what is asked and is offered nothing to do."""
    reader = library.member("镇里小王", Role.TOWNSHIP, "华容县东山镇")
    shown = reader.get(PAGE)
    assert ASKED in shown.words
    assert "加进草稿" not in shown.words


def test_without_an_encoder_each_stands_by_itself(office: Office, library: Office, tmp_path: object) -> None:
    """When nothing is published there is nothing to gather with: the questions are listed all the same."""
    del tmp_path
    library.workshop.store.beside("live", "x").with_name("live").unlink()
    words = library.member("编辑小陈", Role.EDITOR).get(PAGE).words
    assert "还不能把意思相同的放在一起" in words
    assert f"{ALIKE} 问过 1 次" in words
