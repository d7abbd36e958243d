"""What is said and kept when the dialogue cannot answer."""

from datetime import UTC, date, datetime

import pytest

from bot.ledger import Arrival
from bot.messages import Status
from bot.rescue import Rescue
from intake.campaigns import CampaignKind, NewCampaign
from intake.desk import IntakeDesk
from intake.domain import Channel, Role, Urgency
from intake.drafts import Draft
from storage.engine import writing
from tests.bot.conftest import HARDSHIP, PHONE, Office
from tests.intake.samples import a_report

pytestmark = pytest.mark.anyio


@pytest.fixture
def rescue(office: Office) -> Rescue:
    """Return a rescue on the office's intake."""
    return Rescue(office.desk, office.bot.wording)


def _arrival(text: str | None, key: str = "k") -> Arrival:
    return Arrival(Channel.WEB, "web-abc", key, text=text)


def _filed(desk: IntakeDesk) -> list[str]:
    return [report.source.value for row in desk.queue() for report in desk.case(row.number).reports]


async def test_question_is_not_filed(rescue: Rescue, office: Office) -> None:
    """A policy question gets the fixed sentence and leaves nothing in the intake."""
    handled = await rescue.degraded(_arrival("雨露计划补多少"))
    assert PHONE in handled.replies[0].text
    assert _filed(office.desk) == []


async def test_hardship_is_filed_as_degraded(rescue: Rescue, office: Office) -> None:
    """A hardship is filed under its kinds; nobody has been asked for consent."""
    await rescue.degraded(_arrival(HARDSHIP))
    (row,) = office.rows("SELECT risk_kinds, consent_at FROM reports")
    assert _filed(office.desk) == ["degraded"]
    assert "disease" in row.risk_kinds
    assert row.consent_at is None


async def test_what_the_open_report_holds_is_not_filed_again(rescue: Rescue, office: Office) -> None:
    """A story that reached the open report before the line broke stays there; another one is filed."""
    told = {"description": f"前面说的\n{HARDSHIP}"}
    draft = Draft("d1", Channel.WEB, "consent", told, datetime.now(UTC))
    office.desk.save_draft("web-abc", draft)
    handled = await rescue.degraded(_arrival(HARDSHIP))
    assert "不用再说一遍" in handled.replies[0].text
    assert PHONE in handled.replies[0].text
    assert _filed(office.desk) == []
    await rescue.degraded(_arrival("我堂客查出癌症,欠了十万", "k2"))
    assert _filed(office.desk) == ["degraded"]


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("我不想活了", ("12356", "120", "110")),
        ("屋里起火了救命", ("119", "120", "110")),
        ("他又在打我", ("110",)),
        ("我崽不见了,找了一晚上冇找到", ("110",)),
    ],
)
async def test_crisis_names_whom_to_call_first(
    rescue: Rescue, office: Office, said: str, numbers: tuple[str, ...]
) -> None:
    """In a crisis the numbers that fit come first, the report is urgent and marked as a crisis."""
    handled = await rescue.degraded(_arrival(said))
    text = handled.replies[0].text
    assert all(number in text.split("\n\n")[0] for number in numbers)
    assert _filed(office.desk) == ["crisis"]
    assert office.desk.queue()[0].urgency is Urgency.NOW


async def test_open_draft_is_said_to_be_kept(rescue: Rescue, office: Office) -> None:
    """Somebody in the middle of a self-report hears that nothing told so far is lost."""
    draft = Draft("draft-1", Channel.WEB, "name", {"who": "self"}, datetime.now(UTC))
    office.desk.save_draft("web-abc", draft)
    handled = await rescue.degraded(_arrival("王桂花"))
    assert "不会丢" in handled.replies[1].text


async def test_hardship_that_cannot_be_filed_is_told(rescue: Rescue, office: Office) -> None:
    """When the intake is locked nobody is told that something was recorded."""
    with writing(office.engine):
        handled = await rescue.degraded(_arrival(HARDSHIP))
    assert handled.status is Status.DEGRADED
    assert "没能记下来" in handled.replies[0].text
    assert "receipt" not in handled.replies[0].meta


async def test_over_long_crisis_names_whom_to_call(rescue: Rescue) -> None:
    """Length never hides a crisis."""
    handled = await rescue.too_long(_arrival("我不想活了。" + "唉" * 3000), 2000)
    assert "12356" in handled.replies[0].text
    assert handled.replies[0].meta["receipt"] in handled.replies[0].text


async def test_button_is_never_filed(rescue: Rescue, office: Office) -> None:
    """A pressed button tells no story."""
    await rescue.degraded(Arrival(Channel.WEB, "web-abc", "k", payload="/start_report"))
    assert _filed(office.desk) == []


def _asked(office: Office) -> int:
    office.desk.staff.add("李干部", Role.COUNTY)
    (member,) = office.desk.staff.members()
    office.desk.file(a_report("before", conversation="web-abc"))
    day = date(2026, 11, 23)
    told = NewCampaign("四季度排查", CampaignKind.GENERAL, (), "", day, day, "您家都还好吗？")
    number = office.desk.campaigns.make(told, member.id)
    office.desk.campaigns.send(number, member.id)
    return number


def _pressed(campaign: int, answer: str) -> Arrival:
    return Arrival(Channel.WEB, "web-abc", "k", payload=f'/campaign{{"c":{campaign},"v":"{answer}"}}')


@pytest.mark.parametrize("answer", ["fine", "trouble"])
async def test_answer_to_a_campaign_is_kept(rescue: Rescue, office: Office, answer: str) -> None:
    """Without Rasa too a household's answer counts; whoever is in trouble hears how to tell it now."""
    handled = await rescue.degraded(_pressed(_asked(office), answer))
    assert [row.answer for row in office.rows("SELECT answer FROM campaign_asked")] == [answer]
    assert "记下来了" in handled.replies[0].text
    assert PHONE in handled.replies[0].text


async def test_answer_that_counts_nowhere_is_not_said_to_be_kept(rescue: Rescue, office: Office) -> None:
    """An answer to a campaign that there is not, or that cannot be written, is never called recorded."""
    campaign = _asked(office)
    unknown = await rescue.degraded(_pressed(campaign + 1, "trouble"))
    with writing(office.engine):
        locked = await rescue.degraded(_pressed(campaign, "trouble"))
    assert "记下来" not in unknown.replies[0].text + locked.replies[0].text
    assert (unknown.settled, locked.settled) == (True, False)
