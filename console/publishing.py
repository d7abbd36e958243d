"""Publishing: which drafts, through the gate, as a job that goes on when the browser is closed."""

import time
from datetime import datetime

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from console.bench import Bench
from console.forms import Form, Forms
from intake.audit import Act, AuditLog, staff_actor
from intake.errors import IntakeBusy
from intake.rights import Right
from knowledge.drafts import Draft, text_digest
from knowledge.errors import KnowledgeBusy, KnowledgeError
from knowledge.jobs import Job, JobState, new_job
from knowledge.publish_run import PublishRun
from knowledge.workshop import Workshop

_LONGEST_REASON = 200
_SHOWN = 10
_CHOSEN = "sheet-"
_TRIES, _WAIT_SECONDS = 5, 2.0


class Teller:
    """Writes the end of a publishing job into the audit log."""

    def __init__(self, workshop: Workshop, log: AuditLog) -> None:
        self._workshop, self._log = workshop, log

    def __call__(self, job: Job) -> bool:
        """Write it and tell whether it could be written; a busy database is asked a few times."""
        for _ in range(_TRIES):
            try:
                self._log.record(self._act(job))
            except IntakeBusy:
                time.sleep(_WAIT_SECONDS)
            else:
                return True
        structlog.get_logger("console.publishing").warning("publish_not_told", job=job.id)
        return False

    def _act(self, job: Job) -> Act:
        detail: dict[str, str | int] = {"job": job.id, "sheets": ",".join(job.sheets)}
        detail["override"] = int(bool(job.override))
        if job.report is not None:
            detail |= {"asked": job.report.asked, "lost": len(job.report.lost)}
        if job.state is JobState.PUBLISHED:
            # The reasons stand in the manifest, whose digest stands here.
            detail |= {"manifest": self._workshop.store.manifest(job.edition)[1]}
        acts = {JobState.PASSED: "gate_passed", JobState.REFUSED: "gate_refused", JobState.PUBLISHED: "published"}
        return Act(staff_actor(job.staff_id), acts.get(job.state, "publish_failed"), f"edition:{job.edition}", detail)


class PublishPages:
    """The page to publish from, and the page of a job."""

    def __init__(self, bench: Bench, audit: AuditLog) -> None:
        self._bench = bench
        self._run = PublishRun(bench.workshop, Teller(bench.workshop, audit))

    def routes(self, forms: Forms) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [
            Route("/knowledge/publish", self.show),
            forms.route("/knowledge/publish", self.start, fields=200),
            Route("/knowledge/jobs/{job}", self.job),
        ]

    async def show(self, request: Request) -> Response:
        """Show the drafts and the newest jobs; raises NotYourRight."""
        self._bench.reader(request)
        return await self._page(request)

    async def start(self, request: Request, form: Form) -> Response:
        """Start a job for the chosen drafts; raises NotYourRight, IntakeBusy."""
        office = self._bench.editor(request)
        override, reason = _said(form, "override"), _said(form, "reason")
        if override:
            office.need(Right.OVERRIDE_GATE)
        publish = form.get("do") == "publish"
        sheets = sorted(name.removeprefix(_CHOSEN) for name in form if name.startswith(_CHOSEN))
        if not sheets:
            return await self._page(request, form, "problem.no_draft_chosen")
        if publish and not reason:
            return await self._page(request, form, "problem.publish_reason")
        job = new_job(sheets, (office.member.id, office.member.name), reason, override, publish)
        # First that it is asked for: nothing is published that the log knows nothing of.
        asked = "publish_asked" if publish else "gate_asked"
        await self._bench.record(office, asked, f"job:{job.id}", override=int(bool(override)))
        try:
            await run_in_threadpool(self._run.start, job)
        except KnowledgeBusy:
            return await self._page(request, form, "problem.publish_busy", 409)
        return RedirectResponse(f"/knowledge/jobs/{job.id}", 303)

    async def job(self, request: Request) -> Response:
        """Show how far a job is, again and again while it runs; raises NotYourRight, HTTPException (404)."""
        office = self._bench.reader(request)
        await run_in_threadpool(self._run.settle)
        try:
            job = await run_in_threadpool(self._bench.workshop.jobs.get, request.path_params["job"])
        except KnowledgeError as error:
            raise HTTPException(404) from error
        drafts = await run_in_threadpool(self._bench.workshop.drafts.all)
        may_publish = office.may(Right.KEEP_KNOWLEDGE) and all(sheet in drafts for sheet in job.sheets)
        return self._bench.pages.page(
            request,
            "publish_job.html",
            job=job,
            titles=await run_in_threadpool(self._bench.titles),
            may_publish=may_publish,
            may_override=may_publish and office.may(Right.OVERRIDE_GATE),
            longest=_LONGEST_REASON,
        )

    async def _page(self, request: Request, form: Form | None = None, problem: str = "", status: int = 422) -> Response:
        office = self._bench.reader(request)
        await run_in_threadpool(self._run.settle)
        drafts = await run_in_threadpool(self._bench.workshop.drafts.all)
        jobs = await run_in_threadpool(self._bench.workshop.jobs.newest, _SHOWN)
        published = self._bench.workshop.published()
        return self._bench.pages.page(
            request,
            "publish.html",
            status if problem else 200,
            drafts=[(draft, _stale(draft, published.get(draft.sheet))) for draft in drafts.values()],
            jobs=[(job, datetime.fromisoformat(job.started)) for job in jobs],
            titles=await run_in_threadpool(self._bench.titles),
            chosen={name.removeprefix(_CHOSEN) for name in form or () if name.startswith(_CHOSEN)},
            typed=form or {},
            problem=self._bench.pages.texts(problem) if problem else "",
            may_edit=office.may(Right.KEEP_KNOWLEDGE),
            longest=_LONGEST_REASON,
        )


def _stale(draft: Draft, published: str | None) -> bool:
    return draft.base != text_digest(published)


def _said(form: Form, name: str) -> str:
    return form.get(name, "").strip()[:_LONGEST_REASON]
