"""What must exist before the processes start: database, understanding model, knowledge edition, a staff account."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from language.texts import Texts
from supervisor.stamps import Stamp, fingerprint

RASA_PYTHON = Path(".venv-rasa/bin/python")
_KNOWLEDGE_SOURCES = (Path("knowledge"), Path("language"), Path("requirements.txt"))
Say = Callable[[str], None]


class NotPrepared(Exception):
    """A step did not succeed; its own output says why."""


class Preparation:
    """Runs the steps in order; each does nothing when its sources have not changed."""

    def __init__(self, knowledge_dir: Path, stamps: Path, texts: Texts, say: Say) -> None:
        self._knowledge_dir, self._texts, self._say = knowledge_dir, texts, say
        self._knowledge = Stamp(stamps / "knowledge")

    def models(self) -> None:
        """Train and publish what answers questions and understands messages; raises NotPrepared."""
        self._say(self._texts("understanding"))
        self._run("nlu.train", RASA_PYTHON)
        sources = fingerprint(_KNOWLEDGE_SOURCES)
        if self._knowledge.matches(sources) and (self._knowledge_dir / "editions" / "live").is_file():
            self._say(self._texts("knowledge_same"))
            return
        self._say(self._texts("knowledge"))
        self._run("knowledge train")
        self._run("knowledge build")
        self._knowledge.set(sources)

    def database(self) -> None:
        """Bring the database to the newest schema; raises NotPrepared."""
        self._say(self._texts("database"))
        self._run("intake upgrade")

    def _run(self, module: str, python: Path = Path(sys.executable)) -> None:
        # Each step is the command an operator would run by hand, in a process of its own.
        finished = subprocess.run([str(python), "-m", *module.split()], check=False)  # noqa: S603 - our own modules
        if finished.returncode:
            raise NotPrepared(self._texts("failed", step=module))
