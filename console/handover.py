"""Handing over: all open cases of a colleague who leaves or is away, to another."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.forms import Form, Forms
from console.gate import office_of
from console.pages import Pages
from intake.desk import IntakeDesk
from intake.errors import NoColleague, NoteRequired
from intake.rights import Right


class HandoverPages:
    """The page for a hand-over; each case keeps the reason in its history."""

    def __init__(self, desk: IntakeDesk, pages: Pages) -> None:
        self._desk, self._pages = desk, pages

    def routes(self, forms: Forms) -> list[BaseRoute]:
        """Return the routes of this page."""
        return [Route("/handover", self.show), forms.route("/handover", self.hand_over)]

    async def show(self, request: Request) -> Response:
        """Show the form; raises NotYourRight."""
        return await self._page(request)

    async def hand_over(self, request: Request, form: Form) -> Response:
        """Give all open cases of one to another, or say why not; raises NotYourRight, IntakeBusy."""
        office = office_of(request, self._desk)
        office.need(Right.ASSIGN)
        given = (_id(form, "from"), _id(form, "to"), form.get("note", ""))
        try:
            number = await run_in_threadpool(office.hand_over, *given)
        except NoteRequired:
            return await self._page(request, 422, form, "problem.handover_note")
        except NoColleague:
            return await self._page(request, 422, form, "problem.handover_who")
        return await self._page(request, notice=self._pages.texts("done.handed", number=number))

    async def _page(
        self, request: Request, status: int = 200, typed: Form | None = None, problem: str = "", notice: str = ""
    ) -> Response:
        office = office_of(request, self._desk)
        office.need(Right.ASSIGN)
        workers = await run_in_threadpool(office.colleagues)
        said = self._pages.texts(problem) if problem else ""
        context = {"workers": workers, "typed": typed or {}, "problem": said, "notice": notice}
        return self._pages.page(request, "handover.html", status, **context)


def _id(form: Form, name: str) -> int:
    number = form.get(name, "")
    return int(number) if number.isdecimal() and len(number) < 10 else 0
