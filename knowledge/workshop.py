"""The knowledge base as its editors have it; models are loaded when something is first tried, never before."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from knowledge.answers import ZONE, Answer, Question
from knowledge.check import Finding, check_sheets
from knowledge.drafts import Draft, Drafts, read_draft, text_digest
from knowledge.edition import EditionStore
from knowledge.errors import NoEdition
from knowledge.gaps import Cluster, cluster, solved
from knowledge.jobs import Jobs
from knowledge.publishing import Publisher
from knowledge.records import Records
from knowledge.sheet_writing import as_live
from knowledge.sheets import Sheet

_GAPS_READ = 300


@dataclass(frozen=True, slots=True)
class Solved:
    """How many of the open gaps a draft would answer: different questions, and how often they were asked."""

    questions: tuple[str, ...]
    times: int


class Workshop:
    """Sheets, drafts, editions, jobs and records of one installation; heavy work is done one piece at a time."""

    def __init__(
        self, store: EditionStore, drafts: Drafts, jobs: Jobs, records: Records, publisher: Callable[[], Publisher]
    ) -> None:
        self.store, self.drafts, self.jobs, self.records = store, drafts, jobs, records
        self._publisher_of, self._lock = publisher, threading.RLock()
        self._clustered: tuple[object, tuple[Cluster, ...]] | None = None

    @cached_property
    def publisher(self) -> Publisher:
        """Return the one publisher of this process."""
        return self._publisher_of()

    @property
    def lock(self) -> threading.RLock:
        """Return what is held while models are used: memory for two drafts at once is not there."""
        return self._lock

    def published(self) -> Mapping[str, str]:
        """Return the texts of the live edition's sheets by id; empty before the first."""
        try:
            return self.store.sheets(self.store.live_id)
        except NoEdition:
            return {}

    def sheets(self) -> Mapping[str, Sheet]:
        """Return the live edition's sheets by id."""
        return {name: read_draft(text) for name, text in self.published().items()}

    def findings(self, text: str) -> tuple[Finding, ...]:
        """Return what keeps a sheet from being published beside the others; raises SheetError when it is unreadable."""
        sheet = replace(read_draft(text), status="live")
        others = [one for name, one in self.sheets().items() if name != sheet.id]
        known = check_sheets(others)
        return tuple(one for one in check_sheets([*others, sheet]) if one not in known)

    def ask(self, text: str, question: str) -> Answer:
        """Return what a farmer would be told if `text` were live; raises KnowledgeError."""
        with self._lock:
            return self.publisher.trial([self.as_draft(text)]).ask(Question(question))

    def solves(self, drafts: Sequence[Draft]) -> Solved:
        """Return which of the open gaps would be answered if `drafts` were live; raises KnowledgeError."""
        gaps = self.records.gaps(_GAPS_READ)
        with self._lock:
            found = solved(gaps, self.publisher.trial(drafts))
        return Solved(tuple(text for text, _ in found), sum(times for _, times in found))

    def clusters(self) -> tuple[Cluster, ...]:
        """Return the open gaps, those that ask the same thing together; raises KnowledgeError."""
        gaps = self.records.gaps(_GAPS_READ)
        with self._lock:
            if self._clustered is None or self._clustered[0] != gaps:
                self._clustered = (gaps, cluster(gaps, self.publisher.live().encoder) if gaps else ())
            return self._clustered[1]

    def as_draft(self, text: str) -> Draft:
        """Return `text` as a draft to try out, kept nowhere; raises SheetError."""
        sheet = read_draft(text)
        now = datetime.now(ZONE).isoformat(timespec="seconds")
        return Draft(sheet.id, as_live(text), "", now, text_digest(self.published().get(sheet.id)))
