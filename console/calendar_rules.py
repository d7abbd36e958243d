"""Holidays with the days worked in exchange, year by year; and the deadlines, in one form."""

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from console.forms import Form, Forms, filled
from console.pages import Pages
from console.rules import RulePages
from intake.deadlines import Unit
from intake.desk import IntakeDesk
from intake.domain import CaseState, Role
from intake.rulebook import RuleName, Table

_SAVED = "/rules?done=saved"
_OWNERS = (Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY)
_YEARS = range(2020, 2100)


class CalendarPages:
    """The forms of the two tables that deadlines are counted by."""

    def __init__(self, rules: RulePages, desk: IntakeDesk, pages: Pages) -> None:
        self._rules, self._desk, self._pages = rules, desk, pages

    def routes(self, forms: Forms) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [
            Route("/rules/holidays", self.years),
            Route("/rules/holidays/{year:int}", self.year),
            forms.route("/rules/holidays/{year:int}", self.change_year),
            Route("/rules/deadlines", self.deadlines),
            forms.route("/rules/deadlines", self.change_deadlines, fields=90),
        ]

    async def years(self, request: Request) -> Response:
        """Show the years of the table and those that are missing; raises NotYourRight."""
        self._rules.need(request)
        table, _ = await self._rules.table(RuleName.HOLIDAYS)
        missing = await run_in_threadpool(self._desk.ruling.missing_years)
        return self._pages.page(request, "holidays.html", years=dict(sorted(table.items())), missing=missing)

    async def year(self, request: Request) -> Response:
        """Show the form of a year, empty when the table lacks it; raises NotYourRight, HTTPException (404)."""
        self._rules.need(request)
        table, seen = await self._rules.table(RuleName.HOLIDAYS)
        entry = table.get(str(_year(request)), {"notice": "", "off": [], "work": []})
        typed = {"notice": entry["notice"], "off": "\n".join(entry["off"]), "work": "\n".join(entry["work"])}
        return self._year_form(request, typed | {"seen": str(seen)})

    async def change_year(self, request: Request, form: Form) -> Response:
        """Put a year in force; raises NotYourRight, HTTPException (404)."""
        office = self._rules.need(request)
        table, _ = await self._rules.table(RuleName.HOLIDAYS)
        entry = {"notice": form.get("notice", "").strip(), "off": _lines(form, "off"), "work": _lines(form, "work")}
        changed = dict(sorted({**table, str(_year(request)): entry}.items()))
        refused = await self._rules.save(office, RuleName.HOLIDAYS, changed, form)
        if refused is None:
            return RedirectResponse(_SAVED, 303)
        return self._year_form(request, form, refused.problem, refused.status)

    async def deadlines(self, request: Request) -> Response:
        """Show the form of the deadlines; raises NotYourRight."""
        self._rules.need(request)
        table, seen = await self._rules.table(RuleName.DEADLINES)
        typed = {f"{part}.{name}": str(value) for part, entry in _entries(table) for name, value in entry.items()}
        return await self._deadline_form(request, typed | {"seen": str(seen)})

    async def change_deadlines(self, request: Request, form: Form) -> Response:
        """Put the deadlines in force; raises NotYourRight."""
        office = self._rules.need(request)
        table, _ = await self._rules.table(RuleName.DEADLINES)
        told = {part: _told(part, entry, form) for part, entry in _entries(table)}
        states = {name: told.pop(f"state.{name}") for name in table["state"]}
        refused = await self._rules.save(office, RuleName.DEADLINES, {**told, "state": states}, form)
        if refused is None:
            return RedirectResponse(_SAVED, 303)
        return await self._deadline_form(request, form, refused.problem, refused.status)

    def _year_form(self, request: Request, typed: Form, problem: str = "", status: int = 200) -> Response:
        year = _year(request)
        return self._pages.page(request, "holiday_year.html", status, year=year, typed=filled(typed), problem=problem)

    async def _deadline_form(self, request: Request, typed: Form, problem: str = "", status: int = 200) -> Response:
        table, _ = await self._rules.table(RuleName.DEADLINES)
        states = tuple(CaseState(name) for name in table["state"])
        context = {"states": states, "units": tuple(Unit), "owners": _OWNERS, "problem": problem}
        return self._pages.page(request, "deadlines.html", status, typed=filled(typed), **context)


def _year(request: Request) -> int:
    year: int = request.path_params["year"]
    if year not in _YEARS:
        raise HTTPException(404)
    return year


def _lines(form: Form, name: str) -> list[str]:
    return form.get(name, "").replace("，", " ").replace(",", " ").replace("、", " ").split()


def _entries(table: Table) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the parts of the deadlines by the names that their fields begin with."""
    states = [(f"state.{name}", {"urgent": entry["days"], **entry}) for name, entry in table["state"].items()]
    return [(part, entry) for part, entry in table.items() if part != "state"] + states


def _told(part: str, before: Mapping[str, Any], form: Form) -> dict[str, Any]:
    """Return a part as the form tells it; what is no number stays text, and the loader refuses it."""
    told: dict[str, Any] = {}
    for name in before:
        text = form.get(f"{part}.{name}", "").strip()
        told[name] = text if name in ("source", "unit", "owner") else _number(text)
    if part.startswith("state."):
        told["total"] = bool(form.get(f"{part}.total"))
    return told


def _number(text: str) -> int | float | str:
    try:
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else float(text)
    except ValueError:
        return text
