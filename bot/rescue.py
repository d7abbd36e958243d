"""What a person is told, and what is kept for them, when the dialogue cannot answer."""

import asyncio

import structlog

from bot.ledger import Arrival
from bot.messages import Handled, Refusal, Reply, Status
from bot.payloads import check_in
from bot.wording import Wording
from intake.campaigns import CheckIn
from intake.desk import IntakeDesk
from intake.domain import ReportSource, RiskKind, Urgency, Who
from intake.drafts import Draft
from intake.errors import IntakeError
from intake.reports import NewReport, Person
from language.identity import find_phone
from language.risk import Risk, assess

_LOG = structlog.get_logger(__name__)
_A_STORY = 8  # characters: what is shorter may stand in a draft by chance


class Rescue:
    """Answers in Rasa's place with fixed sentences; a hardship told meanwhile is filed as it was typed."""

    def __init__(self, desk: IntakeDesk, wording: Wording) -> None:
        self._desk = desk
        self._wording = wording

    async def degraded(self, arrival: Arrival) -> Handled:
        """Answer a message that Rasa did not."""
        return await self._fixed(arrival, "degraded")

    async def recovered(self, arrival: Arrival) -> Handled:
        """Answer a message that was begun earlier and never finished; Rasa may or may not have had it."""
        return await self._fixed(arrival, "recovered")

    async def too_long(self, arrival: Arrival, limit: int) -> Handled:
        """Answer a message longer than `limit` characters."""
        risk = assess(arrival.text or "")
        receipt = await self._file(arrival, risk) if risk.is_hardship else None
        name = "too_long_filed" if receipt else "too_long_lost" if risk.is_hardship else "too_long"
        text = self._wording(f"refused.{name}", limit=limit, **({"receipt": receipt} if receipt else {}))
        reply = self._reply(self._with_crisis(risk, text), Status.TOO_LONG, receipt)
        return Handled((reply,), Status.TOO_LONG, Refusal.TOO_LONG, settled=_is_settled(risk, receipt))

    def unrecorded(self, arrival: Arrival) -> Handled:
        """Answer a message that could not even be written down because the database does not answer."""
        risk = assess(arrival.text or "")
        text = self._wording("degraded.lost" if risk.is_hardship else "degraded.busy")
        reply = self._reply(self._with_crisis(risk, text), Status.DEGRADED)
        return Handled((reply,), Status.DEGRADED, settled=False)

    async def _fixed(self, arrival: Arrival, table: str) -> Handled:
        if (answered := check_in(arrival.payload)) is not None:
            return await self._answered(arrival.conversation, *answered)
        risk, draft = assess(arrival.text or ""), await self._draft(arrival.conversation)
        if draft is not None and not risk.crisis and _holds(draft, arrival.text):
            # It reached the open report before the line broke: filed here too, it would stand there twice.
            return Handled((self._wording.reply("degraded.held", Status.DEGRADED),), Status.DEGRADED)
        receipt = await self._file(arrival, risk) if risk.is_hardship else None
        if receipt:
            text = self._wording(f"{table}.filed", receipt=receipt)
        else:
            text = self._wording("degraded.lost" if risk.is_hardship else f"{table}.plain")
        replies = [self._reply(self._with_crisis(risk, text), Status.DEGRADED, receipt)]
        if draft is not None:
            replies.append(self._wording.reply("degraded.draft", Status.DEGRADED))
        return Handled(tuple(replies), Status.DEGRADED, settled=_is_settled(risk, receipt))

    async def _answered(self, conversation: str, campaign: int, answer: CheckIn) -> Handled:
        try:
            kept = await asyncio.to_thread(self._desk.campaign_answers.answer, campaign, conversation, answer)
        except IntakeError as error:
            _LOG.error("answer_not_kept", cause=type(error).__name__)
            return Handled((self._wording.reply("degraded.busy", Status.DEGRADED),), Status.DEGRADED, settled=False)
        name = f"check_in_{answer}" if kept else "plain"
        return Handled((self._wording.reply(f"degraded.{name}", Status.DEGRADED),), Status.DEGRADED)

    async def _file(self, arrival: Arrival, risk: Risk) -> str | None:
        try:
            receipt = await asyncio.to_thread(self._desk.file, _report(arrival, risk))
        except IntakeError as error:
            _LOG.error("report_not_filed", cause=type(error).__name__)
            return None
        return receipt.number

    async def _draft(self, conversation: str) -> Draft | None:
        try:
            return await asyncio.to_thread(self._desk.load_draft, conversation)
        except IntakeError:
            return None

    def _with_crisis(self, risk: Risk, text: str) -> str:
        return f"{self._wording.crisis(risk.crisis)}\n\n{text}" if risk.crisis else text

    def _reply(self, text: str, status: Status, receipt: str | None = None) -> Reply:
        return Reply(text, meta={"status": status.value, **({"receipt": receipt} if receipt else {})})


def _holds(draft: Draft, text: str | None) -> bool:
    told = (text or "").strip()
    return len(told) >= _A_STORY and any(told in value for value in draft.values.values())


def _is_settled(risk: Risk, receipt: str | None) -> bool:
    return receipt is not None or not risk.is_hardship


def _report(arrival: Arrival, risk: Risk) -> NewReport:
    story = arrival.text or ""
    return NewReport(
        conversation=arrival.conversation,
        channel=arrival.channel,
        source=ReportSource.CRISIS if risk.crisis else ReportSource.DEGRADED,
        who=Who.SELF,
        story=story,
        risk_kinds=tuple(RiskKind(kind) for kind in risk.kinds) or (RiskKind.OTHER,),
        urgency=Urgency(risk.urgency),
        idempotency_key=f"message {arrival.channel.value} {arrival.update_key}",
        person=Person(phone=find_phone(story)),
        consent_at=None,
    )
