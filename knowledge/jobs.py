"""Publishing jobs on disk: what was asked for, how far it came, how it ended; one runs at a time."""

import fcntl
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from knowledge.errors import KnowledgeBusy, KnowledgeError
from knowledge.gate import GateReport, Lost

_ID = "%Y%m%dT%H%M%S"
_LOOKED_AT = 20


class JobState(StrEnum):
    """How far a job is."""

    RUNNING = "running"
    PASSED = "passed"  # only the gate was asked for, and nothing would be lost
    REFUSED = "refused"  # by the gate
    PUBLISHED = "published"
    FAILED = "failed"  # `problem` says why
    LOST = "lost"  # the process ended while it ran


@dataclass(frozen=True, slots=True)
class Job:
    """One run of the gate, and of the publish when `publish`; `told` once its end stands in the audit log."""

    id: str
    sheets: tuple[str, ...]
    author: str
    staff_id: int
    reason: str
    override: str
    publish: bool
    started: str
    state: JobState = JobState.RUNNING
    ended: str = ""
    edition: str = ""
    problem: str = ""
    report: GateReport | None = None
    solves: tuple[int, int] = (0, 0)
    told: bool = False

    @property
    def running(self) -> bool:
        """Tell whether it has not ended."""
        return self.state is JobState.RUNNING


def new_job(sheets: Sequence[str], who: tuple[int, str], reason: str, override: str, publish: bool) -> Job:
    """Return a job of the staff member `who` (id, name) that begins now."""
    now = datetime.now(UTC)
    job_id = f"{now.strftime(_ID)}-{secrets.token_hex(3)}"
    return Job(job_id, tuple(sheets), who[1], who[0], reason, override, publish, now.isoformat(timespec="seconds"))


class Jobs:
    """The records of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hold(self) -> IO[str]:
        """Return what lets one job run alone until it is closed; raises KnowledgeBusy when one runs."""
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = (self._folder / ".lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise KnowledgeBusy("已经有一个发布任务在进行,请等它做完再来") from error
        return lock

    def save(self, job: Job) -> Job:
        """Write the record, whole or not at all."""
        path = self._folder / f"{job.id}.json"
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(job), ensure_ascii=False), encoding="utf-8")
        os.replace(fresh, path)
        return job

    def get(self, job_id: str) -> Job:
        """Return a record; raises KnowledgeError when there is none."""
        if job_id not in self._ids():
            raise KnowledgeError("没有这个发布任务")
        try:
            return _read(json.loads((self._folder / f"{job_id}.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise KnowledgeError(f"发布任务 {job_id} 的记录读不出来") from error

    def newest(self, limit: int = 10) -> tuple[Job, ...]:
        """Return the newest records, the newest first."""
        return tuple(self.get(job_id) for job_id in self._ids()[:limit])

    def open(self) -> tuple[Job, ...]:
        """Return those that run, or whose end is not told yet."""
        return tuple(job for job in self.newest(_LOOKED_AT) if job.running or not job.told)

    def _ids(self) -> list[str]:
        return sorted((path.stem for path in self._folder.glob("[0-9]*.json")), reverse=True)


def ended(job: Job, state: JobState, **more: Any) -> Job:
    """Return the job as it ended now."""
    return replace(job, state=state, ended=datetime.now(UTC).isoformat(timespec="seconds"), **more)


def _read(row: dict[str, Any]) -> Job:
    report = row["report"]
    if report is not None:
        report = GateReport(**{**report, "lost": tuple(Lost(**one) for one in report["lost"])})
    told = {"sheets": tuple(row["sheets"]), "state": JobState(row["state"]), "solves": tuple(row["solves"])}
    return Job(**{**row, **told, "report": report})
