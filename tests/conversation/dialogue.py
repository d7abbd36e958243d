"""Reviewed dialogues as data: what is said, what must be answered, what must never be, which case results."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "dialogues"
_DIALOGUE = frozenset({"name", "why", "turns", "case", "within"})
_TURN = frozenset({"say", "press", "status", "field", "has", "any", "not", "passage"})
_CASE = frozenset({"count", "kinds", "urgency", "who", "state", "story"})


class BadDialogue(ValueError):
    """A dialogue file does not have the form it must have; the message names file and dialogue."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message (typed, or a button pressed by its title) and what its replies must show; `either`: one of these."""

    say: str
    press: str
    status: tuple[str, ...]
    field: str | None
    has: tuple[str, ...]
    either: tuple[str, ...]
    never: tuple[str, ...]
    passage: str


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation; `within` is the most messages until a receipt, `case` what the queue holds afterwards."""

    name: str
    why: str
    turns: tuple[Turn, ...]
    case: Mapping[str, Any]
    within: int | None


def dialogues(folder: Path = FOLDER) -> tuple[Dialogue, ...]:
    """Return all dialogues in the order of their files; raises BadDialogue."""
    found = tuple(
        _dialogue(row, path) for path in sorted(folder.glob("*.yml")) for row in yaml.safe_load(path.read_text("utf-8"))
    )
    names = [one.name for one in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadDialogue(f"names used twice: {', '.join(twice)}")
    return found


def _dialogue(row: Mapping[str, Any], path: Path) -> Dialogue:
    where = f"{path.name}: {row.get('name')}"
    _only(row, _DIALOGUE, where)
    if not row.get("name") or not row.get("why") or not row.get("turns"):
        raise BadDialogue(f"{where}: name, why and turns are needed")
    case = row.get("case", {"count": 0})
    _only(case, _CASE, where)
    turns = tuple(_turn(turn, where) for turn in row["turns"])
    return Dialogue(str(row["name"]), str(row["why"]), turns, case, row.get("within"))


def _turn(row: Mapping[str, Any], where: str) -> Turn:
    _only(row, _TURN, where)
    if ("say" in row) == ("press" in row):
        raise BadDialogue(f"{where}: a turn says something or presses a button: {row}")
    if not set(row) - {"say", "press"}:
        raise BadDialogue(f"{where}: nothing is expected of {row}")
    return Turn(
        say=str(row.get("say", "")),
        press=str(row.get("press", "")),
        status=_list(row.get("status")),
        field=row.get("field"),
        has=_list(row.get("has")),
        either=_list(row.get("any")),
        never=_list(row.get("not")),
        passage=str(row.get("passage", "")),
    )


def _only(row: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    if unknown := set(row) - known:
        raise BadDialogue(f"{where}: unknown {', '.join(sorted(unknown))}")


def _list(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(str(item) for item in value) if isinstance(value, list) else (str(value),)
