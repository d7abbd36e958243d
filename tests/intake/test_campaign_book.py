"""Campaigns from the making to the counting, on both databases."""

from dataclasses import replace

import pytest

from intake.campaigns import CampaignKind, CampaignState, CheckIn, total
from intake.cipher import FieldCipher
from intake.deliveries import DeliveryState
from intake.desk import IntakeDesk
from intake.domain import Channel, Move, RiskKind, Role, Who
from intake.errors import BadCampaign, CampaignNotAllowed, UnknownCampaign
from intake.regions import Sight, sight_of
from intake.reports import Person
from tests.intake.samples import LI, StoppedClock, a_report, of_neighbour
from tests.intake.test_campaigns import GENERAL

ALL = Sight(everything=True)
TARGETED = replace(GENERAL, name="四季度针对性排查", kind=CampaignKind.TARGETED, risk_kinds=(RiskKind.DISASTER,))


def _file_li(desk: IntakeDesk) -> None:
    desk.file(a_report("li", conversation="web-li", person=LI, risk_kinds=(RiskKind.DISASTER,)))


def _asked(desk: IntakeDesk, campaign: int) -> list[str]:
    return [one.conversation for one in desk.campaigns.chosen(campaign)]


def test_everybody_with_consent_is_asked_once(desk: IntakeDesk, county: int) -> None:
    """Not without consent, not by an office entry, not who withdrew, not the second chat of a household."""
    desk.file(a_report())
    _file_li(desk)
    desk.file(of_neighbour("n"))
    desk.file(a_report("no", conversation="web-no", person=Person("钱二", "华容县东山镇五星村"), consent_at=None))
    desk.file(a_report("o", conversation="o", person=Person("孙三", "华容县东山镇五星村"), channel=Channel.OFFICE))
    gone = desk.file(a_report("w", conversation="web-w", person=Person("赵四", "华容县东山镇五星村")))
    desk.withdraw(gone.number, "web-w")
    campaign = desk.campaigns.make(GENERAL, county)

    assert _asked(desk, campaign) == ["web-wang", "web-li"]
    assert desk.deliveries.claim(10) == ()

    assert desk.campaigns.send(campaign, county) == 2
    with pytest.raises(CampaignNotAllowed):
        desk.campaigns.send(campaign, county)
    sent = desk.deliveries.claim(10)
    assert [(one.conversation, one.body, one.kind, one.campaign_id) for one in sent] == [
        ("web-wang", GENERAL.message, "check_in", campaign),
        ("web-li", GENERAL.message, "check_in", campaign),
    ]
    assert [row.act for row in desk.audit.rows(2)] == ["campaign_sent", "campaign_made"]


def test_region_and_risks_bound_whom_it_asks(desk: IntakeDesk, county: int) -> None:
    """A township's campaign asks there, a targeted one those with the risk."""
    desk.file(a_report())
    _file_li(desk)

    assert _asked(desk, desk.campaigns.make(TARGETED, county)) == ["web-li"]
    assert _asked(desk, desk.campaigns.make(replace(GENERAL, region="华容县东山镇"), county)) == ["web-wang"]
    assert _asked(desk, desk.campaigns.make(replace(GENERAL, region="东山镇五星村"), county)) == []
    with pytest.raises(BadCampaign) as refused:
        desk.campaigns.make(replace(TARGETED, risk_kinds=()), county)
    assert refused.value.fields == ("risk_kinds",)


def test_who_has_blocked_us_is_not_asked(desk: IntakeDesk, county: int) -> None:
    """Until news reaches them again."""
    desk.move(desk.file(a_report()).case_number, Move.TAKE, county)
    (news,) = desk.deliveries.claim(10)
    desk.deliveries.block(news)
    campaign = desk.campaigns.make(GENERAL, county)
    assert _asked(desk, campaign) == []

    desk.deliveries.resend(news.id, county)
    (news,) = desk.deliveries.claim(10)
    desk.deliveries.complete(news)
    assert _asked(desk, campaign) == ["web-wang"]


