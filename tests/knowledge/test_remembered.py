"""What the live edition said is asked once, and never taken for something else."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from knowledge.gate import Reply
from knowledge.remembered import key_of, remembered
from tests.knowledge.small import GOLDEN

DAY = date(2026, 11, 25)
SAID = (Reply("答", True), Reply("不晓得", False))


class Asking:
    """Says the same each time, and counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> tuple[Reply, ...]:
        self.times += 1
        return SAID


def test_it_is_asked_once(tmp_path: Path) -> None:
    """The second time the replies come from the file; another key asks anew."""
    asking, path = Asking(), tmp_path / "e.golden.json"
    assert remembered(path, "k", asking) == remembered(path, "k", asking) == SAID
    assert asking.times == 1
    assert remembered(path, "other", asking) == SAID
    assert asking.times == 2


def test_a_damaged_file_is_asked_anew(tmp_path: Path) -> None:
    """What cannot be read is only forgotten."""
    asking, path = Asking(), tmp_path / "e.golden.json"
    for broken in ("", "{", '{"key": "k"}', '{"key": "k", "replies": [1]}'):
        path.write_text(broken, encoding="utf-8")
        assert remembered(path, "k", asking) == SAID
    assert asking.times == 4


def test_the_key_holds_all_that_replies_depend_on() -> None:
    """Another edition, another day, another question or expectation: another key."""
    changed = (replace(GOLDEN[0], must=("1500",)), *GOLDEN[1:])
    keys = [
        key_of("e1", GOLDEN, DAY), key_of("e2", GOLDEN, DAY), key_of("e1", GOLDEN, date(2026, 11, 26)),
        key_of("e1", changed, DAY), key_of("e1", GOLDEN[:1], DAY),
    ]  # fmt: skip
    assert len(set(keys)) == len(keys)
    assert key_of("e1", GOLDEN, DAY) == keys[0]
