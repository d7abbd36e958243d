"""What farmers thought of the answers, section by section: the ones that helped least come first."""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.bench import Bench
from intake.rights import Right
from knowledge.records import Rated
from knowledge.showing import sections_of


@dataclass(frozen=True, slots=True)
class Judged:
    """A section of a sheet with what was thought of it; without a title it is of an edition that is gone."""

    sheet: str
    title: str
    section: str
    rated: Rated


class FeedbackPages:
    """The page of judgements."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def routes(self) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [Route("/knowledge/feedback", self.show)]

    async def show(self, request: Request) -> Response:
        """Show the counts; raises NotYourRight, KnowledgeBusy."""
        office = self._bench.reader(request)
        judged = await run_in_threadpool(self._judged)
        return self._bench.pages.page(
            request,
            "feedback.html",
            judged=judged,
            titles=await run_in_threadpool(self._bench.titles),
            may_edit=office.may(Right.KEEP_KNOWLEDGE),
        )

    def _judged(self) -> list[Judged]:
        known = {passage.id: passage for passage in sections_of(self._bench.workshop.sheets().values())}
        found = []
        for passage_id, rated in self._bench.workshop.records.ratings().items():
            sheet, _, section = passage_id.partition(".")
            passage = known.get(passage_id)
            title = (passage.document, passage.section) if passage else ("", section)
            found.append(Judged(sheet, *title, rated))
        return sorted(found, key=lambda one: (-one.rated.down, one.rated.up, one.sheet, one.section))
