"""Whether the console can work, for whoever supervises it."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from intake.desk import IntakeDesk
from intake.errors import IntakeBusy


class Health:
    """Answers /healthz."""

    def __init__(self, desk: IntakeDesk) -> None:
        self._desk = desk

    async def show(self, request: Request) -> Response:
        """Answer 200 when the database answers with the newest schema, else 503 with what is missing."""
        try:
            ready = await run_in_threadpool(self._desk.is_ready)
        except IntakeBusy:
            return JSONResponse({"status": "unavailable", "database": "busy"}, 503)
        if not ready:
            return JSONResponse({"status": "unavailable", "database": "not upgraded"}, 503)
        return JSONResponse({"status": "ok"})
