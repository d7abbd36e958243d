from pathlib import Path

from supervisor.stamps import Stamp, fingerprint


def test_a_change_anywhere_changes_the_fingerprint(tmp_path: Path) -> None:
    """Content, name and number of files count; compiled caches do not."""
    (tmp_path / "a.md").write_text("一", encoding="utf-8")
    first = fingerprint([tmp_path])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "x.pyc").write_text("x", encoding="utf-8")
    assert fingerprint([tmp_path]) == first
    (tmp_path / "a.md").write_text("二", encoding="utf-8")
    changed = fingerprint([tmp_path])
    (tmp_path / "b.md").write_text("", encoding="utf-8")
    assert len({first, changed, fingerprint([tmp_path])}) == 3


def test_a_stamp_remembers_the_last_build(tmp_path: Path) -> None:
    """Nothing matches before the first build; afterwards only what was built."""
    stamp = Stamp(tmp_path / "stamps" / "knowledge")
    assert not stamp.matches("1")
    stamp.set("1")
    assert stamp.matches("1")
    assert not stamp.matches("2")
