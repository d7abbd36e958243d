"""A case worked from its page: every move, with what it needs, until it is decided, refused, appealed or merged."""

import re
from collections.abc import Callable

import pytest

from intake.domain import MOVES, CaseState, Move, allowed_moves
from intake.reports import Receipt
from tests.console.office import COUNTY, VILLAGE, Browser, Office
from tests.intake.samples import LI, TO_DECISION, WANG, make

# What the forms are filled in with, on the day where StoppedClock stands.
FILLED = {
    Move.VISIT: {},
    Move.REVIEW: {"visited_on": "2026-11-16", "visitors": "赵甲、钱乙", "labour": "weak"},
    Move.TO_TOWNSHIP: {"notice_from": "2026-11-17", "notice_to": "2026-11-21"},
    Move.TO_COUNTY: {},
    Move.INCLUDE: {"household_kind": "sudden"},
}


@pytest.fixture
def receipt(office: Office) -> Receipt:
    """The Wang household's report."""
    return office.file()


def _do(browser: Browser, number: str, move: Move, **fields: str) -> int:
    page = f"/cases/{number}"
    return browser.submit(page, f"{page}/moves/{move.value}", **fields).status


def _to_decision(browser: Browser, number: str) -> None:
    browser.submit(f"/cases/{number}", f"/cases/{number}/take")
    for move in (Move.VISIT, Move.REVIEW, Move.TO_TOWNSHIP, Move.TO_COUNTY):
        assert _do(browser, number, move, **FILLED[move]) == 303, move


def test_from_received_to_included(county: Browser, office: Office, receipt: Receipt) -> None:
    """Each step is one form of the page; what was told stands in the history in words."""
    number = receipt.case_number
    _to_decision(county, number)
    assert _do(county, number, Move.INCLUDE, **FILLED[Move.INCLUDE]) == 303

    words = county.get(f"/cases/{number}").words
    assert office.desk.case(number).state is CaseState.INCLUDED
    for told in ("两名以上入户人员：赵甲、钱乙", "劳动力情况：弱劳动力或半劳动力"):
        assert told in words
    for told in ("突发严重困难户", "县级审定 → 已纳入监测"):
        assert told in words
    assert "可以考虑的帮扶" in words


def test_refused_with_a_reason_and_appealed(county: Browser, office: Office, receipt: Receipt) -> None:
    """A refusal needs a reason; the household may ask for a second look, and the case is open again."""
    number = receipt.case_number
    _to_decision(county, number)
    assert _do(county, number, Move.DECLINE) == 422
    assert _do(county, number, Move.DECLINE, note="收入高于监测线") == 303
    office.desk.appeal(receipt.number, "web-wang", "还有债没算")
    assert office.desk.case(number).state is CaseState.APPEAL
    assert _do(county, number, Move.RECHECK, note="重新核算支出") == 303
    assert office.desk.case(number).state is CaseState.TOWNSHIP_CHECK


def test_what_is_missing_is_named_and_nothing_typed_is_lost(county: Browser, office: Office, receipt: Receipt) -> None:
    """A form that is refused comes back open, with what was typed and what is wrong."""
    page = f"/cases/{receipt.case_number}"
    county.submit(page, f"{page}/take")
    _do(county, receipt.case_number, Move.VISIT)

    shown = county.submit(page, f"{page}/moves/review", visited_on="2026-11-16", visitors="赵甲", labour="weak")

    assert shown.status == 422
    assert "两名以上入户人员" in shown.words
    assert 'value="赵甲"' in shown.text
    assert office.desk.case(receipt.case_number).state is CaseState.VISIT


def test_a_move_made_meanwhile_is_told(county: Browser, office: Office, receipt: Receipt) -> None:
    """The page was open while somebody else moved the case: 409, with where it stands."""
    page = f"/cases/{receipt.case_number}"
    county.submit(page, f"{page}/take")
    token = county.get(page).token
    county.post(f"{page}/moves/visit", csrf=token)

    shown = county.post(f"{page}/moves/visit", csrf=token)

    assert shown.status == 409
    assert office.desk.case(receipt.case_number).state is CaseState.VISIT


def test_a_village_cannot_decide(signed_in: Callable[[str], Browser], office: Office, receipt: Receipt) -> None:
    """The page of a village member offers no decision, and a forged form is refused."""
    number, village = receipt.case_number, signed_in(VILLAGE)
    _to_decision(signed_in(COUNTY), number)

    assert "纳入监测" not in village.get(f"/cases/{number}").words.partition("办理记录")[0]
    assert _do(village, number, Move.INCLUDE, **FILLED[Move.INCLUDE]) in (409, 422)
    assert office.desk.case(number).state is CaseState.COUNTY_DECISION


