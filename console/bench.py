"""What every page of the knowledge base stands on: who asks, the workshop, and the audit log."""

from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from console.gate import office_of
from console.pages import Pages
from intake.audit import Act, staff_actor
from intake.clock import LOCAL_ZONE, Clock
from intake.desk import IntakeDesk
from intake.office import Office
from intake.rights import Right
from knowledge.drafts import Draft, read_draft
from knowledge.sheets import Sheet
from knowledge.workshop import Workshop


class Bench:
    """The workshop as a signed-in member has it, page by page."""

    def __init__(self, desk: IntakeDesk, workshop: Workshop, pages: Pages, clock: Clock) -> None:
        self._desk, self._clock = desk, clock
        self.workshop, self.pages = workshop, pages

    @property
    def today(self) -> date:
        """Return the day in the county."""
        return self._clock().astimezone(LOCAL_ZONE).date()

    def reader(self, request: Request) -> Office:
        """Return the office of somebody who may read; raises NotYourRight."""
        return self._office(request, Right.SEE_KNOWLEDGE)

    def editor(self, request: Request) -> Office:
        """Return the office of somebody who may edit; raises NotYourRight."""
        return self._office(request, Right.KEEP_KNOWLEDGE)

    async def record(self, office: Office, act: str, object_: str, **detail: str | int) -> None:
        """Write an act into the audit log; raises IntakeBusy."""
        told = Act(staff_actor(office.member.id), act, object_, detail)
        await run_in_threadpool(self._desk.audit.record, told)

    def sheet(self, request: Request) -> tuple[Sheet | None, Draft | None]:
        """Return the published sheet and the draft that the path names; raises HTTPException (404) without either."""
        name = request.path_params["sheet"]
        text, draft = self.workshop.published().get(name), self.workshop.drafts.all().get(name)
        if text is None and draft is None:
            raise HTTPException(404)
        return (read_draft(text) if text is not None else None), draft

    def titles(self) -> dict[str, str]:
        """Return the titles of all sheets by id, published or in a draft."""
        drafts = {name: read_draft(draft.text) for name, draft in self.workshop.drafts.all().items()}
        return {name: sheet.title for name, sheet in {**drafts, **self.workshop.sheets()}.items()}

    def _office(self, request: Request, right: Right) -> Office:
        office = office_of(request, self._desk)
        office.need(right)
        return office