def test_answers_and_reports_are_counted_by_township(desk: IntakeDesk, county: int, cipher: FieldCipher) -> None:
    """Asked, answered, fine, in trouble, reported, still under way, not reached; a township sees its own."""
    desk.file(a_report())
    _file_li(desk)
    campaign = desk.campaigns.make(GENERAL, county)
    desk.campaigns.send(campaign, county)
    wang, li = desk.deliveries.claim(10)
    desk.deliveries.complete(wang)
    desk.deliveries.block(li)

    assert desk.campaign_answers.answer(campaign, "web-wang", CheckIn.FINE)
    assert desk.campaign_answers.answer(campaign, "web-wang", CheckIn.TROUBLE)
    assert not desk.campaign_answers.answer(campaign, "web-stranger", CheckIn.FINE)
    desk.file(a_report("again", story="又病了"))

    whole = total(desk.campaigns.counts(campaign, ALL))
    assert (whole.asked, whole.answered, whole.fine, whole.trouble, whole.reported) == (2, 1, 0, 1, 1)
    assert (whole.waiting, whole.not_reached) == (0, 1)
    sight = sight_of(Role.TOWNSHIP, "华容县东山镇", cipher)
    assert [(row.township, row.asked) for row in desk.campaigns.counts(campaign, sight)] == [("东山镇", 1)]


def test_a_township_sees_campaigns_that_touch_it(desk: IntakeDesk, county: int, cipher: FieldCipher) -> None:
    """Those of the county and of its own; another township's is as if it were not there."""
    own = desk.campaigns.make(replace(GENERAL, region="华容县东山镇"), county)
    other = desk.campaigns.make(replace(GENERAL, region="华容县三封寺镇"), county)
    whole = desk.campaigns.make(GENERAL, county)
    sight = sight_of(Role.TOWNSHIP, "华容县东山镇", cipher)

    assert [one.id for one in desk.campaigns.all(sight)] == [whole, own]
    assert [one.id for one in desk.campaigns.all(sight_of(Role.TOWNSHIP, "", cipher))] == []
    for ask in (desk.campaigns.one, desk.campaigns.counts):
        with pytest.raises(UnknownCampaign):
            ask(other, sight)


def test_a_closed_campaign_sends_and_counts_nothing_more(desk: IntakeDesk, county: int, clock: StoppedClock) -> None:
    """What was not sent is given up; an answer and a report that come later are not the campaign's."""
    desk.file(a_report())
    campaign = desk.campaigns.make(GENERAL, county)
    with pytest.raises(CampaignNotAllowed):
        desk.campaigns.close(campaign, county)
    desk.campaigns.send(campaign, county)
    desk.campaigns.close(campaign, county)

    assert desk.campaigns.one(campaign, ALL).state is CampaignState.CLOSED
    assert desk.deliveries.claim(10) == ()
    assert desk.deliveries.counts() == {DeliveryState.DEAD: 1}
    assert not desk.campaign_answers.answer(campaign, "web-wang", CheckIn.FINE)
    desk.file(a_report("later"))
    whole = total(desk.campaigns.counts(campaign, ALL))
    assert (whole.answered, whole.reported, whole.not_reached) == (0, 0, 1)


def test_an_erased_report_takes_the_person_out_and_leaves_the_count(desk: IntakeDesk, county: int) -> None:
    """The message goes with it, and an answer finds nobody."""
    receipt = desk.file(a_report())
    campaign = desk.campaigns.make(GENERAL, county)
    desk.campaigns.send(campaign, county)
    desk.withdraw(receipt.number, "web-wang")
    desk.own_data.delete(receipt.number, "web-wang")

    assert desk.deliveries.counts() == {}
    assert not desk.campaign_answers.answer(campaign, "web-wang", CheckIn.FINE)
    assert total(desk.campaigns.counts(campaign, ALL)).asked == 1
    assert desk.own_data.copy("web-wang")["campaigns"] == []


def test_a_neighbour_is_asked_when_nobody_of_the_household_writes(desk: IntakeDesk, county: int) -> None:
    """But a cadre is not."""
    desk.file(of_neighbour("n"))
    desk.file(of_neighbour("c", LI, "web-cadre", who=Who.CADRE))

    assert _asked(desk, desk.campaigns.make(GENERAL, county)) == ["web-neighbour"]
