"""The conversation of the self-report: what was said is on disk before the next question goes out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

from actions.heard import Heard
from actions.replies import Button, Loop, Outcome, Reply, Status
from actions.report.asides import Aside, aside_of
from actions.report.fields import MARKED, Answers, Field, Started, next_field
from actions.report.filing import Filer
from actions.report.hearing import confirmed, is_child, is_silence, wants_to_stop, who_of
from actions.report.questions import Questions
from actions.report.steps import Said, Step, Turn, take, tell
from actions.report.telling import gather
from actions.voice import Voice
from intake.clock import Clock
from intake.desk import IntakeDesk
from intake.drafts import Draft
from language.risk import assess

Handler = Callable[[Heard], Outcome]
_GIVEN = "given"
_BEGINS = frozenset({"report_risk", "start_report"})
_NOTHING_SET: Mapping[str, None] = dict.fromkeys(MARKED)
# Buttons that answer a question, as the words they stand for.
_TAPPED = {"affirm": "同意", "deny": "不同意"}


@dataclass(frozen=True, slots=True)
class Parts:
    """What the form is made of."""

    desk: IntakeDesk
    voice: Voice
    questions: Questions
    filer: Filer
    clock: Clock


class ReportForm:
    """Leads through the self-report; `asides` answer what is asked in between, by intent."""

    def __init__(self, parts: Parts, asides: Mapping[Aside, Handler]) -> None:
        self._desk, self._voice, self._questions = parts.desk, parts.voice, parts.questions
        self._filer, self._clock = parts.filer, parts.clock
        self._asides = asides

    def __call__(self, heard: Heard) -> Outcome:
        """Return the next question, or how the report ended; raises IntakeBusy with nothing changed."""
        draft = self._desk.load_draft(heard.conversation)
        if draft is not None:
            return self._go_on(draft, heard)
        again = self.filed_already(heard)
        if again is not None:
            return again
        return self._begin(heard) if heard.intent in _BEGINS or not heard.in_form else self._gone()

    def waits(self, conversation: str) -> bool:
        """Tell whether an unfinished report waits in this conversation."""
        return self._desk.load_draft(conversation) is not None

    def filed_already(self, heard: Heard) -> Outcome | None:
        """Return the receipt when a confirmation comes again, its answer having got lost, or None."""
        if heard.intent != "affirm" and confirmed(heard.typed) != 0:
            return None
        told = self._filer.just_filed(heard.conversation)
        return Outcome((told,), _NOTHING_SET, Loop.CLOSED) if told else None

    def _begin(self, heard: Heard) -> Outcome:
        values = gather(heard.typed)
        if heard.intent == "report_risk" or assess(heard.typed).is_hardship:
            values |= tell(heard.typed, Answers({}))
        if is_child(heard.typed):
            values["child"] = "yes"
        draft = Started(uuid4().hex, heard.channel, self._clock()).draft(values)
        self._desk.save_draft(heard.conversation, draft)
        return self._asked(draft, self._questions.offer(Answers.of(draft)))

    def _go_on(self, draft: Draft, heard: Heard) -> Outcome:
        text = heard.typed or heard.value("value") or _TAPPED.get(heard.intent, "")
        aside = aside_of(heard, Field(draft.step))
        if aside is Aside.CRISIS:
            return self._crisis(draft, heard)
        if aside is Aside.STOP or (heard.typed and wants_to_stop(heard.typed)):
            return self._end(heard, Status.REPORT_CANCELLED, "cancelled.stopped")
        if aside is Aside.MORE:
            return self._move(draft, heard, Step(turn=Turn.MORE))
        if aside is not None:
            return self._answer_aside(draft, heard, aside)
        if not text or self._begins_again(draft, heard):
            return self._again(draft, "offer.resumed")
        if is_silence(text) and draft.step not in (Field.CONSENT, Field.CONFIRM, Field.DESCRIPTION):
            return self._again(draft, "again.silence")
        return self._move(draft, heard, self._taken(draft, heard, text))

    def _taken(self, draft: Draft, heard: Heard, text: str) -> Step:
        tries = int(draft.values.get(_tries(draft.step), "0"))
        return take(Field(draft.step), Said(text, Answers.of(draft), self._clock(), tries))

    def _begins_again(self, draft: Draft, heard: Heard) -> bool:
        # 「我要申报」 in the middle, or after a restart: the open question is simply asked again.
        if draft.step == Field.WHO and who_of(heard.typed) is not None:
            return False  # 「给我自己家报」
        if draft.step == Field.CONFIRM and confirmed(heard.typed) is not None:
            return False  # 「报上去」
        return heard.intent == "start_report" and draft.step != Field.CONSENT

    def _move(self, draft: Draft, heard: Heard, step: Step) -> Outcome:
        if step.turn is Turn.DECLINED:
            return self._end(heard, Status.REPORT_CANCELLED, "cancelled.declined")
        if step.turn is Turn.STOPPED:
            return self._end(heard, Status.REPORT_CANCELLED, "cancelled.stopped")
        values = {**draft.values, **step.values}
        if step.turn is Turn.FILE:
            return self._file(replace(draft, values=values), heard)
        if step.turn is Turn.AGAIN:
            values[_tries(draft.step)] = str(int(values.get(_tries(draft.step), "0")) + 1)
        field = {Turn.AGAIN: Field(draft.step), Turn.MORE: Field.MORE}.get(step.turn) or next_field(Answers(values))
        moved = replace(draft, step=field.value, values=values)
        self._desk.save_draft(heard.conversation, moved)
        return self._asked(moved, self._questions.ask(field, Answers(values), step.hint))

    def _file(self, draft: Draft, heard: Heard) -> Outcome:
        reply = self._filer.file(heard.conversation, draft)
        if reply.status == Status.DEGRADED:
            return self._asked(draft, reply)
        return Outcome((reply,), _NOTHING_SET, Loop.CLOSED)

    def _crisis(self, draft: Draft, heard: Heard) -> Outcome:
        outcome = self._asides[Aside.CRISIS](heard)
        self._desk.drop_draft(heard.conversation)
        return replace(outcome, slots={**outcome.slots, **_NOTHING_SET}, loop=Loop.CLOSED)

    def _answer_aside(self, draft: Draft, heard: Heard, aside: Aside) -> Outcome:
        if aside in (Aside.HELP, Aside.SMALLTALK):
            return self._again(draft, f"again.{aside}")
        answered = self._asides[aside](heard)
        asked = self._again(draft, "again.aside")
        return replace(asked, replies=(*answered.replies, *asked.replies), slots={**answered.slots, **asked.slots})

    def _again(self, draft: Draft, hint: str) -> Outcome:
        field = Field(draft.step)
        return self._asked(draft, self._questions.ask(field, Answers.of(draft), hint))

    def _asked(self, draft: Draft, reply: Reply) -> Outcome:
        marks = {field.value: _GIVEN if field in draft.values else None for field in MARKED}
        return Outcome((reply,), marks, Loop.OPEN, draft.step)

    def _end(self, heard: Heard, status: Status, name: str) -> Outcome:
        self._desk.drop_draft(heard.conversation)
        return Outcome((Reply(self._voice(name), status),), _NOTHING_SET, Loop.CLOSED)

    def _gone(self) -> Outcome:
        button = Button(self._voice("button.start"), "/start_report")
        reply = Reply(self._voice("cancelled.gone"), Status.REPORT_CANCELLED, (button,))
        return Outcome((reply,), _NOTHING_SET, Loop.CLOSED)


def _tries(step: str) -> str:
    return f"tries.{step}"
