"""The tracker store runs in Rasa's environment; what it keeps is shown there by a small program."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
PROGRAM = """
import asyncio, json
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from nlu.tracker import ForgetfulTrackerStore

domain = Domain.load("nlu/domain")

async def said(store, name):
    tracker = await store.get_or_create_tracker(name)
    said = UserUttered("我叫谭冬生,电话13800001234", {"name": "report_risk", "confidence": 1.0})
    for event in (said, ActiveLoop("self_report_form"), SlotSet("topic", "低保"), BotUttered("谭冬生,请确认"),
                  ActionExecuted("action_listen")):
        tracker.update(event, domain)
    await store.save(tracker)

async def main():
    store = ForgetfulTrackerStore(domain, conversations=2)
    for name in ("first", "second", "third"):
        await said(store, name)
    again = await store.retrieve("third")
    short = ForgetfulTrackerStore(domain, hours=0.0)
    await said(short, "gone")
    print(json.dumps({
        "kept": sorted(store.store), "written": "".join(map(str, store.store.values())),
        "loop": again.active_loop_name, "topic": again.get_slot("topic"), "events": len(again.events),
        "expired": sorted(short.store),
    }))

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    command = [str(PYTHON), "-W", "ignore", "-c", PROGRAM]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def test_nothing_that_was_said_outlives_its_turn(kept: dict[str, Any]) -> None:
    """Between two messages the store holds neither what the person wrote nor what was answered."""
    assert "second" in kept["kept"]
    assert [word for word in ("谭冬生", "13800001234", "\\u8c2d") if word in kept["written"]] == []


def test_the_open_form_and_the_slots_are_kept(kept: dict[str, Any]) -> None:
    """The next message finds the form open and the topic set, in a record that does not grow with the conversation."""
    assert kept["loop"] == "self_report_form"
    assert kept["topic"] == "低保"
    assert kept["events"] < 10


def test_the_oldest_conversations_are_forgotten(kept: dict[str, Any]) -> None:
    """At most so many conversations are kept, and none longer than its time."""
    assert kept["kept"] == ["second", "third"]
    assert kept["expired"] == []
