"""Policy questions: whole passages from the knowledge base, with buttons to go on and to rate."""

from dataclasses import dataclass, replace
from typing import Protocol

from actions.heard import Heard
from actions.replies import Button, Outcome, Reply, Status
from actions.voice import Voice
from knowledge.answers import Answer, Question
from knowledge.answers import Status as AnswerStatus
from knowledge.errors import KnowledgeError
from language.risk import assess

_TITLE = 20  # characters of a button's title
MENU = "menu."  # what an offered choice begins with that is no passage
_CHOICES = ("policy", "report", "status", "human")
_MISSED = "missed"  # the slot that says the last message was not understood
# Sheets after which a wish for training may be told: training itself, workshops, going away for work.
_TRAINING = frozenset({"peixun", "chejian", "jiaotong"})
_UNSURE = 0.6  # below this the classifier's "out of scope" is not believed before the knowledge base is asked


class AnswererLike(Protocol):
    """The knowledge base's Answerer, as used here; every method raises KnowledgeError."""

    def ask(self, question: Question) -> Answer: ...

    def show(self, passage_id: str) -> Answer: ...

    def out_of_scope(self) -> Answer: ...


class RecordsLike(Protocol):
    """The knowledge base's Records, as used here; every method raises KnowledgeError."""

    def keep(self, answer: Answer, question: str, conversation: str) -> None: ...

    def rate(self, answer_id: str, value: str, conversation: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Office:
    """Where questions are asked from."""

    region: str = ""


class Answering:
    """Answers questions, shows passages, takes ratings."""

    def __init__(self, answerer: AnswererLike, records: RecordsLike, voice: Voice, office: Office) -> None:
        self._answerer = answerer
        self._records = records
        self._voice = voice
        self._office = office

    def answer(self, heard: Heard) -> Outcome:
        """Return the answer to a typed question."""
        return self._asked(heard, keep_unanswered=True)

    def answer_if_known(self, heard: Heard) -> Outcome:
        """Return the answer to what may not be a question; unanswered, it is not kept (it may be a name)."""
        return self._asked(heard, keep_unanswered=False)

    def out_of_scope(self, heard: Heard) -> Outcome:
        """Return the fixed reply to what this product does not cover."""
        if heard.confidence < _UNSURE or heard.slot("topic"):  # 「要带什么材料」 is about what was talked of before
            return self.answer(heard)
        try:
            answer = self._answerer.out_of_scope()
        except KnowledgeError:
            return self._unavailable()
        self._keep(answer, heard)
        return self._said(answer, heard)

    def show(self, heard: Heard) -> Outcome:
        """Return the passage whose button was tapped."""
        return self.show_passage(heard, heard.value("p"))

    def show_passage(self, heard: Heard, passage_id: str) -> Outcome:
        """Return the passage `passage_id`."""
        try:
            answer = self._answerer.show(passage_id)
        except KnowledgeError:
            return self._unavailable()
        self._keep(answer, replace(heard, text=f"[{passage_id}]"))
        return self._said(answer, heard)

    def rate(self, heard: Heard) -> Outcome:
        """Keep a thumb up or down."""
        value = "up" if heard.value("v") == "up" else "down"
        try:
            kept = self._records.rate(heard.value("a")[:32], value, heard.conversation)
        except KnowledgeError:
            kept = True  # thanks are due all the same; a lost rating harms nobody
        return Outcome((Reply(self._voice(f"rate.{value}" if kept else "rate.twice"), Status.SMALLTALK),))

    def _asked(self, heard: Heard, keep_unanswered: bool) -> Outcome:
        topic = heard.slot("topic")
        question = Question(heard.text, region=self._office.region or None, topic=str(topic) if topic else None)
        try:
            answer = self._answerer.ask(question)
        except KnowledgeError:
            return self._unavailable()
        if keep_unanswered or answer.status is not AnswerStatus.ABSTAINED:
            self._keep(answer, heard)
            return self._missed(heard, self._said(answer, heard), answer.status)
        unclear = Outcome((Reply(self._voice("talk.unclear"), AnswerStatus.ABSTAINED),))
        return self._missed(heard, unclear, AnswerStatus.ABSTAINED)

    def _missed(self, heard: Heard, outcome: Outcome, status: AnswerStatus) -> Outcome:
        """Return `outcome`; the second message in a row that was not understood brings the menu."""
        if status is not AnswerStatus.ABSTAINED or heard.in_form:
            return replace(outcome, slots={**outcome.slots, _MISSED: None})
        if not heard.slot(_MISSED):
            return replace(outcome, slots={**outcome.slots, _MISSED: "yes"})
        offered = [[self._voice(f"{MENU}{name}"), f"{MENU}{name}"] for name in _CHOICES]
        payloads = ("/help", "/start_report", "/check_status", "/ask_human")
        buttons = tuple(Button(title, payload) for (title, _), payload in zip(offered, payloads, strict=True))
        menu = Reply(self._voice(f"{MENU}text"), AnswerStatus.ABSTAINED, buttons)
        return Outcome((menu,), {"offered": offered, _MISSED: None})

    def _keep(self, answer: Answer, heard: Heard) -> None:
        try:
            self._records.keep(answer, heard.text, heard.conversation)
        except KnowledgeError:
            return  # the answer matters more than its record

    def _said(self, answer: Answer, heard: Heard) -> Outcome:
        meta = {"passages": [quoted.as_meta() for quoted in answer.passages], "answer": answer.id}
        offered = answer.choices or answer.related
        buttons = [Button(title[:_TITLE], f'/ask{{"p":"{passage}"}}') for title, passage in offered]
        if answer.passages:
            buttons += [self._rating("up", answer), self._rating("down", answer)]
        if any(quoted.passage.id.partition(".")[0] in _TRAINING for quoted in answer.passages):
            buttons.append(Button(self._voice("button.wish"), "/wish"))
        if assess(heard.typed).is_hardship:
            buttons.append(Button(self._voice("button.report"), "/start_report"))
        reply = Reply(answer.text, answer.status, tuple(buttons), meta)
        slots: dict[str, object] = {"offered": [list(choice) for choice in answer.choices] or None}
        if answer.topic:
            slots["topic"] = answer.topic
        return Outcome((reply,), slots)

    def _rating(self, value: str, answer: Answer) -> Button:
        return Button(self._voice(f"button.{value}"), f'/rate{{"v":"{value}","a":"{answer.id}"}}')

    def _unavailable(self) -> Outcome:
        return Outcome((Reply(self._voice("talk.no_answers"), Status.DEGRADED),))
