"""The action server's parts, put together once, and served."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from actions.after import AfterReport
from actions.answering import AnswererLike, Answering, Office, RecordsLike
from actions.campaigns import Campaigns
from actions.cases import Cases, after_another
from actions.crisis import Crisis
from actions.edge import Edge, Handler
from actions.heard import Heard
from actions.people import People
from actions.pick_up import Openers, PickUp
from actions.replies import Outcome
from actions.report.asides import Aside
from actions.report.filing import Filer
from actions.report.form import Parts, ReportForm
from actions.report.questions import Questions
from actions.voice import Voice
from actions.wishes import TrainingWishes
from intake.clock import Clock, utc_now
from intake.desk import IntakeDesk
from intake.wording import Wording


@dataclass(frozen=True, slots=True)
class Collaborators:
    """What the actions work with: the intake, the knowledge base, the sentences, the office."""

    desk: IntakeDesk
    answerer: AnswererLike
    records: RecordsLike
    voice: Voice
    office: Office
    clock: Clock = utc_now


def actions_of(with_: Collaborators) -> dict[str, Callable[..., Any]]:
    """Return every action by the name it has in Rasa's domain."""
    desk, voice, wording = with_.desk, with_.voice, Wording.load()
    answering = Answering(with_.answerer, with_.records, voice, with_.office)
    crisis, people, cases = Crisis(desk, voice), People(desk, voice), Cases(desk, voice, wording)
    after = AfterReport(desk, voice, answering.answer)
    wishes = TrainingWishes(desk, voice)

    def pending(heard: Heard) -> Outcome | None:
        return after.pending(heard) or wishes.pending(heard)

    def own_data(heard: Heard) -> Outcome:
        # Training comes before a question that waits: a yes to erasing a report is not meant for a wish.
        of_training = wishes.own_data_of_training(heard) or pending(heard)
        return of_training or after.own_data(heard) or wishes.own_data(heard) or cases.nothing_kept()

    asides: dict[Aside, Handler] = {
        Aside.CRISIS: crisis,
        Aside.ANSWER: answering.answer,
        Aside.SHOW: answering.show,
        Aside.RATE: answering.rate,
        Aside.HUMAN: people.human,
        Aside.COMPLAIN: people.complaint,
        Aside.STATUS: cases.status,
        Aside.WISH: wishes.within_report,
    }
    filer = Filer(desk, voice, with_.clock)
    form = ReportForm(Parts(desk, voice, Questions(voice, wording), filer, with_.clock), asides)
    campaigns = Campaigns(desk, voice, form)
    asides[Aside.CAMPAIGN] = campaigns.within_report
    handlers: dict[str, Handler] = {
        "action_answer": _first(pending, answering.answer),
        "action_show": answering.show,
        "action_rate": answering.rate,
        "action_out_of_scope": _first(pending, answering.out_of_scope),
        "action_crisis": crisis,
        "action_complain": people.complaint,
        "action_human": people.human,
        "action_status": lambda heard: answering.answer(heard) if after_another(heard) else cases.status(heard),
        "action_withdraw": _first(pending, cases.withdraw),
        "action_add": _first(pending, after.add),
        "action_own_data": own_data,
        "action_appeal": after.appeal,
        "action_campaign": campaigns,
        "action_wish": wishes.start,
        "action_pick_up": PickUp(Openers(form, crisis, cases, answering, people, after, wishes), voice),
    }
    edge = Edge(voice)
    actions: dict[str, Callable[..., Any]] = {name: edge.action(name, handler) for name, handler in handlers.items()}
    reporting = _first(pending, form)
    actions["validate_self_report_form"] = edge.form("validate_self_report_form", reporting)
    return actions


def _first(waiting: Callable[[Heard], Outcome | None], handler: Handler) -> Handler:
    """Return a handler that lets what was asked before have the message first."""
    return lambda heard: waiting(heard) or handler(heard)
