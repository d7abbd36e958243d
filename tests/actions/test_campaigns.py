"""The answer to a campaign's question."""

from datetime import date

import pytest

from intake.campaigns import CampaignKind, Counts, NewCampaign, total
from intake.desk import IntakeDesk
from intake.domain import Role
from intake.regions import Sight
from tests.actions.talking import Conversation
from tests.intake.samples import a_report


@pytest.fixture
def campaign(desk: IntakeDesk, person: Conversation) -> int:
    """A campaign that has asked this person, who reported once before."""
    desk.staff.add("李干部", Role.COUNTY)
    (member,) = desk.staff.members()
    desk.file(a_report("before", conversation=person.key))
    day = date(2026, 11, 23)
    told = NewCampaign("四季度排查", CampaignKind.GENERAL, (), "", day, day, "您家都还好吗？")
    number = desk.campaigns.make(told, member.id)
    desk.campaigns.send(number, member.id)
    return number


def _counted(desk: IntakeDesk, campaign: int) -> Counts:
    return total(desk.campaigns.counts(campaign, Sight(everything=True)))


def test_all_is_well(person: Conversation, desk: IntakeDesk, campaign: int) -> None:
    """The answer is kept, and the way to report stays open."""
    replies = person.say(f'/campaign{{"c":{campaign},"v":"fine"}}')

    assert "那就好" in replies.text
    assert replies.payloads == ["/start_report"]
    assert (_counted(desk, campaign).fine, person.loop) == (1, None)


def test_trouble_leads_into_the_report(person: Conversation, desk: IntakeDesk, campaign: int) -> None:
    """The self-report begins at once with its first question."""
    replies = person.say(f'/campaign{{"c":{campaign},"v":"trouble"}}')

    assert (replies.field, person.loop) == ("consent", "self_report_form")
    assert _counted(desk, campaign).trouble == 1


def test_within_a_report_the_report_goes_on(person: Conversation, desk: IntakeDesk, campaign: int) -> None:
    """Either answer is kept, and the open question is asked again."""
    person.say("/start_report")
    for answer in ("fine", "trouble"):
        replies = person.say(f'/campaign{{"c":{campaign},"v":"{answer}"}}')
        assert (replies.field, person.loop) == ("consent", "self_report_form")

    assert (_counted(desk, campaign).fine, _counted(desk, campaign).trouble) == (0, 1)


@pytest.mark.parametrize("number", ["99", "0", "x", "12345678901", "²"])
def test_a_campaign_that_is_none_harms_nobody(person: Conversation, number: str) -> None:
    """An old or foreign button still gets a friendly word."""
    assert "那就好" in person.say(f'/campaign{{"c":"{number}","v":"fine"}}').text
