"""The history of editions, what differs between two, and going back."""

from intake.domain import Role
from knowledge.manifest import About
from tests.console.office import EDITOR, Browser, Office
from tests.console.test_sheet_editor import RENAMED

PAGE = "/knowledge/editions"


def _published(library: Office) -> tuple[str, str]:
    workshop = library.workshop
    first = workshop.store.live_id
    draft = workshop.drafts.save(RENAMED, EDITOR, workshop.published())
    second = workshop.publisher.publish([draft], About(EDITOR, "改了标题")).edition
    workshop.drafts.discard("yulu")
    return first, second


def test_who_published_what_and_why(editor: Browser, library: Office) -> None:
    """Newest first with author and reason; the difference is shown section by section."""
    first, second = _published(library)
    words = editor.get(PAGE).words
    assert words.index(second) < words.index(first)
    assert "理由 改了标题" in words
    shown = editor.get(f"{PAGE}/changes?old={first}&new={second}")
    assert "一学期补多少" in shown.words
    assert "dibao" not in shown.words
    assert "没有不同" in editor.get(f"{PAGE}/changes?old={first}&new={first}").words
    assert editor.get(f"{PAGE}/changes?old=../x&new={second}").status == 404


def test_going_back_needs_a_reason(editor: Browser, library: Office) -> None:
    """With a reason the old content is live again under a new edition, and the log names both."""
    first, second = _published(library)
    assert editor.submit(PAGE, f"{PAGE}/rollback", edition=first, reason=" ").status == 422
    assert editor.submit(PAGE, f"{PAGE}/rollback", edition="../live", reason="x").status == 422
    assert library.workshop.store.live_id == second
    editor.submit(PAGE, f"{PAGE}/rollback", edition=first, reason="写错了")
    live = library.workshop.store.live_id
    assert live not in (first, second)
    assert "一学期补多少" not in library.workshop.published()["yulu"]
    assert "已经退回" in editor.get(f"{PAGE}?done=rolled_back").words
    newest = library.desk.audit.rows(1)[0]
    assert (newest.act, newest.object) == ("rolled_back", f"edition:{live}")
    assert first in newest.detail


def test_a_reader_is_offered_no_way_back(library: Office) -> None:
    """An auditor reads the history and can change nothing."""
    _published(library)
    auditor = library.member("审计老吴", Role.AUDITOR)
    shown = auditor.get(PAGE)
    assert "改了标题" in shown.words
    assert "rollback" not in shown.text


def test_a_changed_history_is_said(editor: Browser, library: Office) -> None:
    """A manifest that somebody rewrote is named; what comes before it is still shown."""
    first, second = _published(library)
    path = library.workshop.store.beside(first, "x").parent / first / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace("第一版", "别的"), encoding="utf-8")
    words = editor.get(PAGE).words
    assert "被改动过" in words
    assert second in words
