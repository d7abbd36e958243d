"""The files of a case: added, taken away to be looked at, removed."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from console.cases import CasePages, Told, number_of
from console.forms import Form, Forms
from console.gate import office_of
from console.uploads import Upload, Uploads
from intake.attachments import MOST_BYTES
from intake.desk import IntakeDesk
from intake.errors import BadFile, NoteRequired, TooManyReveals, UnknownAttachment
from intake.wording import Wording

_LONGEST_REASON = 200


class AttachmentPages:
    """Files leave only as a download, by a form with a reason: no address ever shows one."""

    def __init__(self, desk: IntakeDesk, cases: CasePages, wording: Wording) -> None:
        self._desk, self._cases, self._wording = desk, cases, wording

    def routes(self, forms: Forms, uploads: Uploads) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [
            uploads.route("/cases/{number}/attachments", self.add, MOST_BYTES),
            forms.route("/cases/{number}/attachments/view", self.view),
            forms.route("/cases/{number}/attachments/remove", self.remove),
        ]

    async def add(self, request: Request, upload: Upload) -> Response:
        """Keep the file with the case; raises UnknownCase, NotYourRight, IntakeBusy."""
        office, number = office_of(request, self._desk), number_of(request)
        try:
            await run_in_threadpool(office.attach, number, upload.form.get("about", ""), upload.content)
        except NoteRequired:
            return await self._refused(request, upload.form, "about")
        except BadFile as error:
            return await self._refused(request, upload.form, "about", error)
        return RedirectResponse(f"/cases/{number}?done=attached", 303)

    async def view(self, request: Request, form: Form) -> Response:
        """Give the file as a download, after the reason is written down; raises UnknownCase, NotYourRight."""
        office, reason = office_of(request, self._desk), form.get("reason", "").strip()[:_LONGEST_REASON]
        try:
            file = await run_in_threadpool(office.attachment, number_of(request), _chosen(form), reason)
        except NoteRequired:
            return await self._refused(request, form, "file_reason")
        except TooManyReveals as error:
            return await self._refused(request, form, "file_reason", error, 429)
        except UnknownAttachment as error:
            return await self._refused(request, form, "file_reason", error, 404)
        named = {"content-disposition": f'attachment; filename="{file.name}"'}
        return Response(file.content, media_type="application/octet-stream", headers=named)

    async def remove(self, request: Request, form: Form) -> Response:
        """Take the file off the case, with a reason; raises UnknownCase, NotYourRight."""
        office, number = office_of(request, self._desk), number_of(request)
        try:
            await run_in_threadpool(office.detach, number, _chosen(form), form.get("reason", ""))
        except NoteRequired:
            return await self._refused(request, form, "file_remove")
        except UnknownAttachment as error:
            return await self._refused(request, form, "file_remove", error, 404)
        return RedirectResponse(f"/cases/{number}?done=detached", 303)

    async def _refused(
        self, request: Request, form: Form, what: str, error: Exception | None = None, status: int = 422
    ) -> Response:
        file = await run_in_threadpool(office_of(request, self._desk).case, number_of(request))
        problem = self._wording.error(error) if error else self._cases.texts(f"problem.{what}")
        return await self._cases.page(request, file, Told(status, problem=problem, form="attachments", typed=form))


def _chosen(form: Form) -> int:
    number = form.get("id", "")
    return int(number) if number.isdecimal() and len(number) < 10 else 0
