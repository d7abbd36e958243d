import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.answers import Question
from knowledge.drafts import Draft, Drafts
from knowledge.edition import EditionStore
from knowledge.encoder import Vectors
from knowledge.encoders import Encoders
from knowledge.errors import DraftConflict, KnowledgeBusy, KnowledgeError
from knowledge.gate import GateClosed
from knowledge.history import difference, history, prune
from knowledge.manifest import About
from knowledge.publishing import Parts, Publisher
from tests.knowledge.conftest import Built
from tests.knowledge.small import GOLDEN, answerer

ABOUT = About("编辑甲", "改一改")


@pytest.fixture
def store(tmp_path: Path) -> EditionStore:
    return EditionStore(tmp_path / "editions")


@pytest.fixture
def publisher(built: Built, store: EditionStore, tmp_path: Path) -> Publisher:
    """A publisher over a folder of its own whose first edition holds the two sheets."""
    built.ranker.save(tmp_path / "ranker.json")
    made = Publisher(Parts(store, built.encoders, tmp_path / "ranker.json", answerer, GOLDEN))
    made.build(built.sheets, About("系统", "第一版", "build"))
    return made


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "drafts")


def _renamed(publisher: Publisher, drafts: Drafts, name: str) -> Draft:
    """Save a draft in which the section with the amount has another heading."""
    text, changed = re.subn(r"^## .+ \{#amount\}", f"## {name} {{#amount}}", publisher.published()["yulu"], flags=re.M)
    assert changed == 1
    return drafts.save(text, "编辑甲", publisher.published())


def test_a_published_draft_answers(publisher: Publisher, drafts: Drafts, store: EditionStore, built: Built) -> None:
    """What an editor changed and published is what the next question gets."""
    draft = _renamed(publisher, drafts, "到底补多少钱")
    published = publisher.publish([draft], ABOUT)
    assert published.edition == store.live_id
    answer = answerer(store.load(store.live_id, built.encoders)).ask(Question(GOLDEN[0].text))
    assert "到底补多少钱" in answer.text


def test_only_the_changed_sheet_is_encoded_again(
    publisher: Publisher, drafts: Drafts, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The encoder sees the texts of the changed section alone; all other vectors are taken over."""
    draft = _renamed(publisher, drafts, "每学期补多少钱")
    seen: list[str] = []
    encode = type(built.encoder).encode

    def watched(self: object, texts: list[str]) -> Vectors:
        seen.extend(texts)
        return encode(self, texts)  # type: ignore[arg-type]

    monkeypatch.setattr(type(built.encoder), "encode", watched)
    whole = publisher.preview([draft])
    old = publisher.preview([])
    assert whole.index.rows.owner.shape == old.index.rows.owner.shape
    assert len(seen) == 1


def test_the_gate_stays_shut_for_a_right_answer_lost(
    publisher: Publisher, drafts: Drafts, store: EditionStore
) -> None:
    """A publish that loses a right answer is refused, shows old and new, and changes nothing."""
    live = store.live_id
    text = publisher.published()["yulu"]
    draft = drafts.save(text.replace("{#amount}", "{#amount_2026}"), "编辑甲", publisher.published())
    with pytest.raises(GateClosed) as refused:
        publisher.publish([draft], ABOUT)
    (lost,) = refused.value.report.lost
    assert (lost.question, refused.value.report.right_after) == (GOLDEN[0].text, 1)
    assert lost.question in str(refused.value)
    assert store.live_id == live
    published = publisher.publish([draft], replace(ABOUT, override="小节换了名字,考题随后改"))
    entry = next(history(store))
    assert (entry.edition, entry.override) == (published.edition, "小节换了名字,考题随后改")


def test_a_draft_of_an_older_text_is_refused(publisher: Publisher, drafts: Drafts) -> None:
    """Two people's changes never overwrite each other: the later publish is told to look at the newer text."""
    mine = _renamed(publisher, drafts, "每学期补几多")
    drafts.discard("yulu")
    theirs = drafts.save(mine.text + "\n", "编辑乙", publisher.published())
    with pytest.raises(DraftConflict, match="编辑乙"):
        drafts.save(mine.text, "编辑甲", publisher.published())
    publisher.publish([theirs], ABOUT)
    with pytest.raises(DraftConflict, match="别人发布过"):
        publisher.publish([mine], ABOUT)


def test_a_sheet_with_findings_is_not_published(publisher: Publisher, drafts: Drafts, store: EditionStore) -> None:
    """A figure that no fact bears keeps a draft from being published, with the finding in words."""
    live = store.live_id
    published = publisher.published()
    text = published["yulu"].replace("\n---\n今年", "另外再补98765元。\n\n---\n今年")
    draft = drafts.save(text, "编辑甲", published)
    with pytest.raises(KnowledgeError, match="98765"):
        publisher.publish([draft], ABOUT)
    assert store.live_id == live


def test_rollback_is_a_new_edition_of_old_content(publisher: Publisher, drafts: Drafts, store: EditionStore) -> None:
    """After a rollback the old sheets answer, and history keeps all three in order with who and why."""
    first = store.live_id
    second = publisher.publish([_renamed(publisher, drafts, "每个学期补好多")], ABOUT).edition
    third = publisher.rollback(first, About("编辑乙", "写错了"))
    assert difference(store.sheets(first), store.sheets(third)) == ""
    assert "每个学期补好多" in difference(store.sheets(first), store.sheets(second))
    told = [(entry.edition, entry.action, entry.author, entry.of) for entry in history(store)]
    assert told == [
        (third, "rollback", "编辑乙", first), (second, "publish", "编辑甲", ""), (first, "build", "系统", ""),
    ]  # fmt: skip


def test_a_changed_history_is_seen(publisher: Publisher, drafts: Drafts, store: EditionStore, tmp_path: Path) -> None:
    """Whoever rewrites an earlier edition's manifest is found out by the next one's digest."""
    first = store.live_id
    publisher.publish([_renamed(publisher, drafts, "每个学期补好多")], ABOUT)
    path = tmp_path / "editions" / first / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace("第一版", "别的"), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=first):
        list(history(store))


