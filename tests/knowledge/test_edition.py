import json
from pathlib import Path

import pytest

from knowledge.content import Content
from knowledge.edition import EditionStore
from knowledge.errors import DamagedEdition, NoEdition, StaleEdition
from knowledge.index import build_index
from knowledge.live import LiveEdition
from knowledge.manifest import About
from tests.knowledge.conftest import Built


@pytest.fixture
def store(tmp_path: Path) -> EditionStore:
    return EditionStore(tmp_path / "editions")


@pytest.fixture
def written(store: EditionStore, built: Built) -> str:
    return store.write(_content(built, 20), About("测试", "试一试"))


def _content(built: Built, passages: int) -> Content:
    return Content(build_index(built.passages[:passages], built.encoder), built.ranker, built.encoder, built.sheets)


def test_an_edition_comes_back_as_written(store: EditionStore, written: str, built: Built) -> None:
    """What is loaded are the same passages in the same order, with vectors that find them."""
    edition = store.load(written, built.encoders)
    assert edition.index.passages == built.passages[:20]
    _, _, nearest = edition.index.nearest(built.encoder.encode([built.passages[3].questions[0]]), 5)
    assert nearest[0] == 3


def test_writing_is_not_publishing(store: EditionStore, written: str) -> None:
    """An edition is live only after it was published."""
    with pytest.raises(NoEdition):
        _ = store.live_id
    store.publish(written)
    assert store.live_id == written


@pytest.mark.parametrize("name", ["passages.jsonl", "dense.faiss", "rows.npz", "ranker.json", "words/vocab.index.json"])
def test_a_changed_byte_is_seen(store: EditionStore, written: str, built: Built, tmp_path: Path, name: str) -> None:
    """A file that is not what the manifest says refuses the edition and names the file."""
    path = tmp_path / "editions" / written / name
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(DamagedEdition, match=name):
        store.load(written, built.encoders)
    with pytest.raises(DamagedEdition):
        store.publish(written)


def test_a_missing_manifest_is_damage(store: EditionStore, written: str, built: Built, tmp_path: Path) -> None:
    """An edition without a readable manifest is refused with what to do."""
    (tmp_path / "editions" / written / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(DamagedEdition, match="knowledge build"):
        store.load(written, built.encoders)


@pytest.mark.parametrize(("field", "value"), [("encoder", "another"), ("format", 0), ("libraries", {})])
def test_another_programs_edition_is_stale(
    store: EditionStore, written: str, built: Built, tmp_path: Path, field: str, value: object
) -> None:
    """An edition of another encoder, format or library version is refused, never half-read."""
    path = tmp_path / "editions" / written / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8")) | {field: value}
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(StaleEdition):
        store.load(written, built.encoders)


def test_a_bad_new_edition_leaves_the_old_one_live(store: EditionStore, written: str, built: Built) -> None:
    """When the pointer names an edition that cannot be loaded, the loaded one answers on and it is said once."""
    store.publish(written)
    said: list[str] = []
    live = LiveEdition(store, built.encoders, said.append, look_seconds=0.0)
    assert live().id == written
    store._pointer.write_text("20990101T000000-ffffff", encoding="ascii")
    assert (live().id, live().id, len(said)) == (written, written, 1)


def test_a_new_edition_is_taken_without_a_restart(store: EditionStore, written: str, built: Built) -> None:
    """A process that answers takes the edition that was published after it started."""
    store.publish(written)
    live = LiveEdition(store, built.encoders, lambda _: None, look_seconds=0.0)
    assert live().id == written
    newer = store.write(_content(built, 5), About("测试", "再试"))
    store.publish(newer)
    assert (live().id, len(live().index.passages)) == (newer, 5)
    assert store.history() == sorted([written, newer])
