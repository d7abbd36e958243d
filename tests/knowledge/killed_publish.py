"""Publishes the drafts of a folder over and over, killed at each write to the disk in turn; prints what was found."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

import torch

from knowledge.drafts import Drafts
from knowledge.edition import EditionStore
from knowledge.encoders import Encoders
from knowledge.errors import KnowledgeError
from knowledge.manifest import About
from knowledge.publishing import Parts, Publisher
from tests.knowledge.small import GOLDEN, answerer

_WRITES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.copytree"}
_KILLED, _DONE = 9, 0


@dataclass
class Found:
    """How many publishes were killed, which edition was live after each, and what was damaged."""

    steps: int = 0
    old: int = 0
    new: int = 0
    damaged: list[str] = field(default_factory=list)
    last: str = ""


def main(folder: Path, encoders: Encoders) -> None:
    """Fork a publisher for every step until one lives to the end."""
    store, drafts = EditionStore(folder / "editions"), Drafts(folder / "drafts")
    publisher = Publisher(Parts(store, encoders, folder / "ranker.json", answerer, GOLDEN))
    publisher.gate(list(drafts.all().values()))  # loads all that is loaded late, before the first fork
    old, found = store.live_id, Found()
    for step in range(1, 400):
        if _forked(partial(_publish, publisher, drafts, step)) == _DONE:
            found.last = "published"
            break
        found.steps += 1
        try:
            store.load(store.live_id, encoders)
        except KnowledgeError as error:
            found.damaged.append(f"{step}: {error}")
        if store.live_id == old:
            found.old += 1
        else:
            found.new += 1
            publisher.rollback(old, About("测试", "再来"))
            old = store.live_id
    sys.stdout.write(json.dumps(asdict(found)))


def _publish(publisher: Publisher, drafts: Drafts, step: int) -> None:
    left = step

    def die(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        writes = event in _WRITES or (event == "open" and _writing(arguments))
        left -= writes
        if writes and not left:
            os._exit(_KILLED)

    sys.addaudithook(die)
    publisher.publish(list(drafts.all().values()), About("测试", "试"))


def _writing(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def _forked(work: Callable[[], None]) -> int:
    child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = _DONE
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    torch.set_num_threads(1)  # a forked child has no threads to wait for
    main(Path(sys.argv[1]), Encoders(Path(sys.argv[2])))