def test_merging_two_cases(county: Browser, office: Office, receipt: Receipt) -> None:
    """What may be the same household is proposed; after the merge both receipts lead to the case that goes on."""
    other = office.file("li", conversation="web-li", person=LI)
    page = f"/cases/{other.case_number}"

    shown = county.submit(page, f"{page}/merge", into=receipt.case_number, note="同一户")

    assert shown.location == f"/cases/{receipt.case_number}?done=merged"
    assert office.desk.case(other.number).number == receipt.case_number
    assert county.submit(page, f"{page}/merge", into="C261123-000000").status in (409, 422)


def test_notes_and_giving_a_case_away(county: Browser, office: Office, receipt: Receipt) -> None:
    """A note stands in the history; a case goes to a colleague with a reason."""
    page = f"/cases/{receipt.case_number}"
    county.submit(page, f"{page}/take")
    village = next(one.id for one in office.desk.staff.members() if one.name == VILLAGE)

    assert county.submit(page, f"{page}/note", note="电话没人接").location.endswith("done=noted")
    assert county.submit(page, f"{page}/assign", to=str(village), note="").status == 422
    assert county.submit(page, f"{page}/assign", to=str(village), note="就近办理").status == 303

    words = county.get(page).words
    assert "电话没人接" in words
    assert "就近办理" in words
    assert office.desk.case(receipt.case_number).taken_by == VILLAGE


def test_an_unknown_move_is_no_page(county: Browser, receipt: Receipt) -> None:
    """A made-up move is 404."""
    page = f"/cases/{receipt.case_number}"
    assert county.submit(page, f"{page}/moves/delete").status == 404


def test_green_channel_first_procedure_after(county: Browser, office: Office, receipt: Receipt) -> None:
    """Help that was given at once is told, and the visit follows."""
    number = receipt.case_number
    assert _do(county, number, Move.GREEN_CHANNEL, note="火灾", help="送去棉被和粮食") == 303
    assert office.desk.case(number).green_at is not None
    assert _do(county, number, Move.VISIT) == 303
    assert str(WANG.name) not in county.get(f"/cases/{number}").text


# How a case comes to stand in each state that staff can do something about.
_WAYS: dict[CaseState, tuple[Move, ...]] = {
    CaseState.RECEIVED: (),
    CaseState.ACCEPTED: (Move.TAKE,),
    CaseState.VISIT: TO_DECISION[:2],
    CaseState.VILLAGE_REVIEW: TO_DECISION[:3],
    CaseState.TOWNSHIP_CHECK: TO_DECISION[:4],
    CaseState.COUNTY_DECISION: TO_DECISION,
    CaseState.MORE_INFORMATION: (Move.TAKE, Move.ASK_MORE),
    CaseState.EMERGENCY_HELP: (Move.GREEN_CHANNEL,),
    CaseState.NOT_INCLUDED: (*TO_DECISION, Move.DECLINE),
    CaseState.APPEAL: (*TO_DECISION, Move.DECLINE, Move.APPEAL),
}


@pytest.mark.parametrize("state", _WAYS)
@pytest.mark.parametrize("name", [COUNTY, VILLAGE])
def test_every_move_is_two_clicks_away(
    signed_in: Callable[[str], Browser], office: Office, receipt: Receipt, state: CaseState, name: str
) -> None:
    """In each state the page offers each move one may make, one fold and one button, with each field it needs."""
    staff = {one.name: one for one in office.desk.staff.members()}
    for way in _WAYS[state]:
        make(office.desk, receipt.case_number, way, staff[COUNTY].id, "说明")
    text = signed_in(name).get(f"/cases/{receipt.case_number}").text
    forms = {form[0]: form[1] for form in re.findall(r'action="(/cases/[^"]+)">(.*?)</form>', text, re.DOTALL)}
    allowed = allowed_moves(state, staff[name].role)

    for move in allowed:
        apart = {Move.TAKE: "take", Move.MERGE: "merge"}
        form = forms[f"/cases/{receipt.case_number}/{apart.get(move, f'moves/{move.value}')}"]
        assert form.count("<button") == 1, move
        for need in MOVES[move].needs if move not in apart else ():
            assert re.search(rf'name="{need.value}"[^>]* required', form), (move, need)
    offered = {path.rpartition("/")[2] for path in forms if "/moves/" in path}
    assert offered == {move.value for move in allowed} - {"take", "merge"}


def test_every_state_and_move_is_looked_at() -> None:
    """The states above are all those from which a move leads on."""
    assert set(_WAYS) == {state for rule in MOVES.values() for state in rule.from_states}
