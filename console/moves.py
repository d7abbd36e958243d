"""What staff does to a case from its page: moves with what they need, notes, giving it to a colleague, merging."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.cases import CasePages, Told, number_of
from console.forms import Form
from console.gate import office_of
from intake.desk import IntakeDesk
from intake.domain import Move, Needed
from intake.errors import MoveNotAllowed, NoColleague, UnknownCase
from intake.office import Office
from intake.procedure import Why
from intake.wording import Wording

_GONE_BY = frozenset({Why.STATE, Why.JUST_MADE, Why.HOUSEHOLD})


class MovePages:
    """Carries out what the forms of a case's page ask for; on a refusal the page shows why, with all that was typed."""

    def __init__(self, desk: IntakeDesk, cases: CasePages, wording: Wording) -> None:
        self._desk, self._cases, self._wording = desk, cases, wording

    async def move(self, request: Request, form: Form) -> Response:
        """Make the move named in the path; raises HTTPException (404), UnknownCase, NotYourRight, IntakeBusy."""
        try:
            move = Move(request.path_params["move"])
        except ValueError as error:
            raise HTTPException(404) from error
        told = [needed for needed in Needed if needed is not Needed.NOTE]
        fields: dict[Needed, str] = {needed: form.get(needed.value, "") for needed in told}
        note = form.get(Needed.NOTE.value, "")
        return await self._do(
            request, form, move.value, lambda office, number: office.move(number, move, note, fields), "moved"
        )

    async def note(self, request: Request, form: Form) -> Response:
        """Add a note; raises UnknownCase, NotYourRight, IntakeBusy."""
        text = form.get("note", "")
        return await self._do(request, form, "note", lambda office, number: office.note(number, text), "noted")

    async def assign(self, request: Request, form: Form) -> Response:
        """Give the case to a colleague who sees it; raises UnknownCase, NotYourRight, IntakeBusy."""
        to, reason = form.get("to", ""), form.get("note", "")
        chosen = int(to) if to.isdecimal() and len(to) < 10 else 0
        return await self._do(
            request, form, "assign", lambda office, number: office.assign(number, chosen, reason), "assigned"
        )

    async def merge(self, request: Request, form: Form) -> Response:
        """Merge the case into another one; raises UnknownCase, NotYourRight, IntakeBusy."""
        into, reason = form.get("into", "").strip(), form.get("note", "")
        office, number = office_of(request, self._desk), number_of(request)
        try:
            await run_in_threadpool(office.merge, number, into, reason)
        except MoveNotAllowed as error:
            return await self._refused(request, form, "merge", error)
        except UnknownCase as error:
            return await self._refused(request, form, "merge", error)
        return RedirectResponse(f"/cases/{into}?done=merged", 303)

    async def _do(
        self, request: Request, form: Form, name: str, act: Callable[[Office, str], object], done: str
    ) -> Response:
        office, number = office_of(request, self._desk), number_of(request)
        try:
            await run_in_threadpool(act, office, number)
        except (MoveNotAllowed, NoColleague) as error:
            return await self._refused(request, form, name, error)
        return RedirectResponse(f"/cases/{number}?done={done}", 303)

    async def _refused(self, request: Request, form: Form, name: str, error: Exception) -> Response:
        file = await run_in_threadpool(office_of(request, self._desk).case, number_of(request))
        refusal = getattr(error, "refusal", None)
        status = 409 if refusal is not None and refusal.why in _GONE_BY else 422
        told = Told(status, problem=self._wording.error(error), form=name, typed=dict(form))
        return await self._cases.page(request, file, told)
