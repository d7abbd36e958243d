"""Campaigns: the list, a new one, one with its counts, sending in a confirmed step, closing."""

from collections import Counter
from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from console.forms import Form, Forms, filled
from console.gate import office_of
from console.pages import Pages
from intake.campaigns import LONGEST_MESSAGE, LONGEST_NAME, Campaign, CampaignKind, NewCampaign, total
from intake.desk import IntakeDesk
from intake.domain import RiskKind
from intake.errors import BadCampaign, CampaignNotAllowed
from intake.office import Office
from intake.rights import Right

_DONE = frozenset({"made", "sent", "closed"})
_ONE = "/campaigns/{campaign:int}"


class CampaignPages:
    """The county makes and sends campaigns; a township sees what they brought in its own region."""

    def __init__(self, desk: IntakeDesk, pages: Pages) -> None:
        self._desk, self._pages = desk, pages

    def routes(self, forms: Forms) -> list[BaseRoute]:
        """Return the routes of these pages."""
        return [
            Route("/campaigns", self.show_all),
            Route("/campaigns/new", self.show_form),
            forms.route("/campaigns/new", self.make, fields=30),
            Route(_ONE, self.show),
            Route(f"{_ONE}/send", self.show_sending),
            forms.route(f"{_ONE}/send", self.send),
            forms.route(f"{_ONE}/close", self.close),
        ]

    async def show_all(self, request: Request) -> Response:
        """Show the campaigns that touch one's region; raises NotYourRight."""
        office = self._office(request, Right.SEE_CAMPAIGNS)
        campaigns = await run_in_threadpool(self._desk.campaigns.all, office.sight)
        may_run = office.may(Right.RUN_CAMPAIGNS)
        return self._pages.page(request, "campaigns.html", campaigns=campaigns, may_run=may_run)

    async def show_form(self, request: Request) -> Response:
        """Show the empty form; raises NotYourRight."""
        self._office(request, Right.RUN_CAMPAIGNS)
        return self._form(request, {"message": self._pages.texts("campaign.message"), "kind": CampaignKind.GENERAL})

    async def make(self, request: Request, form: Form) -> Response:
        """Keep a campaign, or show what is wrong field by field; raises NotYourRight."""
        office = self._office(request, Right.RUN_CAMPAIGNS)
        wrong = _wrong(form)
        if not wrong:
            try:
                number = await run_in_threadpool(self._desk.campaigns.make, _new(form), office.member.id)
                return RedirectResponse(f"/campaigns/{number}?done=made", 303)
            except BadCampaign as error:
                wrong = error.fields
        return self._form(request, form, wrong, 422)

    async def show(self, request: Request) -> Response:
        """Show a campaign with its counts; raises NotYourRight, UnknownCampaign."""
        office = self._office(request, Right.SEE_CAMPAIGNS)
        done = request.query_params.get("done", "")
        notice = self._pages.texts(f"done.campaign_{done}") if done in _DONE else ""
        return await self._page(request, office, notice=notice)

    async def show_sending(self, request: Request) -> Response:
        """Show whom the campaign would ask, to be confirmed; raises NotYourRight, UnknownCampaign."""
        office = self._office(request, Right.RUN_CAMPAIGNS)
        campaign = await self._campaign(request, office)
        chosen = await run_in_threadpool(self._desk.campaigns.chosen, campaign.id)
        townships = Counter(one.township for one in chosen).most_common()
        context = {"campaign": campaign, "townships": townships, "number": len(chosen)}
        return self._pages.page(request, "campaign_send.html", **context)

    async def send(self, request: Request, form: Form) -> Response:
        """Send the question once; raises NotYourRight, UnknownCampaign."""
        office = self._office(request, Right.RUN_CAMPAIGNS)
        campaign = await self._campaign(request, office)
        if form.get("sure") != "1":
            return RedirectResponse(f"/campaigns/{campaign.id}/send", 303)
        try:
            await run_in_threadpool(self._desk.campaigns.send, campaign.id, office.member.id)
        except CampaignNotAllowed:
            return await self._page(request, office, 409, problem=self._pages.texts("problem.campaign_sent"))
        return RedirectResponse(f"/campaigns/{campaign.id}?done=sent", 303)

    async def close(self, request: Request, form: Form) -> Response:
        """End a campaign; raises NotYourRight, UnknownCampaign."""
        office = self._office(request, Right.RUN_CAMPAIGNS)
        campaign = await self._campaign(request, office)
        try:
            await run_in_threadpool(self._desk.campaigns.close, campaign.id, office.member.id)
        except CampaignNotAllowed:
            return await self._page(request, office, 409, problem=self._pages.texts("problem.campaign_closed"))
        return RedirectResponse(f"/campaigns/{campaign.id}?done=closed", 303)

    def _office(self, request: Request, right: Right) -> Office:
        office = office_of(request, self._desk)
        office.need(right)
        return office

    async def _campaign(self, request: Request, office: Office) -> Campaign:
        return await run_in_threadpool(self._desk.campaigns.one, request.path_params["campaign"], office.sight)

    async def _page(
        self, request: Request, office: Office, status: int = 200, notice: str = "", problem: str = ""
    ) -> Response:
        campaign = await self._campaign(request, office)
        counts = await run_in_threadpool(self._desk.campaigns.counts, campaign.id, office.sight)
        return self._pages.page(
            request,
            "campaign.html",
            status,
            campaign=campaign,
            counts=counts,
            whole=total(counts),
            may_run=office.may(Right.RUN_CAMPAIGNS),
            notice=notice,
            problem=problem,
        )

    def _form(self, request: Request, typed: Form, wrong: tuple[str, ...] = (), status: int = 200) -> Response:
        return self._pages.page(
            request,
            "campaign_new.html",
            status,
            typed=filled(typed),
            problems=filled({name: self._problem(name) for name in wrong}),
            kinds=tuple(CampaignKind),
            risks=tuple(RiskKind),
            longest_name=LONGEST_NAME,
            longest_message=LONGEST_MESSAGE,
        )

    def _problem(self, name: str) -> str:
        return self._pages.texts(f"problem.campaign_{name}", longest=LONGEST_MESSAGE)


def _wrong(form: Form) -> tuple[str, ...]:
    wrong = [name for name in ("starts_on", "ends_on") if _day(form.get(name, "")) is None]
    if form.get("kind") not in set(CampaignKind):
        wrong.append("kind")
    return tuple(wrong)


def _new(form: Form) -> NewCampaign:
    starts_on, ends_on = _day(form["starts_on"]), _day(form["ends_on"])
    assert starts_on is not None
    assert ends_on is not None
    return NewCampaign(
        name=form.get("name", "").strip(),
        kind=CampaignKind(form["kind"]),
        risk_kinds=tuple(kind for kind in RiskKind if form.get(f"risk.{kind}")),
        region=form.get("region", "").strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        message=form.get("message", "").strip(),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
