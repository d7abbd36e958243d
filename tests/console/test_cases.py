"""The page of a case: what it shows and hides, taking it, revealing whom it is about."""

from collections.abc import Callable

import pytest

from intake.domain import CaseState, Move, Urgency, Who
from intake.reports import Person, Receipt
from tests.console.office import COUNTY, VILLAGE, Browser, Office

HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(2)>\u202e{{ 7*7 }}</p></main>'


@pytest.fixture
def receipt(office: Office) -> Receipt:
    """The Wang household's report."""
    return office.file()


def test_the_story_is_shown_and_the_person_masked(county: Browser, receipt: Receipt) -> None:
    """Enough to judge the case; name, phone and the house's place stay hidden, in the story too."""
    words = county.get(f"/cases/{receipt.case_number}").words

    for told in (
        receipt.number,
        "我住院花了八万",
        "大病",
        "本人",
        "王**",
        "华容县东山镇",
        "139****5678",
        "4 人",
        "已收到",
    ):
        assert told in words
    for hidden in ("王建国", "13912345678", "天星村"):
        assert hidden not in words


def test_a_hostile_story_is_only_text(county: Browser, office: Office) -> None:
    """Markup, template signs and signs that turn the direction of writing do nothing."""
    household = Person(HOSTILE, HOSTILE, relation=HOSTILE)
    number = office.file(story=HOSTILE, person=household).case_number

    for page in (f"/cases/{number}", "/"):
        text = county.get(page).text
        assert "<script" not in text
        assert "<img" not in text
        assert "\u202e" not in text
    words = county.get(f"/cases/{number}").words
    assert '<script>alert("1")</script>' in words
    assert "{{ 7*7 }}" in words


def test_a_case_is_found_by_its_receipt_too(county: Browser, receipt: Receipt) -> None:
    """Any spelling of either number leads to the case's one address."""
    for number in (receipt.number, receipt.case_number.lower()):
        assert county.get(f"/cases/{number}").location == f"/cases/{receipt.case_number}"


@pytest.mark.parametrize("number", ["C261123-000000", "MB261123-000000", "x", "%00", "C261123-000000'--", "%E7%8E%8B"])
def test_an_unknown_case_is_a_page_in_chinese(county: Browser, number: str) -> None:
    """A case that is not there is told as such, with what to do."""
    shown = county.get(f"/cases/{number}")

    assert shown.status == 404
    assert "没有这个案件" in shown.words
    assert "请核对号码" in shown.words


def test_linked_reports_stand_on_the_page(county: Browser, office: Office, receipt: Receipt) -> None:
    """The neighbour's report has its own receipt, story and relation; the raised urgency is explained."""
    linked = office.file("second", conversation="web-n", who=Who.NEIGHBOUR, urgency=Urgency.NOW, story="他家断粮了")

    words = county.get(f"/cases/{receipt.case_number}").words

    for told in ("2 份", linked.number, receipt.number, "他家断粮了", "邻里代报", "提高紧急程度", "并入申报"):
        assert told in words
    assert words.index("第一份申报") < words.index("并入的申报")


def test_taking_a_case(county: Browser, office: Office, receipt: Receipt) -> None:
    """The case is accepted, whoever took it stands in the history, and the button is gone."""
    page = f"/cases/{receipt.case_number}"

    shown = county.submit(page, f"{page}/take")

    assert (shown.status, shown.location) == (303, f"{page}?done=taken")
    words = county.get(shown.location).words
    assert "本案已由您受理" in words
    assert "受理 ：已收到 → 已受理" in words
    assert f"2026-11-23 16:00 · {COUNTY}" in words
    assert "由我受理" not in words
    assert office.desk.case(receipt.case_number).taken_by == COUNTY


