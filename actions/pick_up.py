"""Messages that answer something we asked: an open report, a pending question, a list of choices; else a question."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from actions.after import AfterReport
from actions.answering import MENU, Answering
from actions.cases import PENDING as WITHDRAW
from actions.cases import Cases
from actions.crisis import PENDING as CRISIS
from actions.crisis import Crisis
from actions.heard import Heard
from actions.people import People
from actions.replies import Outcome, Reply, Status
from actions.report.form import ReportForm
from actions.report.hearing import is_silence, yes_or_no
from actions.voice import Voice
from actions.wishes import TrainingWishes
from intake.numbers import RECEIPT, find_number
from language.choices import pick


@dataclass(frozen=True, slots=True)
class Openers:
    """Whom an answer may belong to."""

    form: ReportForm
    crisis: Crisis
    cases: Cases
    answering: Answering
    people: People
    after: AfterReport
    wishes: TrainingWishes


class PickUp:
    """Finds what a bare answer answers; may raise IntakeBusy."""

    def __init__(self, openers: Openers, voice: Voice) -> None:
        self._form, self._crisis = openers.form, openers.crisis
        self._cases, self._answering = openers.cases, openers.answering
        self._people, self._after, self._wishes = openers.people, openers.after, openers.wishes
        self._voice = voice

    def __call__(self, heard: Heard) -> Outcome:
        """Return the next step of whatever was waiting, or an answer to the message as a question."""
        if self._form.waits(heard.conversation):
            return self._form(heard)
        after = (self._after.pending, self._wishes.pending)
        for waiting in (self._pending, *after, self._choice, self._receipt, self._after.correct):
            outcome = waiting(heard)
            if outcome is not None:
                return outcome
        return self._talk(heard)

    def _pending(self, heard: Heard) -> Outcome | None:
        pending = str(heard.slot("pending") or "")
        if pending == CRISIS and heard.typed and heard.intent in ("inform", "nlu_fallback"):
            return self._crisis.follow_up(heard)
        if not pending.startswith(WITHDRAW):
            return None
        agreed = {"affirm": True, "deny": False, "stop": False}.get(heard.intent, yes_or_no(heard.typed))
        if agreed is None:
            return None
        return self._cases.take_back(heard, pending.removeprefix(WITHDRAW)) if agreed else self._cases.keep()

    def _choice(self, heard: Heard) -> Outcome | None:
        offered = heard.slot("offered") or []
        chosen = pick(heard.typed, [[title, title.rpartition(":")[2]] for title, _ in offered]) if heard.typed else None
        if chosen is None:
            return None
        wanted = offered[chosen][1]
        return self._menu(heard, wanted) if wanted.startswith(MENU) else self._answering.show_passage(heard, wanted)

    def _menu(self, heard: Heard, wanted: str) -> Outcome:
        match wanted.removeprefix(MENU):
            case "report":
                return self._form(replace(heard, intent="start_report", text="/start_report", payload={}))
            case "status":
                return self._cases.status(heard)
            case "human":
                return self._people.human(heard)
            case _:
                return self._say("menu.ask")

    def _receipt(self, heard: Heard) -> Outcome | None:
        return self._cases.status(heard) if find_number(heard.typed, RECEIPT) else None

    def _talk(self, heard: Heard) -> Outcome:
        if heard.intent in ("fill", "more") or (heard.is_button and heard.intent == "affirm"):
            return self._say("talk.over")
        if heard.intent in ("deny", "stop"):
            return self._say("talk.fine")
        if heard.intent == "affirm":
            return self._form.filed_already(heard) or self._say("talk.what")
        if is_silence(heard.text):
            return self._say("talk.listening")
        answer: Callable[[Heard], Outcome] = self._answering.answer
        return self._answering.answer_if_known(heard) if heard.intent == "inform" else answer(heard)

    def _say(self, name: str) -> Outcome:
        return Outcome((Reply(self._voice(name), Status.SMALLTALK),))
