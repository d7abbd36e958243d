"""A document of another program, read into the text of a draft to look over before it is kept."""

from pathlib import Path
from tempfile import TemporaryDirectory

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.bench import Bench
from console.forms import Form
from console.uploads import Upload, Uploads
from knowledge.errors import KnowledgeError
from knowledge.importing.document import Block, Limits
from knowledge.importing.drafting import draft_text, sheet_about
from knowledge.importing.reader import read_document

FIELDS = ("id", "title", "topic", "region", "issuer", "valid_from", "valid_to")
_AT_ONCE = 1  # reading one may take a core and 1.5 GB
_OPEN = "open"


class SheetImportPages:
    """The form to upload a document, and what was read of it; nothing is kept until the editor saves the draft."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._reading = CapacityLimiter(_AT_ONCE)

    def routes(self, uploads: Uploads) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [
            Route("/knowledge/import", self.show),
            uploads.route("/knowledge/import", self.read, Limits().file_bytes),
        ]

    async def show(self, request: Request) -> Response:
        """Show the form; raises NotYourRight."""
        office = self._bench.editor(request)
        return self._page(request, {"region": office.member.region, "valid_from": self._bench.today.isoformat()})

    async def read(self, request: Request, upload: Upload) -> Response:
        """Show what was read of the document, or why it was not; raises NotYourRight."""
        self._bench.editor(request)
        form, texts = upload.form, self._bench.pages.texts
        told = {name: form.get(name, "").strip() for name in FIELDS}
        missing = [texts(f"sheet_field.{name}") for name in FIELDS if not told[name] and name != "valid_to"]
        if not upload.name or not upload.content:
            return self._page(request, form, texts("problem.upload"))
        if missing:
            return self._page(request, form, texts("problem.import_missing", names="、".join(missing)))
        try:
            about = sheet_about({**told, "valid_to": told["valid_to"] or _OPEN})
            blocks = await to_thread.run_sync(_read, upload, limiter=self._reading)
            text = draft_text(blocks, about)
        except KnowledgeError as error:
            return self._page(request, form, str(error))
        return self._bench.pages.page(request, "sheet_imported.html", name=upload.name, blocks=blocks, text=text)

    def _page(self, request: Request, typed: Form, problem: str = "") -> Response:
        status = 422 if problem else 200
        return self._bench.pages.page(
            request, "sheet_import.html", status, fields=FIELDS, typed=typed, problem=problem
        )


def _read(upload: Upload) -> tuple[Block, ...]:
    suffix = Path(upload.name).suffix.lower()
    with TemporaryDirectory() as folder:
        # Only the ending of the sender's name is used, and only letters of it.
        path = Path(folder) / f"upload{suffix if suffix[1:].isalnum() and suffix.isascii() else ''}"
        path.write_bytes(upload.content)
        return read_document(path)