def test_the_second_taker_is_told_who_has_it(signed_in: Callable[[str], Browser], receipt: Receipt) -> None:
    """Two open the page, one takes the case; the other learns whose it is and changes nothing."""
    page = f"/cases/{receipt.case_number}"
    first, second = signed_in(COUNTY), signed_in(VILLAGE)
    token = second.get(page).token
    first.submit(page, f"{page}/take")

    shown = second.post(f"{page}/take", csrf=token)

    assert shown.status == 409
    assert f"{COUNTY}已经受理了本案" in shown.words
    assert "由我受理" not in shown.words
    assert shown.words.count("受理 ：已收到 → 已受理") == 1


def test_a_double_click_is_no_conflict(county: Browser, receipt: Receipt) -> None:
    """Taking one's own case again says that it is taken."""
    page = f"/cases/{receipt.case_number}"
    token = county.get(page).token
    county.post(f"{page}/take", csrf=token)

    assert county.post(f"{page}/take", csrf=token).location == f"{page}?done=taken"


def test_a_withdrawn_case_cannot_be_taken(county: Browser, office: Office, receipt: Receipt) -> None:
    """The household took its report back while the page was open."""
    page = f"/cases/{receipt.case_number}"
    token = county.get(page).token
    office.desk.withdraw(receipt.number, "web-wang")

    shown = county.post(f"{page}/take", csrf=token)

    assert shown.status == 409
    assert "本案现在的状态是“已撤回”" in shown.words
    assert office.desk.case(receipt.case_number).state is CaseState.WITHDRAWN


def test_taking_a_case_that_is_not_there(county: Browser) -> None:
    """A number that leads nowhere is a page that says so."""
    assert county.submit("/", "/cases/C261123-000000/take").status == 404


def test_the_link_alone_does_not_claim_a_case(county: Browser, receipt: Receipt) -> None:
    """An address that says "taken" is not believed."""
    assert "本案已由您受理" not in county.get(f"/cases/{receipt.case_number}?done=taken").words


def test_revealing_shows_the_person_once_and_writes_it_down(county: Browser, receipt: Receipt) -> None:
    """With a reason the full data is shown; the history tells who looked and why; the next visit is masked again."""
    page = f"/cases/{receipt.case_number}"

    shown = county.submit(page, f"{page}/reveal", reason="约定入户时间")

    for told in ("王建国", "华容县东山镇天星村3组", "13912345678", "查看个人信息", "约定入户时间"):
        assert told in shown.words
    assert shown.status == 200
    after = county.get(page).words
    assert "约定入户时间" in after
    assert "王建国" not in after


@pytest.mark.parametrize("reason", ["", "   ", "\u3000", "长" * 201])
def test_revealing_needs_a_reason(county: Browser, office: Office, receipt: Receipt, reason: str) -> None:
    """Without a reason, or with an endless one, nothing is shown and nothing happens."""
    page = f"/cases/{receipt.case_number}"

    shown = county.submit(page, f"{page}/reveal", reason=reason)

    assert shown.status == 422
    assert "请写明查看的理由" in shown.words
    assert "王建国" not in shown.words
    assert [event.kind for event in office.desk.case(receipt.case_number).events] == ["opened"]


def test_a_page_address_never_reveals(county: Browser, receipt: Receipt) -> None:
    """Revealing happens by the form only."""
    shown = county.get(f"/cases/{receipt.case_number}/reveal?reason=x")

    assert shown.status == 405
    assert "王建国" not in shown.text


def test_a_merged_case_says_where_its_reports_went(county: Browser, office: Office, receipt: Receipt) -> None:
    """A case without reports of its own still has a page, which names the case that goes on."""
    other = office.file("other", conversation="web-o", person=Person("赵六", "华容县禹山镇南山村", "13800000000"))
    member = office.desk.staff.members()[0]
    office.desk.move(receipt.case_number, Move.MERGE, member.id, other.case_number)

    words = county.get(f"/cases/{receipt.case_number}").words

    assert "已并案" in words
    assert "本案的申报已经转到另一个案件" in words
    assert other.case_number in words