def test_what_a_county_wrote_outlives_the_projects_new_sheets(
    publisher: Publisher, drafts: Drafts, built: Built
) -> None:
    """A newer program's sheets are built around those that the county published itself."""
    publisher.publish([_renamed(publisher, drafts, "每个学期补好多")], ABOUT)
    publisher.build(built.sheets, About("系统", "新程序", "build"))
    assert "每个学期补好多" in publisher.published()["yulu"]


def test_old_editions_are_pruned(publisher: Publisher, drafts: Drafts, store: EditionStore) -> None:
    """Only the newest published editions are kept, the live one always."""
    for text in ("每个学期补好多", "一个学期补好多"):
        publisher.publish([_renamed(publisher, drafts, text)], ABOUT)
        publisher.rollback(store.history()[0], ABOUT)
        drafts.discard("yulu")
    prune(store, 1)
    assert store.history() == [store.live_id]


def test_one_publisher_at_a_time(publisher: Publisher, store: EditionStore, drafts: Drafts) -> None:
    """A second publisher is told to wait, and nothing happens."""
    draft = _renamed(publisher, drafts, "每个学期补好多")
    with store.alone(), pytest.raises(KnowledgeBusy, match="一分钟"):
        publisher.publish([draft], ABOUT)


def test_an_older_edition_brings_its_own_encoder(built: Built, tmp_path: Path) -> None:
    """An encoder that editions were made with is still found after a newer one was trained in its place."""
    folder = tmp_path / "trained"
    shutil.copytree(built.encoders.trained, folder / "encoder")
    encoders = Encoders(folder)
    encoders.keep(encoders.newest())
    shutil.rmtree(folder / "encoder")
    assert Encoders(folder)(built.encoder.identity).identity == built.encoder.identity


def test_a_publish_killed_at_any_step_leaves_the_old_one_live(
    publisher: Publisher, drafts: Drafts, built: Built, tmp_path: Path
) -> None:
    """However far a publish came when it was killed, a whole edition is live, and the next publish works."""
    _renamed(publisher, drafts, "每个学期补好多")
    encoder_folder = built.encoders.trained.parent
    command = [sys.executable, "-m", "tests.knowledge.killed_publish", str(tmp_path), str(encoder_folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["steps"] >= 15
    assert report["damaged"] == []
    assert report["old"] == report["steps"] - report["new"]
    assert report["new"] <= 1  # killed after the swap of the pointer
    assert report["last"] == "published"
