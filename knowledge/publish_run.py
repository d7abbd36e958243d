"""Runs publishing jobs in the background, so that a closed browser stops nothing and a killed process is told of."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import IO

import structlog

from knowledge.drafts import Draft
from knowledge.errors import KnowledgeBusy, KnowledgeError
from knowledge.gate import GateClosed
from knowledge.jobs import Job, JobState, ended
from knowledge.manifest import About
from knowledge.workshop import Workshop

Told = Callable[[Job], bool]


class PublishRun:
    """Starts jobs; `tell` writes the end of one into the audit log and says whether it could."""

    def __init__(self, workshop: Workshop, tell: Told) -> None:
        self._workshop, self._tell = workshop, tell
        self._log = structlog.get_logger("knowledge.publish")

    def start(self, job: Job) -> threading.Thread:
        """Run `job` in the background; raises KnowledgeBusy when one runs, KnowledgeError when a draft is gone."""
        drafts = [self._workshop.drafts.get(sheet) for sheet in job.sheets]
        lock = self._workshop.jobs.hold()
        try:
            self._workshop.jobs.save(job)
        except OSError:
            lock.close()
            raise
        # A daemon: the process may end at any time, which a publish survives whole and `settle` finds out.
        thread = threading.Thread(target=self._run, args=(job, drafts, lock), daemon=True)
        thread.start()
        return thread

    def settle(self) -> None:
        """Find jobs that a dead process left, and tell the ends that could not be told; raises KnowledgeError."""
        if not self._workshop.jobs.open():
            return
        try:
            lock = self._workshop.jobs.hold()
        except KnowledgeBusy:
            return  # it runs; what is left is settled at the next look
        with lock:
            for job in self._workshop.jobs.open():
                self._end(self._found(job) if job.running else job)

    def _run(self, job: Job, drafts: list[Draft], lock: IO[str]) -> None:
        with lock:
            try:
                done = self._published(job, drafts) if job.publish else self._compared(job, drafts)
            except GateClosed as closed:
                done = ended(job, JobState.REFUSED, report=closed.report)
            except KnowledgeError as error:
                done = ended(job, JobState.FAILED, problem=str(error))
            except Exception:  # noqa: BLE001  the edge of a thread: whatever it was, the record must say that it failed
                self._log.exception("publish_failed", job=job.id)
                done = ended(job, JobState.FAILED, problem="程序出了故障,没有发布")
            self._end(done)

    def _compared(self, job: Job, drafts: list[Draft]) -> Job:
        with self._workshop.lock:
            report = self._workshop.publisher.gate(drafts)
        found = self._workshop.solves(drafts)
        state = JobState.PASSED if report.passes else JobState.REFUSED
        return ended(job, state, report=report, solves=(len(found.questions), found.times))

    def _published(self, job: Job, drafts: list[Draft]) -> Job:
        with self._workshop.lock:
            about = About(job.author, job.reason, override=job.override, job=job.id)
            solved = self._workshop.solves(drafts)
            published = self._workshop.publisher.publish(drafts, about)
        self._clear(drafts)
        counted = (len(solved.questions), solved.times)
        done = ended(job, JobState.PUBLISHED, edition=published.edition, report=published.gate, solves=counted)
        self._workshop.jobs.save(done)
        try:
            self._workshop.records.settle(solved.questions, job.author, dismissed=False)
        except KnowledgeBusy:
            self._log.warning("gaps_not_settled", job=job.id)  # they stay in the list, which an editor can mend
        return done

    def _clear(self, drafts: list[Draft]) -> None:
        """Remove the drafts that were published, unless somebody has written on in the meantime."""
        for draft in drafts:
            if self._workshop.drafts.all().get(draft.sheet) == draft:
                self._workshop.drafts.discard(draft.sheet)

    def _found(self, job: Job) -> Job:
        """Return how a job ended whose process is gone: its edition is live, or nothing happened."""
        store = self._workshop.store
        edition = next((one for one in reversed(store.history()) if _made_by(store.manifest(one)[0], job)), "")
        if edition and edition == store.live_id:
            published = self._workshop.published()
            self._clear([one for one in self._workshop.drafts.all().values() if published.get(one.sheet) == one.text])
            return ended(job, JobState.PUBLISHED, edition=edition)
        return ended(job, JobState.LOST)

    def _end(self, job: Job) -> None:
        self._workshop.jobs.save(job)
        if self._tell(job):
            self._workshop.jobs.save(replace(job, told=True))


def _made_by(manifest: dict[str, object], job: Job) -> bool:
    about = manifest.get("about")
    return isinstance(about, dict) and about.get("job") == job.id


