"""Publishing jobs on disk."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.errors import KnowledgeBusy, KnowledgeError
from knowledge.gate import GateReport, Lost
from knowledge.jobs import Jobs, JobState, ended, new_job


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    made = Jobs(tmp_path / "jobs")
    made.hold().close()  # the folder is made by the first job
    return made


def test_a_record_comes_back_whole(jobs: Jobs) -> None:
    """Report, lost answers and all else are read as they were written."""
    report = GateReport(10, 9, 8, (Lost("问", "旧", "新"),))
    job = ended(new_job(["yulu"], (3, "编辑甲"), "理由", "", True), JobState.REFUSED, report=report, solves=(2, 5))
    assert jobs.get(jobs.save(job).id) == job


def test_one_holds_at_a_time(jobs: Jobs) -> None:
    """While one runs the next is refused; afterwards it is not."""
    with jobs.hold(), pytest.raises(KnowledgeBusy):
        jobs.hold()
    jobs.hold().close()


def test_what_is_open_is_found(jobs: Jobs) -> None:
    """Running jobs, and ended ones that the log does not know, are open; the newest come first."""
    running = jobs.save(new_job(["a"], (1, "甲"), "x", "", True))
    told = jobs.save(replace(running, id="20200101T000000-aaaaaa", state=JobState.PASSED, told=True))
    assert jobs.newest() == (running, told)
    assert jobs.open() == (running,)


@pytest.mark.parametrize("name", ["", "../x", "20260101T000000-abcdef"])
def test_what_is_no_job_is_none(jobs: Jobs, name: str) -> None:
    """Unknown names are refused, whatever they look like."""
    with pytest.raises(KnowledgeError, match="没有这个"):
        jobs.get(name)


def test_a_damaged_record_is_named(jobs: Jobs, tmp_path: Path) -> None:
    """A record that cannot be read is an error that names it, never a job that looks done."""
    job = jobs.save(new_job(["a"], (1, "甲"), "x", "", True))
    (tmp_path / "jobs" / f"{job.id}.json").write_text("{", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=job.id):
        jobs.get(job.id)
