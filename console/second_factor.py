"""Turning on one's second factor: the password once more, a QR code to scan, the first code, recovery codes."""

import io

import segno
from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.attempts import MINUTES, Attempts
from console.auth import address_of
from console.forms import Form, Forms
from console.gate import visit_of
from console.pages import Pages
from intake.desk import IntakeDesk
from intake.errors import FactorOn, WrongCode
from intake.totp import address_of as otpauth

_QR_SCALE = 6


class FactorPages:
    """A member's own second factor; turning it off is an administrator's."""

    def __init__(self, desk: IntakeDesk, pages: Pages, attempts: Attempts) -> None:
        self._desk, self._pages, self._attempts = desk, pages, attempts
        self._hashing = CapacityLimiter(1)  # one hashing takes 64 MB and a core

    def routes(self, forms: Forms) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [
            Route("/second-factor", self.show),
            Route("/second-factor/qr.svg", self.picture),
            forms.route("/second-factor/begin", self.begin),
            forms.route("/second-factor/confirm", self.confirm),
        ]

    async def show(self, request: Request) -> Response:
        """Show whether it is on, or what to do next to turn it on."""
        return await self._page(request)

    async def begin(self, request: Request, form: Form) -> Response:
        """Make a secret to scan, for whoever knows the password: a browser left open is not enough."""
        member = visit_of(request).member
        key, address = f"#{member.id}", address_of(request)
        if not self._attempts.allow(key, address):
            return await self._page(request, 429, password="problem.limited")  # noqa: S106 – a text's name
        staff, password = self._desk.staff, form.get("password", "")
        if await to_thread.run_sync(staff.verify, member.name, password, limiter=self._hashing) is None:
            return await self._page(request, 422, password="problem.old_password")  # noqa: S106
        self._attempts.forget(key, address)
        try:
            await run_in_threadpool(self._desk.second_factor.begin, member.id)
        except FactorOn:
            return await self._page(request, 409, account="problem.factor_on")
        return await self._page(request)

    async def picture(self, request: Request) -> Response:
        """Give the QR code of the secret that waits for its first code; raises HTTPException (404)."""
        member = visit_of(request).member
        secret = await run_in_threadpool(self._desk.second_factor.waiting, member.id)
        if secret is None:
            raise HTTPException(404)
        drawn = io.BytesIO()
        address = otpauth(secret, member.name, self._pages.texts("factor.issuer"))
        segno.make_qr(address, error="m").save(drawn, kind="svg", scale=_QR_SCALE, light="#fff")
        return Response(drawn.getvalue(), media_type="image/svg+xml")

    async def confirm(self, request: Request, form: Form) -> Response:
        """Turn it on with the first right code and show the recovery codes, this once."""
        member = visit_of(request).member
        key, address = f"code#{member.id}", address_of(request)
        if not self._attempts.allow(key, address):
            return await self._page(request, 429, code="problem.limited")
        try:
            codes = await run_in_threadpool(self._desk.second_factor.confirm, member.id, form.get("code", ""))
        except WrongCode:
            return await self._page(request, 422, code="problem.code")
        self._attempts.forget(key, address)
        return await self._page(request, codes=codes)

    async def _page(
        self, request: Request, status: int = 200, codes: tuple[str, ...] = (), **problems: str
    ) -> Response:
        factor, member = self._desk.second_factor, visit_of(request).member
        told = {field: self._pages.texts(name, minutes=MINUTES) for field, name in problems.items()}
        is_on = await run_in_threadpool(factor.is_on, member.id)
        secret = None if is_on else await run_in_threadpool(factor.waiting, member.id)
        context = {"is_on": is_on, "secret": secret, "codes": codes, "problems": told}
        return self._pages.page(request, "second_factor.html", status, **context)
