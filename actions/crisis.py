"""Danger to life: the right numbers at once, and an urgent report in the same turn."""

from uuid import NAMESPACE_URL, uuid4, uuid5

from actions.heard import Heard
from actions.replies import Outcome, Reply, Status
from actions.report.fields import Answers, Field
from actions.report.steps import tell
from actions.report.telling import find_place, gather, place_of
from actions.voice import Voice
from intake.desk import IntakeDesk
from intake.domain import ReportSource, Urgency
from intake.errors import IntakeError
from intake.reports import NewReport, Receipt
from language.risk import assess

PENDING = "crisis"
_DANGER = "danger"


class Crisis:
    """Answers a crisis; nothing that fails here may keep the numbers from being said."""

    def __init__(self, desk: IntakeDesk, voice: Voice) -> None:
        self._desk = desk
        self._voice = voice

    def __call__(self, heard: Heard) -> Outcome:
        """Return the numbers to call, and whether the case was passed on; raises nothing of the intake's."""
        kind = assess(heard.typed).crisis or _DANGER
        values, receipt = self._file(heard)
        lines = [self._voice(f"crisis.{kind}")]
        if receipt is None:
            return Outcome((self._reply([*lines, self._voice("crisis.not_reported")]),))
        lines.append(self._voice("crisis.reported", receipt=receipt.number))
        known = values.get(Field.PLACE) and values.get(Field.PHONE)
        if known:
            return Outcome((self._reply(lines, receipt),))
        return Outcome((self._reply([*lines, self._voice("crisis.where")], receipt),), {"pending": PENDING})

    def follow_up(self, heard: Heard) -> Outcome:
        """Return the reply to what was said after the numbers: it is passed on like the first message."""
        _, receipt = self._file(heard)
        if receipt is None:
            return Outcome((self._reply([self._voice("crisis.not_reported")]),))
        return Outcome((self._reply([self._voice("crisis.follow_up", receipt=receipt.number)], receipt),))

    def _reply(self, lines: list[str], receipt: Receipt | None = None) -> Reply:
        meta = {"receipt": receipt.number} if receipt else {}
        return Reply("\n".join(lines), Status.CRISIS, (), meta)

    def _file(self, heard: Heard) -> tuple[dict[str, str], Receipt | None]:
        values: dict[str, str] = {}
        try:
            values = self._values(heard)
            return values, self._desk.file(_report(heard, Answers(values)))
        except IntakeError:
            return values, None

    def _values(self, heard: Heard) -> dict[str, str]:
        draft = self._desk.load_draft(heard.conversation)
        known = dict(draft.values) if draft else {}
        told = gather(heard.typed)
        if heard.slot("pending") == PENDING and not find_place(heard.typed):
            told[Field.PLACE] = place_of(heard.typed)
        return {**told, **known, **tell(heard.typed, Answers(known))}


def _report(heard: Heard, answers: Answers) -> NewReport:
    said_once = f"{heard.conversation}/{heard.message_id}"
    return NewReport(
        conversation=heard.conversation,
        channel=heard.channel,
        source=ReportSource.CRISIS,
        who=answers.who,
        story=answers.story,
        risk_kinds=answers.kinds,
        urgency=Urgency.NOW,
        # A message delivered twice must not open two cases; without an id each is its own.
        idempotency_key=str(uuid5(NAMESPACE_URL, said_once)) if heard.message_id else uuid4().hex,
        person=answers.person,
        consent_at=answers.consent_at,
    )
