"""The county's library of measures, edited one measure at a time."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from console.forms import Form, Forms, filled
from console.pages import Pages
from console.rules import RulePages
from intake.domain import Labour, RiskKind
from intake.rulebook import RuleName

_SAVED = "/rules/measures?done=saved"
_ADDED = "added_"


class MeasurePages:
    """The list, the form of a measure, taking one out."""

    def __init__(self, rules: RulePages, pages: Pages) -> None:
        self._rules, self._pages = rules, pages

    def routes(self, forms: Forms) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [
            Route("/rules/measures", self.show_all),
            Route("/rules/measures/new", self.show_new),
            forms.route("/rules/measures/new", self.add, fields=30),
            Route("/rules/measures/{measure}", self.show),
            forms.route("/rules/measures/{measure}", self.change, fields=30),
            forms.route("/rules/measures/{measure}/remove", self.remove),
        ]

    async def show_all(self, request: Request) -> Response:
        """Show the measures; raises NotYourRight."""
        self._rules.need(request)
        notice = self._pages.texts("done.rules") if request.query_params.get("done") == "saved" else ""
        return await self._list(request, notice=notice)

    async def show_new(self, request: Request) -> Response:
        """Show an empty form; raises NotYourRight."""
        self._rules.need(request)
        _, seen = await self._rules.table(RuleName.MEASURES)
        return self._form(request, "", {"seen": str(seen)})

    async def show(self, request: Request) -> Response:
        """Show the form of a measure; raises NotYourRight, HTTPException (404)."""
        self._rules.need(request)
        table, seen = await self._rules.table(RuleName.MEASURES)
        name = request.path_params["measure"]
        return self._form(request, name, _typed(_entry(table["measure"], name)) | {"seen": str(seen)})

    async def add(self, request: Request, form: Form) -> Response:
        """Put a new measure at the end; raises NotYourRight."""
        self._rules.need(request)
        table, _ = await self._rules.table(RuleName.MEASURES)
        taken = table["measure"]
        name = next(f"{_ADDED}{number}" for number in range(1, len(taken) + 2) if f"{_ADDED}{number}" not in taken)
        return await self._saved(request, form, {**taken, name: _told(form)}, "")

    async def change(self, request: Request, form: Form) -> Response:
        """Change a measure; raises NotYourRight, HTTPException (404)."""
        self._rules.need(request)
        table, _ = await self._rules.table(RuleName.MEASURES)
        name, entries = request.path_params["measure"], table["measure"]
        _entry(entries, name)
        return await self._saved(request, form, {**entries, name: _told(form)}, name)

    async def remove(self, request: Request, form: Form) -> Response:
        """Take a measure out; the history keeps it. Raises NotYourRight, HTTPException (404)."""
        office = self._rules.need(request)
        table, _ = await self._rules.table(RuleName.MEASURES)
        name, entries = request.path_params["measure"], table["measure"]
        _entry(entries, name)
        left = {key: entry for key, entry in entries.items() if key != name}
        refused = await self._rules.save(office, RuleName.MEASURES, {"measure": left}, form)
        if refused is None:
            return RedirectResponse(_SAVED, 303)
        return await self._list(request, refused.status, problem=refused.problem)

    async def _saved(self, request: Request, form: Form, entries: dict[str, Any], name: str) -> Response:
        office = self._rules.need(request)
        refused = await self._rules.save(office, RuleName.MEASURES, {"measure": entries}, form)
        if refused is None:
            return RedirectResponse(_SAVED, 303)
        return self._form(request, name, form, refused.problem, refused.status)

    async def _list(self, request: Request, status: int = 200, notice: str = "", problem: str = "") -> Response:
        table, seen = await self._rules.table(RuleName.MEASURES)
        rows = [
            (name, entry["title"], [Labour(one) for one in entry["labour"]], [RiskKind(one) for one in entry["kinds"]])
            for name, entry in ((key, {"kinds": [], **value}) for key, value in table["measure"].items())
        ]
        return self._pages.page(request, "measures.html", status, rows=rows, seen=seen, notice=notice, problem=problem)

    def _form(self, request: Request, name: str, typed: Form, problem: str = "", status: int = 200) -> Response:
        context = {"labours": tuple(Labour), "risks": tuple(RiskKind), "typed": filled(typed), "problem": problem}
        return self._pages.page(request, "measure.html", status, name=name, **context)


def _entry(entries: dict[str, Any], name: str) -> dict[str, Any]:
    if name not in entries:
        raise HTTPException(404)
    entry: dict[str, Any] = entries[name]
    return entry


def _typed(entry: dict[str, Any]) -> dict[str, str]:
    chosen = {f"labour.{one}": "1" for one in entry["labour"]} | {f"risk.{one}": "1" for one in entry.get("kinds", [])}
    return {"title": entry["title"], "sheets": " ".join(entry["sheets"]), "source": entry["source"], **chosen}


def _told(form: Form) -> dict[str, Any]:
    return {
        "title": form.get("title", "").strip()[:60],
        "labour": [one.value for one in Labour if form.get(f"labour.{one}")],
        "kinds": [one.value for one in RiskKind if form.get(f"risk.{one}")],
        "sheets": form.get("sheets", "").replace("、", " ").replace("，", " ").split(),
        "source": form.get("source", "").strip()[:60],
    }
