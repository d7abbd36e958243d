"""Accounts of staff: who there is, adding one, a new one-time password, no second factor, closing one."""

from anyio import to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.forms import Form, Forms
from console.gate import office_of
from console.pages import Pages
from intake.desk import IntakeDesk
from intake.domain import STAFF, Role
from intake.errors import BadName, NameTaken, UnknownStaff
from intake.rights import Right
from intake.staff import StaffMember

_ROLES = tuple(role for role in Role if role in STAFF)


class AccountPages:
    """The administrator's page; a one-time password is shown once and kept nowhere."""

    def __init__(self, desk: IntakeDesk, pages: Pages) -> None:
        self._desk, self._pages = desk, pages

    def routes(self, forms: Forms) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [
            Route("/accounts", self.show),
            forms.route("/accounts/add", self.add),
            forms.route("/accounts/reset", self.reset),
            forms.route("/accounts/close", self.close),
            forms.route("/accounts/second-factor-off", self.drop_factor),
        ]

    async def show(self, request: Request) -> Response:
        """Show the accounts; raises NotYourRight."""
        return await self._page(request)

    async def add(self, request: Request, form: Form) -> Response:
        """Make an account and show its one-time password; raises NotYourRight."""
        by = self._need(request)
        name, role, region = form.get("name", ""), form.get("role", ""), form.get("region", "").strip()
        if role not in set(_ROLES):
            return await self._page(request, 422, problem="problem.account_role", typed=form)
        if Role(role) in (Role.VILLAGE, Role.TOWNSHIP) and not region:
            return await self._page(request, 422, problem="problem.account_region", typed=form)
        try:
            password = await to_thread.run_sync(self._desk.staff.add, name, Role(role), region, by.id)
        except NameTaken:
            return await self._page(request, 422, problem="problem.account_taken", typed=form)
        except BadName:
            return await self._page(request, 422, problem="problem.account_name", typed=form)
        return await self._page(request, told=("done.account", name.strip(), password))

    async def reset(self, request: Request, form: Form) -> Response:
        """Give an account a new one-time password and show it; raises NotYourRight."""
        by, name = self._need(request), form.get("name", "")
        try:
            password = await to_thread.run_sync(self._desk.staff.reset, name, by.id)
        except UnknownStaff:
            return await self._page(request, 404, problem="problem.account_gone")
        return await self._page(request, told=("done.account_reset", name.strip(), password))

    async def close(self, request: Request, form: Form) -> Response:
        """Let an account sign in no more; raises NotYourRight."""
        by, name = self._need(request), form.get("name", "").strip()
        if name == by.name:
            return await self._page(request, 422, problem="problem.account_own")
        try:
            await run_in_threadpool(self._desk.staff.deactivate, name, by.id)
        except UnknownStaff:
            return await self._page(request, 404, problem="problem.account_gone")
        return await self._page(request, told=("done.account_closed", name, ""))

    async def drop_factor(self, request: Request, form: Form) -> Response:
        """Turn off an account's second factor, for who has lost phone and recovery codes; raises NotYourRight."""
        by, name = self._need(request), form.get("name", "").strip()
        try:
            await run_in_threadpool(self._desk.second_factor.drop, name, by.id)
        except UnknownStaff:
            return await self._page(request, 404, problem="problem.account_gone")
        return await self._page(request, told=("done.account_factor", name, ""))

    def _need(self, request: Request) -> StaffMember:
        office = office_of(request, self._desk)
        office.need(Right.ACCOUNTS)
        return office.member

    async def _page(
        self,
        request: Request,
        status: int = 200,
        problem: str = "",
        typed: Form | None = None,
        told: tuple[str, str, str] | None = None,
    ) -> Response:
        self._need(request)
        texts = self._pages.texts
        notice = texts(told[0], name=told[1], password=told[2]) if told else ""
        members = await run_in_threadpool(self._desk.staff.members)
        with_factor = await run_in_threadpool(self._desk.second_factor.members)
        said = texts(problem) if problem else ""
        context = {"members": members, "roles": _ROLES, "problem": said, "notice": notice, "typed": typed or {}}
        return self._pages.page(request, "accounts.html", status, with_factor=with_factor, **context)
