"""The numbers of one's region, and of the questions that were asked: tables, which a script draws charts from."""

from datetime import datetime
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.gate import office_of
from console.pages import Pages
from intake.clock import Clock
from intake.desk import IntakeDesk
from intake.rights import Right
from knowledge.counting import QuestionFigures
from knowledge.errors import KnowledgeError


class QuestionsLike(Protocol):
    """The knowledge base's counting, as used here."""

    def figures(self, now: datetime) -> QuestionFigures: ...


class NumberPages:
    """Shows the numbers; what was asked is of no region, so its wordings are shown to the county only."""

    def __init__(self, desk: IntakeDesk, pages: Pages, questions: QuestionsLike | None, clock: Clock) -> None:
        self._desk, self._pages, self._questions, self._clock = desk, pages, questions, clock

    def routes(self) -> list[BaseRoute]:
        """Return the route of the page."""
        return [Route("/numbers", self.show)]

    async def show(self, request: Request) -> Response:
        """Show the numbers of one's region; raises NotYourRight."""
        office = office_of(request, self._desk)
        office.need(Right.NUMBERS)
        figures = await run_in_threadpool(self._desk.counting.figures, office.sight)
        return self._pages.page(
            request,
            "numbers.html",
            figures=figures,
            kinds=tuple(figures.kinds),
            by_village=not office.sight.everything,
            questions=await run_in_threadpool(self._asked),
            may_read_gaps=office.sight.everything,
        )

    def _asked(self) -> QuestionFigures | None:
        if self._questions is None:
            return None
        try:
            return self._questions.figures(self._clock())
        except KnowledgeError:
            return None  # the intake's numbers are shown all the same
