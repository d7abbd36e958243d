"""After a report is filed: adding to it, putting it right, asking for a second look, one's own data."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from actions.heard import Heard
from actions.replies import Button, Outcome, Reply, Status
from actions.report.fields import Answers, Field
from actions.report.hearing import yes_or_no
from actions.report.steps import tell
from actions.report.telling import correct
from actions.voice import Voice
from intake.desk import IntakeDesk
from intake.domain import CaseState, ReportSource, RiskKind, Urgency, Who
from intake.errors import MoveNotAllowed, NotErasable
from intake.reports import NewReport, Person
from language.identity import mask_name, redact
from language.risk import assess

ADD, ERASE, APPEAL = "add:", "erase:", "appeal:"
_TELLS_MORE = 14  # characters: more than the wish to add something
_RIGHTED = re.compile(r"错|改|换|更正|不对|新号|应该是")
ERASURE = re.compile(r"删|清除|清掉|抹掉|销毁|注销|不要留|别留")
_ANSWERS = frozenset(
    {"report_risk", "inform", "nlu_fallback", "ask_policy", "chitchat", "add_to_report", "affirm", "deny"}
)
_SHOWN = 5  # reports in a copy


@dataclass(frozen=True, slots=True)
class Filed:
    """One report of this conversation that stands, newest last."""

    receipt: str
    filed_at: str
    who: Who
    state: CaseState
    story: str
    person: Person
    withdrawn: bool


class AfterReport:
    """Works on the conversation's own reports only; each method may raise IntakeBusy."""

    def __init__(self, desk: IntakeDesk, voice: Voice, otherwise: Callable[[Heard], Outcome]) -> None:
        self._desk, self._voice, self._otherwise = desk, voice, otherwise

    def add(self, heard: Heard) -> Outcome:
        """Add to the latest report what the message tells, or ask for it."""
        filed = self._open(heard)
        if filed is None:
            return self._none()
        if len(heard.typed) > _TELLS_MORE and assess(heard.typed).evidence:
            return self._added(heard, filed)
        return self._asked("after.add_ask", ADD, filed)

    def own_data(self, heard: Heard) -> Outcome | None:
        """Tell what is kept of this conversation's reports, or ask whether it may be erased; None without a report."""
        filed = self._filed(heard)
        if not filed:
            return None
        if ERASURE.search(heard.typed):
            return self._asked("after.erase_ask", ERASE, filed[-1], yes="button.erase", no="button.keep_data")
        lines = [self._line(one) for one in filed[-_SHOWN:]]
        return self._said("after.copy", Status.CASE_STATUS, reports="\n".join(lines))

    def appeal(self, heard: Heard) -> Outcome:
        """Ask for a second look at a refusal; without one, the message is a question about the rules."""
        refused = [one for one in self._filed(heard) if one.state is CaseState.NOT_INCLUDED and not one.withdrawn]
        if not refused:
            return self._otherwise(heard)
        return self._asked("after.appeal_ask", APPEAL, refused[-1], yes="button.appeal", no="button.no_appeal")

    def pending(self, heard: Heard) -> Outcome | None:
        """Return what becomes of an answer to a question asked here, or None when it is none."""
        name, _, receipt = str(heard.slot("pending") or "").partition(":")
        filed = next((one for one in self._filed(heard) if one.receipt == receipt), None) if receipt else None
        if filed is None:
            return None
        if f"{name}:" == ADD:
            answers = heard.typed and heard.intent in _ANSWERS
            return self._added(heard, filed) if answers else None
        if f"{name}:" not in (ERASE, APPEAL):
            return None
        agreed = {"affirm": True, "deny": False, "stop": False}.get(heard.intent, yes_or_no(heard.typed))
        if agreed is None and f"{name}:" == ERASE and ERASURE.search(heard.typed):
            agreed = True  # 「删掉」 answers 「要删掉吗」
        if agreed is None:
            return None
        if not agreed:
            return self._said("after.left", Status.CASE_STATUS)
        return self._erased(heard, filed) if f"{name}:" == ERASE else self._appealed(heard, filed)

    def correct(self, heard: Heard) -> Outcome | None:
        """Put right what a message says was wrong in the latest report, or None when it says nothing of the kind."""
        told = correct(heard.typed) if heard.typed and _RIGHTED.search(heard.typed) else {}
        filed = self._open(heard) if told else None
        if filed is None:
            return None
        size = told.get(Field.HOUSEHOLD_SIZE)
        person = Person(
            name=told.get(Field.NAME),
            place=told.get(Field.PLACE),
            phone=told.get(Field.PHONE),
            household_size=int(size) if size else None,
        )
        self._desk.own_data.correct(filed.receipt, heard.conversation, person)
        fields = "、".join(self._voice(f"after.field_{name}") for name in told)
        return self._said("after.corrected", Status.CASE_STATUS, receipt=filed.receipt, fields=fields)

    def _added(self, heard: Heard, filed: Filed) -> Outcome:
        values = tell(heard.typed, Answers({}))
        answers = Answers(values)
        receipt = self._desk.file(
            NewReport(
                conversation=heard.conversation,
                channel=heard.channel,
                source=ReportSource.FORM,
                who=filed.who,
                story=answers.story,
                risk_kinds=answers.kinds or (RiskKind.OTHER,),
                urgency=Urgency(answers.urgency),
                idempotency_key=heard.message_id or uuid4().hex,
                person=filed.person,
                consent_at=None,
            )
        )
        return self._said("after.added", Status.REPORT_FILED, receipt=receipt.number, first=filed.receipt)

    def _erased(self, heard: Heard, filed: Filed) -> Outcome:
        try:
            self._desk.own_data.delete(filed.receipt, heard.conversation)
        except NotErasable:
            return self._said("after.not_erasable", Status.CASE_STATUS, receipt=filed.receipt)
        return self._said("after.erased", Status.CASE_STATUS, receipt=filed.receipt)

    def _appealed(self, heard: Heard, filed: Filed) -> Outcome:
        try:
            self._desk.appeal(filed.receipt, heard.conversation)
        except MoveNotAllowed:
            return self._said("after.no_appeal", Status.CASE_STATUS)
        return self._said("after.appealed", Status.CASE_STATUS, receipt=filed.receipt)

    def _filed(self, heard: Heard) -> list[Filed]:
        copied = self._desk.own_data.copy(heard.conversation)["reports"]
        return [_filed(row) for row in copied if row["story"] or row["person"].get("name")]

    def _open(self, heard: Heard) -> Filed | None:
        standing = [one for one in self._filed(heard) if not one.withdrawn]
        return standing[-1] if standing else None

    def _asked(self, name: str, pending: str, filed: Filed, yes: str = "", no: str = "") -> Outcome:
        text = self._voice(name, receipt=filed.receipt)
        buttons = (Button(self._voice(yes), "/affirm"), Button(self._voice(no), "/deny")) if yes else ()
        return Outcome((Reply(text, Status.CASE_STATUS, buttons),), {"pending": pending + filed.receipt})

    def _line(self, filed: Filed) -> str:
        told = filed.person
        return self._voice(
            "after.copy_one",
            receipt=filed.receipt,
            filed=filed.filed_at[:10],
            name=mask_name(told.name or "") or self._voice("summary.not_given"),
            place=told.place or self._voice("summary.not_given"),
            tel=redact(told.phone or "") or self._voice("summary.not_given"),
            story=_hidden(filed)[:60],
        )

    def _none(self) -> Outcome:
        start = Button(self._voice("button.start"), "/start_report")
        return Outcome((Reply(self._voice("status.none"), Status.CASE_STATUS, (start,)),))

    def _said(self, name: str, status: Status, **fields: object) -> Outcome:
        meta = {"receipt": fields["receipt"]} if name == "after.added" else {}
        return Outcome((Reply(self._voice(name, **fields), status, (), meta),))


def _hidden(filed: Filed) -> str:
    name = filed.person.name or ""
    return redact(filed.story.replace(name, mask_name(name)) if name else filed.story)


def _filed(row: Mapping[str, Any]) -> Filed:
    return Filed(
        receipt=row["receipt"],
        filed_at=str(row["filed_at"]),
        who=Who(row["who"]),
        state=CaseState(row["state"]),
        story=row["story"],
        person=Person(**row["person"]),
        withdrawn=row["withdrawn_at"] is not None,
    )
