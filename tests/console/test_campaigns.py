"""The pages of campaigns."""

import re
from collections.abc import Callable

import pytest

from intake.domain import Role
from tests.console.office import COUNTY, OWN_PASSWORD, Browser, Office

TOLD = {
    "name": "四季度排查", "kind": "general", "region": "", "starts_on": "2026-10-01", "ends_on": "2026-12-31",
    "message": "您家都还好吗？",
}  # fmt: skip


@pytest.fixture
def township(office: Office, signed_in: Callable[[str], Browser]) -> Browser:
    """A browser of the township that the Wang household lives in."""
    password = office.desk.staff.add("刘乡长", Role.TOWNSHIP, "华容县东山镇")
    member = next(one for one in office.desk.staff.members() if one.name == "刘乡长")
    office.desk.staff.change_password(member.id, password, OWN_PASSWORD)
    return signed_in("刘乡长")


def _make(browser: Browser, **changes: str) -> str:
    return browser.submit("/campaigns/new", "/campaigns/new", **{**TOLD, **changes}).location.partition("?")[0]


def test_a_campaign_is_made_looked_at_and_sent(county: Browser, office: Office) -> None:
    """Nothing goes out before the step in which somebody sees how many are asked and says yes; then once."""
    office.file()
    page = _make(county)
    assert "存好了，还没有发" in county.get(f"{page}?done=made").words
    assert "会问 1 户" in county.get(f"{page}/send").words
    assert "东山镇：1 户" in county.get(f"{page}/send").words

    token = county.get(f"{page}/send").token
    assert county.post(f"{page}/send", csrf=token).location == f"{page}/send"
    assert office.desk.deliveries.counts() == {}
    assert county.post(f"{page}/send", csrf=token, sure="1").location == f"{page}?done=sent"
    assert county.post(f"{page}/send", csrf=token, sure="1").status == 409
    assert sum(office.desk.deliveries.counts().values()) == 1
    assert "东山镇 1 0 0 0 0 1 0" in county.get(page).words
    assert "不能再发" in county.get(f"{page}/send").words


def test_a_campaign_is_closed(county: Browser, office: Office) -> None:
    """Once; what was not sent is counted as not reached."""
    office.file()
    page = _make(county)
    token = county.get("/password").token
    assert county.post(f"{page}/close", csrf=token).status == 409
    county.post(f"{page}/send", csrf=token, sure="1")
    assert county.post(f"{page}/close", csrf=token).location == f"{page}?done=closed"
    words = county.get(page).words
    assert "已经结束" in words
    assert "合计 1 0 0 0 0 0 1" in words


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": "all"}, "kind"),
        ({"kind": "targeted"}, "risk_kinds"),
        ({"risk.debt": "1"}, "risk_kinds"),
        ({"region": "华容县"}, "region"),
        ({"starts_on": "昨天"}, "starts_on"),
        ({"ends_on": "2026-01-01"}, "ends_on"),
        ({"message": "长" * 201}, "message"),
    ],
)
def test_a_mistake_is_named_at_its_field(county: Browser, office: Office, changes: dict[str, str], field: str) -> None:
    """And nothing typed is lost."""
    shown = county.submit("/campaigns/new", "/campaigns/new", **{**TOLD, **changes})

    assert shown.status == 422
    assert re.search(rf'aria-describedby="{field}-problem"', shown.text)
    assert f'id="{field}-problem"' in shown.text
    assert ('value="四季度排查"' in shown.text) == (field != "name")


def test_a_township_sees_its_own_counts_only(county: Browser, township: Browser, office: Office) -> None:
    """It makes none, and another township's campaign is as if it were not there."""
    office.file()
    whole, other = _make(county), _make(county, region="华容县三封寺镇", name="三封寺的")
    county.post(f"{whole}/send", csrf=county.get("/password").token, sure="1")

    words = township.get("/campaigns").words
    assert "四季度排查" in words
    assert "三封寺的" not in words
    assert "新建" not in words
    assert "东山镇 1" in township.get(whole).words
    assert township.get(other).status == 404
    assert township.get(f"{whole}/send").status == 403


def test_the_county_is_the_one_that_is_named(county: Browser, office: Office) -> None:
    """Who made a campaign stands on its page and in the log."""
    page = _make(county)

    assert COUNTY in county.get(page).words
    assert office.desk.audit.rows(1)[0].act == "campaign_made"
