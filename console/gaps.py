"""Gaps: questions that nothing answers, gathered; to be turned into a draft, or said to be none of ours."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from console.bench import Bench
from console.forms import Form, Forms
from intake.rights import Right
from knowledge.drafts import text_digest
from knowledge.errors import KnowledgeBusy, KnowledgeError
from knowledge.gaps import Cluster
from knowledge.sheet_writing import with_section

_SHOWN = 30
_LONGEST_HEADING = 30
_MOST_WAYS = 14  # of asking, that a section takes over


class GapPages:
    """The list of what farmers asked in vain."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def routes(self, forms: Forms) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [
            Route("/knowledge/gaps", self.show),
            forms.route("/knowledge/gaps/draft", self.draft),
            forms.route("/knowledge/gaps/dismiss", self.dismiss),
        ]

    async def show(self, request: Request) -> Response:
        """Show the gaps, the most asked first; raises NotYourRight, KnowledgeBusy."""
        self._bench.reader(request)
        return await self._page(request)

    async def draft(self, request: Request, form: Form) -> Response:
        """Add a section with the gap's questions to the draft of a sheet; raises NotYourRight, KnowledgeBusy."""
        office, workshop = self._bench.editor(request), self._bench.workshop
        gap = await self._gap(form)
        if gap is None:
            return await self._page(request, "problem.gap_gone")
        name, heading = form.get("sheet", ""), form.get("heading", "").strip()
        published, drafts = workshop.published(), await run_in_threadpool(workshop.drafts.all)
        text = drafts[name].text if name in drafts else published.get(name)
        if text is None:
            return await self._page(request, "problem.gap_sheet")
        if not heading:
            return await self._page(request, "problem.gap_heading")
        ways = [question for question, _ in gap.questions[:_MOST_WAYS]]
        try:
            written = await run_in_threadpool(with_section, text, heading, ways)
            await run_in_threadpool(workshop.drafts.save, written, office.member.name, published)
        except KnowledgeError as error:
            return await self._page(request, said=str(error))
        await self._bench.record(
            office, "draft_saved", f"sheet:{name}", gaps=len(ways), digest=text_digest(written)[:16]
        )
        return RedirectResponse(f"/knowledge/sheets/{name}/edit?done=from_gap", 303)

    async def dismiss(self, request: Request, form: Form) -> Response:
        """Say that a gap is not for this knowledge base; raises NotYourRight, KnowledgeBusy."""
        office = self._bench.editor(request)
        gap = await self._gap(form)
        if gap is None:
            return await self._page(request, "problem.gap_gone")
        questions = [question for question, _ in gap.questions]
        settle = self._bench.workshop.records.settle
        await run_in_threadpool(lambda: settle(questions, office.member.name, dismissed=True))
        await self._bench.record(office, "gap_dismissed", "gaps", questions=len(questions), times=gap.times)
        return RedirectResponse("/knowledge/gaps?done=dismissed", 303)

    async def _gap(self, form: Form) -> Cluster | None:
        """Return the gap that the form names by its commonest wording, None when somebody has settled it."""
        clusters, _ = await run_in_threadpool(self._clusters)
        asked = form.get("question", "")
        return next((one for one in clusters if one.questions[0][0] == asked), None)

    async def _page(self, request: Request, problem: str = "", said: str = "") -> Response:
        office, texts = self._bench.reader(request), self._bench.pages.texts
        clusters, apart = await run_in_threadpool(self._clusters)
        sheets = await run_in_threadpool(self._bench.workshop.sheets)
        done = request.query_params.get("done") == "dismissed"
        return self._bench.pages.page(
            request,
            "gaps.html",
            422 if problem or said else 200,
            clusters=clusters[:_SHOWN],
            number=len(clusters),
            apart=apart,
            sheets=list(sheets.values()),
            problem=texts(problem) if problem else said,
            notice=texts("done.gap_dismissed") if done else "",
            may_edit=office.may(Right.KEEP_KNOWLEDGE),
            longest=_LONGEST_HEADING,
        )

    def _clusters(self) -> tuple[tuple[Cluster, ...], str]:
        """Return the gaps gathered; when there is nothing to gather with, each by itself, and why."""
        workshop = self._bench.workshop
        try:
            return workshop.clusters(), ""
        except KnowledgeBusy:
            raise
        except KnowledgeError as error:
            return tuple(Cluster((gap,)) for gap in workshop.records.gaps()), str(error)
