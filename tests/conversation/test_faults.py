"""What a farmer hears, and what stays on record, while a process is away."""

import time
from collections.abc import Callable, Iterator

import pytest

from tests.conversation.servers import Chat, Servers

pytestmark = pytest.mark.servers
FIVE_SECONDS = 5.0


@pytest.fixture(params=["actions", "rasa"])
def without(request: pytest.FixtureRequest, servers: Servers) -> Iterator[str]:
    """Stop one process, and start it again afterwards."""
    name: str = request.param
    servers.stop(name)
    yield name
    servers.start(name)


def test_silence_is_spoken_about(without: str, new_chat: Callable[[], Chat], servers: Servers) -> None:
    """With a process away a message gets the fixed sentence with a phone number in time; hardship is on record."""
    started = time.monotonic()
    chat = new_chat().say("低保怎么申请")
    assert time.monotonic() - started < FIVE_SECONDS  # promised to people, far above what it takes
    assert chat.status == "degraded"
    assert "12317" in chat.text
    before = len(servers.intake("list"))
    chat = new_chat().say("我屋里崽出车祸断了腿,治不起")
    assert chat.status in {"degraded", "crisis"}
    assert chat.meta("receipt")
    assert len(servers.intake("list")) == before + 1


def test_a_draft_outlives_a_restart(new_chat: Callable[[], Chat], servers: Servers) -> None:
    """A self-report begun before Rasa and the action server died goes on at the same question."""
    chat = new_chat().say("屋里男人得了癌症,借了十几万,两个细伢子读书冇钱交学费").say("同意")
    asked = chat.meta("field")
    servers.stop("rasa", "actions")
    servers.start("rasa", "actions")
    chat.say("我自己" if asked == "who" else "田小禾")
    assert chat.status in {"report_question", "report_offered"}
    assert chat.meta("field")
