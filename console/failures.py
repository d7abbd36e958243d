"""What a page says when it cannot be shown: in plain Chinese, with what to do."""

from collections.abc import Mapping
from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ExceptionHandler

from console.errors import FormRefused
from console.headers import secure
from console.pages import Pages
from intake.errors import IntakeBusy, NotYourRight, UnknownCampaign, UnknownCase, UnknownStaff
from knowledge.errors import KnowledgeBusy, KnowledgeError

_RETRY_SECONDS = "5"


class Failures:
    """Turns errors into pages."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._log = structlog.get_logger("console.failures")

    def handlers(self) -> Mapping[Any, ExceptionHandler]:
        """Return which error becomes which page."""
        return {
            HTTPException: self._refused,
            FormRefused: self._form_refused,
            UnknownCase: self._unknown_case,
            UnknownCampaign: self._unknown_campaign,
            UnknownStaff: self._forbidden,
            NotYourRight: self._forbidden,
            IntakeBusy: self._busy,
            KnowledgeBusy: self._busy,
            KnowledgeError: self._knowledge,
            Exception: self._broken,
        }

    async def _refused(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        response = self._page(request, error.status_code, str(error.status_code))
        response.headers.update(error.headers or {})
        return response

    async def _form_refused(self, request: Request, error: Exception) -> Response:
        self._log.warning("form_refused", path=request.url.path)
        return self._page(request, 403, "form")

    async def _unknown_case(self, request: Request, error: Exception) -> Response:
        return self._page(request, 404, "case")

    async def _unknown_campaign(self, request: Request, error: Exception) -> Response:
        return self._page(request, 404, "campaign")

    async def _forbidden(self, request: Request, error: Exception) -> Response:
        return self._page(request, 403, "403")

    async def _busy(self, request: Request, error: Exception) -> Response:
        self._log.warning("database_busy", path=request.url.path)
        response = self._page(request, 503, "503")
        response.headers["retry-after"] = _RETRY_SECONDS
        return response

    async def _knowledge(self, request: Request, error: Exception) -> Response:
        # The messages of the knowledge base are written for editors and name no person.
        told = {part: self._pages.texts(f"failure.knowledge.{part}") for part in ("title", "todo")}
        return self._pages.page(request, "failure.html", 409, text=str(error), **told)

    async def _broken(self, request: Request, error: Exception) -> Response:
        # The server logs the error itself. This page is made outside of every middleware.
        response = self._page(request, 500, "500")
        secure(response.headers)
        return response

    def _page(self, request: Request, status: int, name: str) -> Response:
        texts = self._pages.texts
        if f"failure.{name}.title" not in texts:
            name = "other"
        told = {part: texts(f"failure.{name}.{part}") for part in ("title", "text", "todo")}
        return self._pages.page(request, "failure.html", status, **told)
