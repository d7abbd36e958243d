"""Around the queue: tickets, news that did not arrive, the audit log."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from console.acts import Acts
from console.forms import Form, Forms
from console.gate import office_of
from console.pages import Pages
from intake.audit import staff_actor
from intake.deliveries import DeliveryState
from intake.desk import IntakeDesk
from intake.errors import UnknownDelivery, UnknownTicket
from intake.rights import Right
from intake.wording import Wording

_SHOWN = 100
_GIVEN_UP = (DeliveryState.DEAD, DeliveryState.BLOCKED)  # what is tried again by itself needs nobody
_STUCK = (*_GIVEN_UP, DeliveryState.FAILED)


class ServicePages:
    """Pages for who looks after the office rather than after one case."""

    def __init__(self, desk: IntakeDesk, pages: Pages, wording: Wording) -> None:
        self._desk, self._pages, self._wording = desk, pages, wording

    def routes(self, forms: Forms) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [
            Route("/tickets", self.tickets),
            forms.route("/tickets/close", self.close),
            Route("/deliveries", self.deliveries),
            forms.route("/deliveries/resend", self.resend),
            Route("/audit", self.audit),
        ]

    async def tickets(self, request: Request) -> Response:
        """Show complaints and wishes for a person, oldest first; raises NotYourRight."""
        office_of(request, self._desk).need(Right.TICKETS)
        waiting = await run_in_threadpool(self._desk.tickets, _SHOWN)
        done = request.query_params.get("done") == "closed"
        notice = self._pages.texts("done.ticket") if done else ""
        return self._pages.page(request, "tickets.html", tickets=waiting, notice=notice)

    async def close(self, request: Request, form: Form) -> Response:
        """Mark a ticket as done; one that is done already stays so. Raises NotYourRight."""
        office = office_of(request, self._desk)
        office.need(Right.TICKETS)
        try:
            await run_in_threadpool(self._desk.close_ticket, form.get("number", ""), office.member.id)
        except UnknownTicket:
            return RedirectResponse("/tickets", 303)
        return RedirectResponse("/tickets?done=closed", 303)

    async def deliveries(self, request: Request) -> Response:
        """Show news that did not reach its reporter; raises NotYourRight."""
        office_of(request, self._desk).need(Right.DELIVERIES)
        entries = [entry for state in _STUCK for entry in await run_in_threadpool(self._desk.deliveries.entries, state)]
        counts = await run_in_threadpool(self._desk.deliveries.counts)
        return self._pages.page(request, "deliveries.html", entries=entries, counts=counts, given_up=_GIVEN_UP)

    async def resend(self, request: Request, form: Form) -> Response:
        """Put a message in line again; raises NotYourRight."""
        office, number = office_of(request, self._desk), form.get("id", "")
        office.need(Right.DELIVERIES)
        try:
            chosen = int(number) if number.isdecimal() and len(number) < 10 else 0
            await run_in_threadpool(self._desk.deliveries.resend, chosen, office.member.id)
        except UnknownDelivery:
            pass  # somebody else was faster: the list shows it
        return RedirectResponse("/deliveries", 303)

    async def audit(self, request: Request) -> Response:
        """Show the newest acts and whether the chain is whole; raises NotYourRight."""
        office_of(request, self._desk).need(Right.AUDIT)
        rows = await run_in_threadpool(self._desk.audit.rows, _SHOWN)
        verdict = await run_in_threadpool(self._desk.audit.verify)
        members = {staff_actor(one.id): one.name for one in await run_in_threadpool(self._desk.staff.members)}
        acts = Acts(self._pages.texts, self._wording, members)
        return self._pages.page(request, "audit.html", rows=rows, verdict=verdict, acts=acts)
