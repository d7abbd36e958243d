"""The history of editions: who published what and why, what differs between two, and going back to one."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from console.bench import Bench
from console.forms import Form, Forms
from intake.rights import Right
from knowledge.differing import SectionChange, changes, readable
from knowledge.errors import KnowledgeError, NoEdition
from knowledge.history import Entry, history
from knowledge.manifest import About

_LONGEST_REASON = 200
_SHOWN = 50


class EditionPages:
    """Pages of what was live, and when."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def routes(self, forms: Forms) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [
            Route("/knowledge/editions", self.show),
            Route("/knowledge/editions/changes", self.changes),
            forms.route("/knowledge/editions/rollback", self.rollback),
        ]

    async def show(self, request: Request) -> Response:
        """Show the editions, newest first; raises NotYourRight."""
        self._bench.reader(request)
        return await self._page(request)

    async def changes(self, request: Request) -> Response:
        """Show what differs between two editions; raises NotYourRight, HTTPException (404)."""
        self._bench.reader(request)
        asked = [request.query_params.get(name, "") for name in ("old", "new")]
        known = await run_in_threadpool(self._bench.workshop.store.history)
        if not set(asked) <= set(known):
            raise HTTPException(404)
        found = await run_in_threadpool(self._differing, *asked)
        titles = await run_in_threadpool(self._bench.titles)
        context = {"old": asked[0], "new": asked[1], "sheets": found, "titles": titles}
        return self._bench.pages.page(request, "edition_changes.html", **context)

    async def rollback(self, request: Request, form: Form) -> Response:
        """Make an earlier edition's content live again; raises NotYourRight, IntakeBusy."""
        office = self._bench.editor(request)
        edition, reason = form.get("edition", ""), form.get("reason", "").strip()[:_LONGEST_REASON]
        texts, workshop = self._bench.pages.texts, self._bench.workshop
        if edition not in await run_in_threadpool(workshop.store.history):
            return await self._page(request, texts("problem.edition_gone"))
        if not reason:
            return await self._page(request, texts("problem.rollback_reason"))
        # First that it is asked for: nothing goes live that the log knows nothing of.
        await self._bench.record(office, "rollback_asked", f"edition:{edition}")
        try:
            made = await run_in_threadpool(workshop.publisher.rollback, edition, About(office.member.name, reason))
        except KnowledgeError as error:
            return await self._page(request, str(error))
        digest = workshop.store.manifest(made)[1]
        await self._bench.record(office, "rolled_back", f"edition:{made}", of=edition, manifest=digest)
        return RedirectResponse("/knowledge/editions?done=rolled_back", 303)

    async def _page(self, request: Request, problem: str = "") -> Response:
        office, texts = self._bench.reader(request), self._bench.pages.texts
        entries, broken = await run_in_threadpool(self._entries)
        done = request.query_params.get("done") == "rolled_back"
        return self._bench.pages.page(
            request,
            "editions.html",
            422 if problem else 200,
            entries=entries[:_SHOWN],
            problem=problem or broken,
            notice=texts("done.rolled_back") if done else "",
            may_edit=office.may(Right.KEEP_KNOWLEDGE),
            longest=_LONGEST_REASON,
        )

    def _entries(self) -> tuple[list[Entry], str]:
        """Return the chain as far as it is whole, and what is wrong with it."""
        found: list[Entry] = []
        try:
            for entry in history(self._bench.workshop.store):
                found.append(entry)
        except NoEdition:
            pass
        except KnowledgeError as error:
            return found, str(error)
        return found, ""

    def _differing(self, old: str, new: str) -> list[tuple[str, tuple[SectionChange, ...]]]:
        store = self._bench.workshop.store
        before, after = store.sheets(old), store.sheets(new)
        names = (name for name in sorted({*before, *after}) if before.get(name) != after.get(name))
        kept = (name for name in names if all(readable(one[name]) for one in (before, after) if name in one))
        return [(name, changes(before.get(name), after.get(name))) for name in kept]
