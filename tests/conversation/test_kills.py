"""A self-report is led to its end while processes are killed at random; KILLS sets how many times."""

import os
import random
import threading
import time
from dataclasses import dataclass, field
from uuid import uuid4

import httpx
import pytest

from intake.desk import IntakeDesk
from intake.domain import Channel
from tests.conversation.servers import Servers

pytestmark = pytest.mark.servers
KILLS = int(os.environ.get("KILLS", "6"))
STORY = "我男人去年中风瘫在床上，药费一个月一千多，两个细伢子的学费都交不起"
ANSWERS = {
    "consent": "同意", "who": "给我自己家报", "name": "谭冬生", "place": "示范县白水镇枫树村五组",
    "phone": "13800001177", "description": STORY, "risk_type": "生病", "household_size": "4", "confirm": "对，报上去",
}  # fmt: skip
ORDER = ("", "consent", "who", "name", "place", "risk_type", "description", "household_size", "phone", "confirm")
_PATIENCE = 120.0
_MOST_TURNS = 40
_LONGEST_DELAY = 0.12  # seconds from sending a message to the kill: before, while and after it is worked on


@dataclass
class Stubborn:
    """A person who sends the same message again when the line breaks, and says it again when asked to."""

    servers: Servers
    session: str = field(default_factory=lambda: f"kill-{uuid4().hex}")
    receipts: list[str] = field(default_factory=list)

    def say(self, text: str) -> tuple[str, str]:
        """Return status and field of the answer."""
        body, until = {"session": self.session, "text": text, "message_id": uuid4().hex}, time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            try:
                replies = httpx.post(self.servers.url("bot") + "/api/chat", json=body, timeout=15.0).json()["replies"]
            except httpx.HTTPError:
                time.sleep(0.2)
                continue
            meta = {name: value for reply in replies for name, value in reply["meta"].items()}
            if "receipt" in meta:
                self.receipts.append(meta["receipt"])
            return replies[0]["meta"]["status"], meta.get("field", "")
        raise AssertionError("no answer for two minutes")


def test_no_report_is_lost_or_doubled_by_kills(servers: Servers, desk: IntakeDesk) -> None:
    """Whatever process is killed at whatever turn, the form goes on where it was and one report results."""
    chance, killed = random.Random(20231001), 0
    while killed < KILLS:
        person = Stubborn(servers)
        killed += _lead(person, chance, KILLS - killed)
        conversation = desk.cipher.conversation_key(Channel.WEB, person.session)
        filed = desk.own_data.copy(conversation)["reports"]
        assert len(filed) == 1, (person.receipts, [row["story"] for row in filed])
        assert STORY in filed[0]["story"]
        assert {*person.receipts} == {filed[0]["receipt"]}
        assert desk.load_draft(conversation) is None


def _lead(person: Stubborn, chance: random.Random, left: int) -> int:
    """Answer every question until the receipt, killing on the way; return how many processes were killed."""
    asked, killed = "", 0
    for _ in range(_MOST_TURNS):
        text = ANSWERS.get(asked, STORY)
        victim = chance.choice(("rasa", "actions", "bot")) if killed < left and chance.random() < 0.5 else ""
        killed += bool(victim)
        status, now_asked = _said(person, text, victim, chance.uniform(0.0, _LONGEST_DELAY))
        if status == "report_filed":
            return killed
        if status == "degraded":  # the sentence asks to say it again in a while
            status, now_asked = person.say(text)
            if status == "report_filed":
                return killed
        assert ORDER.index(now_asked) >= ORDER.index(asked), f"back from {asked} to {now_asked or status}"
        asked = now_asked
    raise AssertionError(f"no receipt after {_MOST_TURNS} turns, asked for {asked}")


def _said(person: Stubborn, text: str, victim: str, delay: float) -> tuple[str, str]:
    if not victim:
        return person.say(text)

    def kill() -> None:
        time.sleep(delay)
        person.servers.stop(victim)
        person.servers.start(victim)

    killing = threading.Thread(target=kill)
    killing.start()
    try:
        return person.say(text)
    finally:
        killing.join()
