"""Writing a sheet: its text, what is wrong with it line by line, its sections as farmers see them, trial questions."""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from console.bench import Bench
from console.forms import Form, Forms
from intake.rights import Right
from knowledge.answers import Answer
from knowledge.check import Finding
from knowledge.drafts import Draft, read_draft, text_digest
from knowledge.errors import KnowledgeError, SheetError
from knowledge.sheet_writing import new_sheet
from knowledge.sheets import Sheet
from knowledge.showing import Shown, shown
from knowledge.workshop import Solved

TEXT_BYTES = 900_000  # of a form: each character of a sheet takes nine
_LONGEST_QUESTION = 200


@dataclass(frozen=True, slots=True)
class Look:
    """What can be said of a text: `wrong` is where it cannot be read, else there is a sheet with its sections."""

    wrong: SheetError | None = None
    wrong_line: str = ""
    sheet: Sheet | None = None
    sections: tuple[Shown, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """What an editor tried, and what came of it."""

    question: str = ""
    answer: Answer | None = None
    solved: Solved | None = None
    problem: str = ""


class EditorPages:
    """Pages for who keeps the knowledge base; nothing of a text is lost on a mistake."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def routes(self, forms: Forms) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [
            Route("/knowledge/new", self.new),
            Route("/knowledge/sheets/{sheet}/edit", self.edit),
            forms.route("/knowledge/edit/preview", self.preview, size=TEXT_BYTES),
            forms.route("/knowledge/edit/ask", self.ask, size=TEXT_BYTES),
            forms.route("/knowledge/edit/solves", self.solves, size=TEXT_BYTES),
            forms.route("/knowledge/edit/save", self.save, size=TEXT_BYTES),
            forms.route("/knowledge/sheets/{sheet}/discard", self.discard),
            forms.route("/knowledge/sheets/{sheet}/rebase", self.rebase),
        ]

    async def new(self, request: Request) -> Response:
        """Show a sheet to fill in; raises NotYourRight."""
        office = self._bench.editor(request)
        return await self._page(request, {"text": new_sheet(office.member.region, self._bench.today)})

    async def edit(self, request: Request) -> Response:
        """Show the draft of a sheet, or its published text to start one; raises NotYourRight, HTTPException (404)."""
        self._bench.editor(request)
        _, draft = await run_in_threadpool(self._bench.sheet, request)
        name = request.path_params["sheet"]
        text = draft.text if draft else self._bench.workshop.published()[name]
        return await self._page(request, {"sheet": name, "text": text})

    async def preview(self, request: Request, form: Form) -> Response:
        """Show what farmers would see; of the whole page only that part when the page itself asks for it."""
        self._bench.editor(request)
        if "hx-request" in request.headers:
            look = await run_in_threadpool(self._look, _text(form))
            return self._bench.pages.page(request, "sheet_look.html", look=look)
        return await self._page(request, form)

    async def ask(self, request: Request, form: Form) -> Response:
        """Show the answer to a question, were the text live; raises NotYourRight."""
        self._bench.editor(request)
        question = form.get("question", "").strip()[:_LONGEST_QUESTION]
        if not question:
            return await self._page(request, form, Trial(problem=self._bench.pages.texts("problem.trial")), 422)
        try:
            answer = await run_in_threadpool(self._bench.workshop.ask, _text(form), question)
        except KnowledgeError as error:
            return await self._page(request, form, Trial(question, problem=str(error)), 422)
        return await self._page(request, form, Trial(question, answer))

    async def solves(self, request: Request, form: Form) -> Response:
        """Show how many open gaps the text would answer; raises NotYourRight."""
        self._bench.editor(request)
        workshop = self._bench.workshop
        try:
            draft = workshop.as_draft(_text(form))
            solved = await run_in_threadpool(workshop.solves, [draft])
        except KnowledgeError as error:
            return await self._page(request, form, Trial(problem=str(error)), 422)
        return await self._page(request, form, Trial(solved=solved))

    async def save(self, request: Request, form: Form) -> Response:
        """Keep the text as a draft; raises NotYourRight."""
        office = self._bench.editor(request)
        text, workshop = _text(form), self._bench.workshop
        try:
            problem = self._clash(read_draft(text).id, form.get("sheet", ""))
            if problem:
                return await self._page(request, form, Trial(problem=self._bench.pages.texts(problem)), 422)
            draft = await run_in_threadpool(workshop.drafts.save, text, office.member.name, workshop.published())
        except SheetError:
            return await self._page(request, form, Trial(problem=self._bench.pages.texts("problem.sheet")), 422)
        except KnowledgeError as error:
            return await self._page(request, form, Trial(problem=str(error)), 409)
        await self._bench.record(office, "draft_saved", f"sheet:{draft.sheet}", digest=text_digest(text)[:16])
        return RedirectResponse(f"/knowledge/sheets/{draft.sheet}/edit?done=saved", 303)

    async def discard(self, request: Request, form: Form) -> Response:
        """Give up a draft: one's own, or anybody's for who may override the gate; raises NotYourRight."""
        office = self._bench.editor(request)
        draft = await run_in_threadpool(self._draft, request)
        if draft.author != office.member.name:
            office.need(Right.OVERRIDE_GATE)
        await run_in_threadpool(self._bench.workshop.drafts.discard, draft.sheet)
        await self._bench.record(
            office, "draft_discarded", f"sheet:{draft.sheet}", digest=text_digest(draft.text)[:16]
        )
        return RedirectResponse("/knowledge?done=discarded", 303)

    async def rebase(self, request: Request, form: Form) -> Response:
        """Keep the draft after it was held against a newer published text; raises NotYourRight."""
        office = self._bench.editor(request)
        draft, workshop = await run_in_threadpool(self._draft, request), self._bench.workshop
        await run_in_threadpool(workshop.drafts.rebase, draft.sheet, workshop.published())
        await self._bench.record(office, "draft_rebased", f"sheet:{draft.sheet}")
        return RedirectResponse(f"/knowledge/sheets/{draft.sheet}/edit?done=rebased", 303)

    async def _page(self, request: Request, form: Form, trial: Trial | None = None, status: int = 200) -> Response:
        text, name = _text(form), form.get("sheet", "")
        office, workshop = self._bench.editor(request), self._bench.workshop
        draft = (await run_in_threadpool(workshop.drafts.all)).get(name)
        done = request.query_params.get("done", "")
        texts = self._bench.pages.texts
        return self._bench.pages.page(
            request,
            "sheet_editor.html",
            status,
            name=name,
            text=text,
            draft=draft,
            others=draft is not None and draft.author != office.member.name,
            may_discard=draft is not None
            and (draft.author == office.member.name or office.may(Right.OVERRIDE_GATE)),
            stale=draft is not None and draft.base != text_digest(workshop.published().get(name)),
            look=await run_in_threadpool(self._look, text),
            trial=trial or Trial(),
            notice=texts(f"done.draft_{done}") if f"done.draft_{done}" in texts else "",
        )

    def _look(self, text: str) -> Look:
        try:
            sheet = read_draft(text)
            return Look(sheet=sheet, sections=shown(sheet), findings=self._bench.workshop.findings(text))
        except SheetError as error:
            lines = text.splitlines()
            return Look(error, lines[error.line - 1] if 0 < error.line <= len(lines) else "")

    def _clash(self, new_id: str, name: str) -> str:
        """Return the problem with the sheet's id, "" when there is none: it never changes and is never taken twice."""
        workshop = self._bench.workshop
        if name:
            return "" if new_id == name else "problem.sheet_id_changed"
        return "problem.sheet_id_taken" if new_id in {*workshop.published(), *workshop.drafts.all()} else ""

    def _draft(self, request: Request) -> Draft:
        draft = self._bench.workshop.drafts.all().get(request.path_params["sheet"])
        if draft is None:
            raise HTTPException(404)
        return draft


def _text(form: Form) -> str:
    return form.get("text", "").replace("\r\n", "\n")  # browsers send the lines of a field so
