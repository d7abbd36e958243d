"""Publishing through the gate: as a job that outlives the browser, refused when a right answer would be lost."""

import time
from dataclasses import replace

from intake.domain import Role
from knowledge.jobs import JobState, new_job
from tests.console.office import ADMIN, EDITOR, Browser, Office, Shown
from tests.console.test_sheet_editor import EDIT, RENAMED, SAVE, YULU

PAGE = "/knowledge/publish"
LOSING = YULU.replace("{#amount}", "{#amount_2026}")


def _finished(browser: Browser, started: Shown) -> Shown:
    assert started.location.startswith("/knowledge/jobs/"), started.words
    for _ in range(600):
        shown = browser.get(started.location)
        if 'http-equiv="refresh"' not in shown.text:
            return shown
        time.sleep(0.1)
    raise TimeoutError("the job did not end")


def _publish(browser: Browser, **fields: str) -> Shown:
    told = {"sheet-yulu": "1", "do": "publish", "reason": "改了标题", **fields}
    return _finished(browser, browser.submit(PAGE, PAGE, **told))


def test_a_draft_is_published(editor: Browser, library: Office) -> None:
    """The farmers' edition is the new one, the draft is gone, and the log tells who, with the manifest's digest."""
    editor.submit(EDIT, SAVE, sheet="yulu", text=RENAMED)
    shown = _publish(editor)
    assert "已发布" in shown.words
    assert "现在答对 2 个，发布后答对 2 个" in shown.words
    store = library.workshop.store
    assert "一学期补多少" in store.sheets(store.live_id)["yulu"]
    assert library.workshop.drafts.all() == {}
    newest, asked = library.desk.audit.rows(2)
    assert (newest.act, newest.object, asked.act) == ("published", f"edition:{store.live_id}", "publish_asked")
    assert store.manifest(store.live_id)[1] in newest.detail


def test_the_gate_refuses_until_the_draft_is_mended(editor: Browser, library: Office) -> None:
    """A right answer that would be lost is shown old beside new; nothing changes until the draft is mended."""
    live = library.workshop.store.live_id
    editor.submit(EDIT, SAVE, sheet="yulu", text=LOSING)
    refused = _publish(editor)
    assert "考题变差了，没有发布" in refused.words
    assert "问：雨露计划每个学期补助多少钱" in refused.words
    assert refused.words.count("【雨露计划明白纸") >= 2
    assert "照样发布的理由" not in refused.words
    assert 'name="override"' not in refused.text
    assert library.workshop.store.live_id == live
    editor.submit(EDIT, SAVE, sheet="yulu", text=RENAMED)
    assert "已发布" in _publish(editor).words
    assert [row.act for row in library.desk.audit.rows(5)] == [
        "published", "publish_asked", "draft_saved", "gate_refused", "publish_asked",
    ]  # fmt: skip


def test_only_who_may_override_publishes_all_the_same(editor: Browser, library: Office) -> None:
    """An editor's override is refused; an administrator's goes through with its reason, which history keeps."""
    editor.submit(EDIT, SAVE, sheet="yulu", text=LOSING)
    told = {"sheet-yulu": "1", "do": "publish", "reason": "改了编号", "override": "考题随后改"}
    assert editor.submit(PAGE, PAGE, **told).status == 403
    admin = library.member(ADMIN, Role.ADMIN)
    assert "已发布" in _publish(admin, override="考题随后改").words
    assert "照样发布的理由：考题随后改" in admin.get("/knowledge/editions").words
    assert '"override": 1' in library.desk.audit.rows(1)[0].detail


def test_the_gate_alone_publishes_nothing(editor: Browser, library: Office) -> None:
    """To try the gate leaves everything as it is, offers to publish, and remembers what the live edition said."""
    live = library.workshop.store.live_id
    editor.submit(EDIT, SAVE, sheet="yulu", text=RENAMED)
    shown = _publish(editor, do="gate", reason="")
    assert "可以发布" in shown.words
    assert library.workshop.store.live_id == live
    assert "yulu" in library.workshop.drafts.all()
    assert library.workshop.store.beside(live, "golden.json").is_file()


def test_what_is_missing_is_said(editor: Browser) -> None:
    """Without a draft chosen, without a reason, or with a draft that is gone, nothing starts."""
    assert "至少勾选一份" in editor.submit(PAGE, PAGE, do="publish", reason="x").words
    assert "为什么发布" in editor.submit(PAGE, PAGE, **{"sheet-yulu": "1", "do": "publish", "reason": " "}).words
    shown = editor.submit(PAGE, PAGE, **{"sheet-yulu": "1", "do": "publish", "reason": "x"})
    assert (shown.status, "没有草稿" in shown.words) == (409, True)
    assert editor.get("/knowledge/jobs/20260101T000000-abcdef").status == 404
    assert editor.get("/knowledge/jobs/../../live").status == 404


def test_one_job_at_a_time(editor: Browser, library: Office) -> None:
    """While a job runs the next is told to wait."""
    editor.submit(EDIT, SAVE, sheet="yulu", text=RENAMED)
    with library.workshop.jobs.hold():
        shown = editor.submit(PAGE, PAGE, **{"sheet-yulu": "1", "do": "publish", "reason": "x"})
    assert (shown.status, "请等它做完" in shown.words) == (409, True)


def test_a_job_whose_process_died_is_told_of(editor: Browser, library: Office) -> None:
    """A record that nobody works on any more is shown as interrupted, and the log knows."""
    jobs = library.workshop.jobs
    jobs.hold().close()
    job = jobs.save(new_job(["yulu"], (1, EDITOR), "改了标题", "", True))
    assert "中断了" in editor.get(f"/knowledge/jobs/{job.id}").words
    assert library.desk.audit.rows(1)[0].act == "publish_failed"
    assert jobs.get(job.id).told


def test_a_job_that_died_after_its_publish_counts_as_done(editor: Browser, library: Office) -> None:
    """Whether it was published is read from the edition itself, and the draft is cleared away."""
    editor.submit(EDIT, SAVE, sheet="yulu", text=RENAMED)
    draft = library.workshop.drafts.get("yulu")
    _publish(editor)
    jobs = library.workshop.jobs
    (job,) = jobs.newest()
    jobs.save(replace(job, state=JobState.RUNNING, told=False, edition="", report=None))
    library.workshop.drafts.save(draft.text, EDITOR, {})
    assert "已发布" in editor.get(f"/knowledge/jobs/{job.id}").words
    assert library.workshop.drafts.all() == {}


def test_a_draft_of_an_older_text_must_be_compared_first(editor: Browser, library: Office) -> None:
    """After another publish the draft is held back until its author says that both were compared."""
    editor.submit(EDIT, SAVE, sheet="yulu", text=RENAMED)
    published = library.workshop.published()
    library.workshop.drafts.discard("yulu")
    library.workshop.drafts.save(RENAMED, EDITOR, {**published, "yulu": "older"})
    assert "别人发布过" in _publish(editor).words
    assert "已经对照过" in editor.get(EDIT).words
    editor.submit(EDIT, "/knowledge/sheets/yulu/rebase")
    assert "已发布" in _publish(editor).words
