"""Every reviewed dialogue, led through the real servers; DIALOGUE_ROUNDS repeats the whole set."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from intake.casefile import CaseFile
from intake.desk import IntakeDesk
from tests.conversation.dialogue import BadDialogue, Dialogue, Turn, dialogues
from tests.conversation.servers import Chat

ROUNDS = int(os.environ.get("DIALOGUE_ROUNDS", "1"))
ALL = dialogues()
_MANY = 100_000


@pytest.mark.servers
@pytest.mark.parametrize("dialogue", [pytest.param(one, id=f"{one.name}-{n}") for n in range(ROUNDS) for one in ALL])
def test_dialogue(dialogue: Dialogue, new_chat: Callable[[], Chat], desk: IntakeDesk) -> None:
    """What is said gets what must be answered, never what must not be, and leaves the case it should."""
    chat, before, filed_at = new_chat(), _receipts(desk), 0
    for number, turn in enumerate(dialogue.turns, start=1):
        said = turn.say.replace("{receipt}", _newest(desk, before))
        replied = chat.press(turn.press) if turn.press else chat.say(said)
        _check(turn, replied, _newest(desk, before))
        if not filed_at and chat.status == "report_filed":
            filed_at = number
    _check_case(dialogue, desk, _receipts(desk) - before)
    if dialogue.within is not None:
        assert 0 < filed_at <= dialogue.within, f"filed after {filed_at} messages"


def _check(turn: Turn, chat: Chat, receipt: str) -> None:
    told = f"{turn.say or turn.press} → {[reply['meta']['status'] for reply in chat.replies]} {chat.text}"
    if turn.status:
        assert chat.status in turn.status, told
    if turn.field is not None:
        assert (chat.meta("field") or "none") == turn.field, told
    expected = [word.replace("{receipt}", receipt) for word in turn.has]
    assert [word for word in expected if word not in chat.text] == [], told
    assert not turn.either or any(word in chat.text for word in turn.either), told
    assert [word for word in turn.never if word in chat.text] == [], told
    if turn.passage:
        assert turn.passage in [passage["id"] for passage in chat.meta("passages") or []], told


def _check_case(dialogue: Dialogue, desk: IntakeDesk, receipts: set[str]) -> None:
    expected = dialogue.case
    assert len(receipts) == expected.get("count", 1), receipts
    if not receipts:
        return
    case: CaseFile = desk.case(min(receipts))
    reports = [report for report in case.reports if report.receipt in receipts]
    assert set(expected.get("kinds", ())) <= {str(kind) for kind in case.kinds}
    assert expected.get("urgency", str(case.urgency)) == str(case.urgency)
    assert expected.get("who", str(reports[0].who)) == str(reports[0].who)
    assert expected.get("state", str(case.state)) == str(case.state)
    assert expected.get("story", "") in "\n".join(report.story for report in reports)


def _receipts(desk: IntakeDesk) -> set[str]:
    return {receipt for row in desk.everything(_MANY) for receipt in row.receipts}


def _newest(desk: IntakeDesk, before: set[str]) -> str:
    return next(iter(_receipts(desk) - before), "")


def test_there_are_enough_dialogues() -> None:
    """At least 120 dialogues are reviewed, and each way of reporting is counted in messages."""
    assert len(ALL) >= 120
    assert {4, 9} <= {one.within for one in ALL}


@pytest.mark.parametrize(
    "text",
    [
        "- {name: a, why: b, turns: [{say: x}]}",
        "- {name: a, why: b, turns: [{say: x, stauts: help}]}",
        "- {name: a, why: b, turns: [{say: x, press: y, status: help}]}",
        "- {name: a, turns: [{say: x, status: help}]}",
        "- {name: a, why: b, turns: [{say: x, status: help}]}\n- {name: a, why: b, turns: [{say: x, status: help}]}",
    ],
)
def test_a_dialogue_that_checks_nothing_is_refused(tmp_path: Path, text: str) -> None:
    """A misspelt or empty expectation does not pass for a check."""
    (tmp_path / "bad.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BadDialogue):
        dialogues(tmp_path)
