"""Writing a sheet: mistakes named by line, nothing typed lost, trial questions asked of the draft alone."""

from intake.domain import Role
from knowledge.sheets import SHEETS_FOLDER
from tests.console.office import ADMIN, EDITOR, Browser, Office

NEW, EDIT, SAVE = "/knowledge/new", "/knowledge/sheets/yulu/edit", "/knowledge/edit/save"
YULU = (SHEETS_FOLDER / "yulu.md").read_text(encoding="utf-8")
HEADING = next(line for line in YULU.splitlines() if "{#amount}" in line)
RENAMED = YULU.replace(HEADING, "## 一学期补多少 {#amount}")


def test_a_template_can_be_kept_at_once(editor: Browser, library: Office) -> None:
    """A new sheet begins from a readable template whose gaps are named before it can be published."""
    shown = editor.get(NEW)
    assert "还有没写完的地方" in shown.words
    saved = editor.submit(NEW, SAVE, sheet="", text=shown.sheet_text)
    assert saved.location == "/knowledge/sheets/xinzhi/edit?done=saved"
    assert "草稿已经存好" in editor.get(saved.location).words
    newest = library.desk.audit.rows(1)[0]
    assert (newest.act, newest.object) == ("draft_saved", "sheet:xinzhi")


def test_a_mistake_is_named_by_line(editor: Browser) -> None:
    """Line, field and what is wrong in words, with the line itself; the text stays, and nothing is kept."""
    wrong = YULU.replace("valid_from: 2015-01-01", "valid_from: 去年")
    shown = editor.submit(EDIT, SAVE, sheet="yulu", text=wrong)
    assert shown.status == 422
    assert "第 6 行，valid_from：" in shown.words
    assert "valid_from: 去年" in shown.sheet_text
    assert "草稿" not in editor.get("/knowledge?state=draft").words.partition("共")[2]


def test_what_keeps_it_from_being_published_is_listed(editor: Browser) -> None:
    """A figure without a source is named with its section; the draft can be kept all the same."""
    text = YULU.replace("\n---\n今年", "\n另外再补98765元。\n\n---\n今年")
    assert "数字 98765" in editor.submit(EDIT, "/knowledge/edit/preview", sheet="yulu", text=text).words
    assert editor.submit(EDIT, SAVE, sheet="yulu", text=text).status == 303


def test_the_page_asks_for_the_preview_alone(editor: Browser) -> None:
    """With scripts the preview comes as a part of the page; without them the whole page is shown."""
    token = editor.get(EDIT).token
    part = editor.ask_part("/knowledge/edit/preview", csrf=token, text=RENAMED)
    assert part.status == 200
    assert "一学期补多少" in part.words
    assert "<html" not in part.text
    whole = editor.submit(EDIT, "/knowledge/edit/preview", sheet="yulu", text=RENAMED)
    assert "<html" in whole.text
    assert "一学期补多少" in whole.words


def test_a_trial_question_is_asked_of_the_draft(editor: Browser, library: Office) -> None:
    """The reply shows the section that the draft would answer with; farmers still get the old one."""
    live = library.workshop.store.live_id
    asked = {"sheet": "yulu", "text": RENAMED, "question": "雨露计划每个学期补助多少钱"}
    shown = editor.submit(EDIT, "/knowledge/edit/ask", **asked)
    assert "雨露计划明白纸·一学期补多少" in shown.words
    assert "答上了" in shown.words
    assert library.workshop.store.live_id == live
    assert editor.submit(EDIT, "/knowledge/edit/ask", **{**asked, "question": " "}).status == 422
    assert "98765" in editor.submit(
        EDIT, "/knowledge/edit/ask", **{**asked, "text": RENAMED.replace("1500元", "98765元")}
    ).words


def test_an_id_never_changes_and_is_never_taken_twice(editor: Browser) -> None:
    """Saving under another id, or a new sheet under an id that exists, is refused in words."""
    changed = editor.submit(EDIT, SAVE, sheet="yulu", text=YULU.replace("id: yulu", "id: yulu2"))
    assert "编号（id）不能改" in changed.words
    assert "已经有一张明白纸" in editor.submit(NEW, SAVE, sheet="", text=YULU).words


def test_two_editors_do_not_overwrite_each_other(editor: Browser, library: Office) -> None:
    """Another's draft can be seen and tried, not saved over; an administrator may give it up, and that is logged."""
    editor.submit(EDIT, SAVE, sheet="yulu", text=RENAMED)
    colleague = library.member("编辑小赵", Role.EDITOR)
    shown = colleague.submit(EDIT, SAVE, sheet="yulu", text=YULU)
    assert shown.status == 409
    assert f"已有 {EDITOR} 的草稿" in shown.words
    assert colleague.submit(EDIT, "/knowledge/sheets/yulu/discard").status == 403
    admin = library.member(ADMIN, Role.ADMIN)
    assert admin.submit(EDIT, "/knowledge/sheets/yulu/discard").status == 303
    assert library.workshop.drafts.all() == {}
    assert library.desk.audit.rows(1)[0].act == "draft_discarded"
    assert editor.submit(EDIT, "/knowledge/sheets/yulu/discard").status == 404


def test_an_overlong_text_is_cut_off(editor: Browser) -> None:
    """What is far longer than any sheet gets the page that says so."""
    assert editor.submit(NEW, SAVE, sheet="", text="长" * 110_000).status == 413
