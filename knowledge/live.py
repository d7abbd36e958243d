"""The live edition of a running process: taken anew when another one is published."""

import threading
import time
from collections.abc import Callable

from knowledge.edition import Edition, EditionStore
from knowledge.encoder import Encoder
from knowledge.errors import KnowledgeError

_LOOK_SECONDS = 2.0


class LiveEdition:
    """Gives the published edition; looks at the pointer at most every two seconds.

    A new edition that cannot be loaded is reported once to `warn` and the one already loaded stays in use.
    """

    def __init__(
        self,
        store: EditionStore,
        encoders: Callable[[str], Encoder],
        warn: Callable[[str], None],
        look_seconds: float = _LOOK_SECONDS,
    ) -> None:
        self._store, self._encoders, self._warn, self._look_seconds = store, encoders, warn, look_seconds
        self._lock = threading.Lock()
        self._edition: Edition | None = None
        self._refused = ""
        self._looked = float("-inf")

    def __call__(self) -> Edition:
        """Return the edition to answer from; raises KnowledgeError when there has never been one."""
        with self._lock:
            if self._edition is None or time.monotonic() - self._looked >= self._look_seconds:
                self._edition = self._newest(self._edition)
                self._looked = time.monotonic()
            return self._edition

    def _newest(self, loaded: Edition | None) -> Edition:
        if loaded is None:
            return self._store.load(self._store.live_id, self._encoders)
        live = ""
        try:
            live = self._store.live_id
            return loaded if live in (loaded.id, self._refused) else self._store.load(live, self._encoders)
        except KnowledgeError as error:
            self._refused = live
            self._warn(str(error))
            return loaded
