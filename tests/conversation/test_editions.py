"""Editions change under a running assistant, against every real process."""

import itertools
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge import build as wiring
from knowledge.drafts import Draft, text_digest
from knowledge.edition import EditionStore
from knowledge.encoders import Encoders
from knowledge.manifest import About
from knowledge.publishing import Parts, Publisher
from knowledge.settings import KnowledgeSettings
from tests.conversation.servers import Chat, Servers

pytestmark = pytest.mark.servers
QUESTIONS, CHANGES, ASKERS, SESSION = 1000, 20, 4, 50
ASKED = ("雨露计划一学期补多少钱", "雨露计划找哪个部门", "哪些学生有雨露计划", "雨露计划怎么申请")
TAKEN_WITHIN = 5.0  # seconds
SEEN_AFTER = 2.5  # seconds; a running process looks every two


@pytest.fixture
def store(servers: Servers) -> EditionStore:
    return wiring.store(_settings(servers))


@pytest.fixture
def publisher(servers: Servers, store: EditionStore) -> Publisher:
    """A publisher without golden questions: how fast editions change is what matters here."""
    settings = _settings(servers)
    ranker = settings.knowledge_dir / "ranker.json"
    return Publisher(Parts(store, Encoders(settings.knowledge_dir), ranker, wiring.answerer, ()))


def _settings(servers: Servers) -> KnowledgeSettings:
    return KnowledgeSettings(knowledge_dir=servers.knowledge)


def _marked(publisher: Publisher, number: int) -> Draft:
    """Return a draft in which every heading of one sheet bears the number."""
    published = publisher.published()["yulu"]
    text = re.sub(r"^## (第\d+版)?", f"## 第{number}版", published, flags=re.M)
    return Draft("yulu", text, "测试", "", text_digest(published))


def _marks(chat: Chat) -> set[str]:
    titles = [button["title"] for reply in chat.replies for button in reply["buttons"]]
    return set(re.findall(r"第(\d+)版", "\n".join([chat.text, *titles])))


def test_a_thousand_questions_while_editions_change(
    servers: Servers, publisher: Publisher, store: EditionStore
) -> None:
    """No error under 20 publishes and rollbacks, and no reply mixes two editions; the last is taken within seconds."""
    first = store.live_id
    changed = threading.Event()

    def ask(asker: int) -> list[set[str]]:
        found: list[set[str]] = []
        while len(found) < QUESTIONS // ASKERS or not changed.is_set():
            chat = Chat(servers, f"editions-{asker}-{len(found)}-session")
            for _, text in zip(range(SESSION), itertools.cycle(ASKED), strict=False):
                chat.say(text)
                assert chat.status in {"answered", "expired_only", "clarify"}, chat.text
                found.append(_marks(chat))
        return found

    with ThreadPoolExecutor(ASKERS) as askers:
        asking = [askers.submit(ask, asker) for asker in range(ASKERS)]
        try:
            for number in range(1, CHANGES, 2):
                publisher.publish([_marked(publisher, number)], About("测试", "换一换"))
                time.sleep(SEEN_AFTER)
                publisher.rollback(first, About("测试", "退回去"))
        finally:
            changed.set()
        marks = [found for one in asking for found in one.result()]
    assert len(marks) >= QUESTIONS
    assert [found for found in marks if len(found) > 1] == []
    assert len(set().union(*marks)) >= 2  # newer editions did answer
    _taken(servers, publisher, first)


def _taken(servers: Servers, publisher: Publisher, first: str) -> None:
    chat = Chat(servers, "editions-last-0-session")
    for change, wanted in (("publish", {"99"}), ("rollback", set())):
        if change == "publish":
            publisher.publish([_marked(publisher, 99)], About("测试", "最后一次"))
        else:
            publisher.rollback(first, About("测试", "还原"))
        until = time.monotonic() + TAKEN_WITHIN
        while _marks(chat.say(ASKED[0])) != wanted:
            assert time.monotonic() < until, chat.text
            time.sleep(0.5)
