"""The campaigns of the county: made, sent, closed, counted; every step in the audit log."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select, update

from intake import audit
from intake.audit import Act
from intake.campaign_asking import CampaignAsking
from intake.campaigns import Campaign, CampaignKind, CampaignState, Candidate, CheckIn, Counts, NewCampaign, problems
from intake.cipher import FieldCipher
from intake.clock import Clock
from intake.deliveries import DeliveryState, NewDelivery, enqueue
from intake.domain import RiskKind
from intake.errors import BadCampaign, CampaignNotAllowed, UnknownCampaign
from intake.lookups import staff_role
from intake.regions import Sight, area_columns
from intake.tables import campaign_asked, campaigns, deliveries, staff
from intake.transactions import reading, writing

KIND = "check_in"  # the deliveries' kind
_Row = Row[*tuple[Any, ...]]
_UNSENT = (DeliveryState.PENDING.value, DeliveryState.FAILED.value)
_LOST = (DeliveryState.DEAD.value, DeliveryState.BLOCKED.value)


class CampaignBook:
    """Keeps the campaigns; every method may raise IntakeBusy, those with an id UnknownCampaign."""

    def __init__(self, engine: Engine, cipher: FieldCipher, clock: Clock) -> None:
        self._engine, self._cipher, self._clock = engine, cipher, clock
        self._asking = CampaignAsking(cipher)

    def make(self, new: NewCampaign, staff_id: int) -> int:
        """Keep a campaign that nobody is asked for yet and return its id; raises BadCampaign, UnknownStaff."""
        wrong, now = problems(new), self._clock()
        if wrong:
            raise BadCampaign(wrong)
        row = {
            "name": new.name,
            "kind": new.kind.value,
            "risk_kinds": [kind.value for kind in new.risk_kinds],
            "region": new.region,
            "starts_on": new.starts_on.isoformat(),
            "ends_on": new.ends_on.isoformat(),
            "message": new.message,
            "state": CampaignState.DRAFT.value,
            "made_by": staff_id,
            "made_at": now,
        }
        with writing(self._engine) as connection:
            staff_role(connection, staff_id)
            number: int = connection.execute(insert(campaigns).values(**row).returning(campaigns.c.id)).scalar_one()
            detail: dict[str, str | int] = {"kind": new.kind.value}
            audit.append(connection, now, Act(audit.staff_actor(staff_id), "campaign_made", _named(number), detail))
        return number

    def all(self, sight: Sight) -> tuple[Campaign, ...]:
        """Return the campaigns that touch what `sight` shows, the newest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(_campaigns().order_by(campaigns.c.id.desc())).all()
        return tuple(_campaign(row) for row in rows if self._touches(sight, row.region))

    def one(self, campaign_id: int, sight: Sight) -> Campaign:
        """Return a campaign that touches what `sight` shows."""
        with reading(self._engine) as connection:
            row = connection.execute(_campaigns().where(campaigns.c.id == campaign_id)).one_or_none()
        if row is None or not self._touches(sight, row.region):
            raise UnknownCampaign("no campaign in sight has this number")
        return _campaign(row)

    def chosen(self, campaign_id: int) -> tuple[Candidate, ...]:
        """Return who would be asked now."""
        campaign = self.one(campaign_id, Sight(everything=True))
        with reading(self._engine) as connection:
            return self._asking.chosen(connection, campaign.told)

    def send(self, campaign_id: int, staff_id: int) -> int:
        """Put the question down for everybody who is to be asked and return how many; a campaign is sent once.

        Raises CampaignNotAllowed, UnknownStaff.
        """
        now, campaign = self._clock(), self.one(campaign_id, Sight(everything=True))
        with writing(self._engine) as connection:
            staff_role(connection, staff_id)
            _turn(connection, campaign_id, CampaignState.DRAFT, {"state": CampaignState.RUNNING.value, "sent_at": now})
            chosen = self._asking.chosen(connection, campaign.told)
            for one in chosen:
                new = NewDelivery(
                    one.conversation, one.channel, one.case_id, one.report_id, KIND, campaign.told.message, campaign_id
                )
                enqueue(connection, self._cipher, new, now)
                row = {"campaign_id": campaign_id, "asked_at": now, "reach": DeliveryState.PENDING.value}
                connection.execute(insert(campaign_asked).values(**row, **self._asking.row(one)))
            act = Act(audit.staff_actor(staff_id), "campaign_sent", _named(campaign_id), {"asked": len(chosen)})
            audit.append(connection, now, act)
        return len(chosen)

    def close(self, campaign_id: int, staff_id: int) -> None:
        """End a campaign: later answers do not count, and what was not sent is not sent any more.

        Raises CampaignNotAllowed, UnknownStaff.
        """
        now = self._clock()
        self.one(campaign_id, Sight(everything=True))
        with writing(self._engine) as connection:
            staff_role(connection, staff_id)
            _turn(
                connection, campaign_id, CampaignState.RUNNING, {"state": CampaignState.CLOSED.value, "closed_at": now}
            )
            unsent = (deliveries.c.campaign_id == campaign_id) & deliveries.c.state.in_(_UNSENT)
            over = {"state": DeliveryState.DEAD.value, "problem": "campaign_over", "done_at": now, "claim": None}
            connection.execute(update(deliveries).where(unsent).values(**over))
            waiting = (campaign_asked.c.campaign_id == campaign_id) & campaign_asked.c.reach.in_(_UNSENT)
            connection.execute(update(campaign_asked).where(waiting).values(reach=DeliveryState.DEAD.value))
            audit.append(connection, now, Act(audit.staff_actor(staff_id), "campaign_closed", _named(campaign_id)))

    def counts(self, campaign_id: int, sight: Sight) -> tuple[Counts, ...]:
        """Return what came of a campaign by township, as far as `sight` shows it, the most asked first."""
        self.one(campaign_id, sight)
        asked = campaign_asked.c
        wanted = (
            select(
                func.min(asked.township_encrypted).label("township"),
                func.count().label("asked"),
                func.count().filter(asked.answer == CheckIn.FINE.value).label("fine"),
                func.count().filter(asked.answer == CheckIn.TROUBLE.value).label("trouble"),
                func.count(asked.filed_id).label("reported"),
                func.count().filter(asked.reach.in_(_UNSENT)).label("waiting"),
                func.count().filter(asked.reach.in_(_LOST)).label("lost"),
            )
            .where(asked.campaign_id == campaign_id, sight.where(campaign_asked))
            .group_by(asked.township_key)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(wanted).all()
        found = [Counts(self._cipher.decrypt_optional(row.township) or "", *row[1:]) for row in rows]
        return tuple(sorted(found, key=lambda row: (-row.asked, row.township)))

    def _touches(self, sight: Sight, region: str) -> bool:
        area = area_columns(region, self._cipher)
        if sight.everything or (area["township_key"] is None and sight.key is not None):
            return True
        return sight.sees(area["township_key"], area["village_key"])


def _named(campaign_id: int) -> str:
    return f"campaign:{campaign_id}"


def _campaigns() -> Any:
    return select(campaigns, staff.c.name.label("maker")).join(staff, staff.c.id == campaigns.c.made_by)


def _campaign(row: _Row) -> Campaign:
    told = NewCampaign(
        name=row.name,
        kind=CampaignKind(row.kind),
        risk_kinds=tuple(RiskKind(kind) for kind in row.risk_kinds),
        region=row.region,
        starts_on=date.fromisoformat(row.starts_on),
        ends_on=date.fromisoformat(row.ends_on),
        message=row.message,
    )
    return Campaign(row.id, told, CampaignState(row.state), row.maker, row.made_at, row.sent_at, row.closed_at)


def _turn(connection: Connection, campaign_id: int, expected: CampaignState, values: dict[str, Any]) -> None:
    same = (campaigns.c.id == campaign_id) & (campaigns.c.state == expected.value)
    if connection.execute(update(campaigns).where(same).values(**values)).rowcount != 1:
        raise CampaignNotAllowed(f"the campaign is no longer {expected}")
