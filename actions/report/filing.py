"""The end of the form: the report is committed, then the draft is dropped, then the receipt is told."""

from datetime import timedelta

from actions.replies import Button, Reply, Status
from actions.report.fields import Answers, Field
from actions.voice import Voice
from intake.clock import Clock
from intake.desk import IntakeDesk
from intake.domain import CaseState, ReportSource
from intake.drafts import Draft
from intake.errors import IntakeBusy
from intake.reports import NewReport, Receipt

_JUST = timedelta(minutes=30)


class Filer:
    """Files finished drafts."""

    def __init__(self, desk: IntakeDesk, voice: Voice, clock: Clock) -> None:
        self._desk, self._voice, self._clock = desk, voice, clock

    def file(self, conversation: str, draft: Draft) -> Reply:
        """Return the receipt; when the intake is busy, a reply that says so, and the draft stays."""
        try:
            receipt = self._desk.file(as_report(conversation, draft))
        except IntakeBusy:
            again = Button(self._voice("button.confirm"), "/affirm")
            meta = {"field": Field.CONFIRM.value}
            return Reply(self._voice("busy.filing"), Status.DEGRADED, (again,), meta)
        self._drop(conversation)
        return self._told(receipt)

    def just_filed(self, conversation: str) -> Reply | None:
        """Return the receipt of the report that this conversation filed minutes ago; raises IntakeBusy.

        When the answer to a confirmation got lost, the person confirms again.
        """
        after = self._clock() - _JUST
        found = [one for one in self._desk.status(conversation=conversation) if one.filed_at > after]
        standing = [one.receipt for one in found if one.state is not CaseState.WITHDRAWN]
        return self._told(Receipt(standing[0], "", linked=False, repeated=True)) if standing else None

    def _drop(self, conversation: str) -> None:
        try:
            self._desk.drop_draft(conversation)
        except IntakeBusy:
            # The report is filed. A draft that stays gives the same receipt again, through its idempotency key.
            return

    def _told(self, receipt: Receipt) -> Reply:
        notes = ["filed.text"]
        if receipt.repeated:
            notes.append("filed.repeated")
        elif receipt.linked:
            notes.append("filed.linked")
        text = "\n".join(self._voice(name, receipt=receipt.number) for name in notes)
        status = Button(self._voice("button.status"), "/check_status")
        return Reply(text, Status.REPORT_FILED, (status,), {"receipt": receipt.number})


def as_report(conversation: str, draft: Draft) -> NewReport:
    """Return the report that a finished draft stands for."""
    answers = Answers.of(draft)
    return NewReport(
        conversation=conversation,
        channel=draft.channel,
        source=ReportSource.FORM,
        who=answers.who,
        story=answers.story,
        risk_kinds=answers.kinds,
        urgency=answers.urgency,
        idempotency_key=draft.key,
        person=answers.person,
        consent_at=answers.consent_at,
    )
