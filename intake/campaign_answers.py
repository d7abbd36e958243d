"""What comes back from a campaign's question: the answer, whether the message arrived, a report that was filed."""

import secrets

from sqlalchemy import Connection, Engine, select, update

from intake.campaigns import CampaignState, CheckIn
from intake.clock import Clock
from intake.tables import campaign_asked, campaigns, deliveries
from intake.transactions import writing

_RUNNING = select(campaigns.c.id).where(campaigns.c.state == CampaignState.RUNNING.value)


class CampaignAnswers:
    """Takes the answers of households."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def answer(self, campaign_id: int, conversation: str, answer: CheckIn) -> bool:
        """Keep an answer, a later one in place of an earlier one; raises IntakeBusy.

        Returns whether it counts: False when the campaign is over, or never asked this conversation.
        """
        asked = (campaign_asked.c.campaign_id == campaign_id) & (campaign_asked.c.conversation == conversation)
        change = update(campaign_asked).where(asked, campaign_asked.c.campaign_id.in_(_RUNNING))
        with writing(self._engine) as connection:
            changed = connection.execute(change.values(answer=answer.value, answered_at=self._clock()))
        return changed.rowcount == 1


def note_filed(connection: Connection, conversation: str, report_id: int) -> None:
    """Put down that a report came of a running campaign, within the caller's transaction; the first one counts."""
    fresh = campaign_asked.c.filed_id.is_(None) & campaign_asked.c.campaign_id.in_(_RUNNING)
    asked = update(campaign_asked).where(campaign_asked.c.conversation == conversation, fresh)
    connection.execute(asked.values(filed_id=report_id))


def note_reach(connection: Connection, delivery_id: int, state: str) -> None:
    """Put down where a campaign's message is by now, within the caller's transaction."""
    wanted = select(deliveries.c.campaign_id, deliveries.c.conversation).where(deliveries.c.id == delivery_id)
    row = connection.execute(wanted).one_or_none()
    if row is None or row.campaign_id is None:
        return
    asked = (campaign_asked.c.campaign_id == row.campaign_id) & (campaign_asked.c.conversation == row.conversation)
    connection.execute(update(campaign_asked).where(asked).values(reach=state))


def forget_asked(connection: Connection, report_ids: list[int]) -> None:
    """Take out who was asked through these reports, within the caller's transaction; the counts stay."""
    wanted = select(campaign_asked.c.id).where(campaign_asked.c.report_id.in_(report_ids))
    for asked_id in connection.execute(wanted).scalars().all():
        values = {"conversation": f"erased-{secrets.token_hex(16)}", "household_key": secrets.token_hex(32)}
        connection.execute(update(campaign_asked).where(campaign_asked.c.id == asked_id).values(**values))
