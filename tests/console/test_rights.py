"""Who may see and do what: every role at every address, in its own region and in another."""

from collections.abc import Iterator
from http import HTTPStatus

import pytest

from intake.domain import Role
from intake.reports import Person
from intake.rights import RIGHTS, Right
from tests.console.office import Browser, Office, routes_of

HOME, AWAY = "华容县东山镇天星村", "华容县三封寺镇松木桥村"
# What each address needs; {number} is a case of the Wang household in HOME.
NEEDS = {
    ("GET", "/"): Right.SEE_CASES,
    ("POST", "/find"): Right.SEE_CASES,
    ("GET", "/cases/{number}"): Right.SEE_CASES,
    ("POST", "/cases/{number}/take"): Right.WORK,
    ("POST", "/cases/{number}/reveal"): Right.REVEAL,
    ("POST", "/cases/{number}/moves/visit"): Right.WORK,
    ("POST", "/cases/{number}/note"): Right.WORK,
    ("POST", "/cases/{number}/assign"): Right.ASSIGN,
    ("POST", "/cases/{number}/merge"): Right.WORK,
    ("GET", "/cases/{number}/visit-sheet"): Right.WORK,
    ("GET", "/cases/{number}/notice"): Right.WORK,
    ("GET", "/export.xlsx"): Right.EXPORT,
    ("GET", "/export"): Right.EXPORT_IDENTITIES,
    ("POST", "/export"): Right.EXPORT_IDENTITIES,
    ("GET", "/tickets"): Right.TICKETS,
    ("POST", "/tickets/close"): Right.TICKETS,
    ("GET", "/deliveries"): Right.DELIVERIES,
    ("POST", "/deliveries/resend"): Right.DELIVERIES,
    ("GET", "/numbers"): Right.NUMBERS,
    ("GET", "/audit"): Right.AUDIT,
    ("GET", "/accounts"): Right.ACCOUNTS,
    ("POST", "/accounts/add"): Right.ACCOUNTS,
    ("POST", "/accounts/reset"): Right.ACCOUNTS,
    ("POST", "/accounts/close"): Right.ACCOUNTS,
    ("GET", "/visits/new"): Right.WORK,
    ("POST", "/visits/new"): Right.WORK,
    ("GET", "/campaigns"): Right.SEE_CAMPAIGNS,
    ("GET", "/campaigns/new"): Right.RUN_CAMPAIGNS,
    ("POST", "/campaigns/new"): Right.RUN_CAMPAIGNS,
    ("GET", "/campaigns/1"): Right.SEE_CAMPAIGNS,
    ("GET", "/campaigns/1/send"): Right.RUN_CAMPAIGNS,
    ("POST", "/campaigns/1/send"): Right.RUN_CAMPAIGNS,
    ("POST", "/campaigns/1/close"): Right.RUN_CAMPAIGNS,
    ("GET", "/wishes"): Right.NUMBERS,
    ("GET", "/wishes.xlsx"): Right.EXPORT,
    ("POST", "/wishes.xlsx"): Right.EXPORT_IDENTITIES,
    ("GET", "/rules"): Right.RULES,
    ("GET", "/rules/history/measures"): Right.RULES,
    ("GET", "/rules/measures"): Right.RULES,
    ("GET", "/rules/measures/new"): Right.RULES,
    ("POST", "/rules/measures/new"): Right.RULES,
    ("GET", "/rules/measures/training"): Right.RULES,
    ("POST", "/rules/measures/training"): Right.RULES,
    ("POST", "/rules/measures/training/remove"): Right.RULES,
    ("GET", "/rules/holidays"): Right.RULES,
    ("GET", "/rules/holidays/2027"): Right.RULES,
    ("POST", "/rules/holidays/2027"): Right.RULES,
    ("GET", "/rules/deadlines"): Right.RULES,
    ("POST", "/rules/deadlines"): Right.RULES,
    ("GET", "/knowledge"): Right.SEE_KNOWLEDGE,
    ("GET", "/knowledge/sheets/{sheet}"): Right.SEE_KNOWLEDGE,
    ("GET", "/knowledge/sheets/{sheet}/changes"): Right.SEE_KNOWLEDGE,
    ("GET", "/knowledge/sheets/{sheet}/paper"): Right.SEE_KNOWLEDGE,
    ("GET", "/knowledge/publish"): Right.SEE_KNOWLEDGE,
    ("GET", "/knowledge/jobs/{job}"): Right.SEE_KNOWLEDGE,
    ("GET", "/knowledge/editions"): Right.SEE_KNOWLEDGE,
    ("GET", "/knowledge/editions/changes"): Right.SEE_KNOWLEDGE,
    ("GET", "/knowledge/gaps"): Right.SEE_KNOWLEDGE,
    ("GET", "/knowledge/feedback"): Right.SEE_KNOWLEDGE,
    ("GET", "/knowledge/new"): Right.KEEP_KNOWLEDGE,
    ("GET", "/knowledge/sheets/{sheet}/edit"): Right.KEEP_KNOWLEDGE,
    ("GET", "/knowledge/import"): Right.KEEP_KNOWLEDGE,
    ("POST", "/knowledge/edit/preview"): Right.KEEP_KNOWLEDGE,
    ("POST", "/knowledge/edit/ask"): Right.KEEP_KNOWLEDGE,
    ("POST", "/knowledge/edit/solves"): Right.KEEP_KNOWLEDGE,
    ("POST", "/knowledge/edit/save"): Right.KEEP_KNOWLEDGE,
    ("POST", "/knowledge/sheets/{sheet}/discard"): Right.KEEP_KNOWLEDGE,
    ("POST", "/knowledge/sheets/{sheet}/rebase"): Right.KEEP_KNOWLEDGE,
    ("POST", "/knowledge/publish"): Right.KEEP_KNOWLEDGE,
    ("POST", "/knowledge/editions/rollback"): Right.KEEP_KNOWLEDGE,
    ("POST", "/knowledge/gaps/draft"): Right.KEEP_KNOWLEDGE,
    ("POST", "/knowledge/gaps/dismiss"): Right.KEEP_KNOWLEDGE,
}
ROLES = tuple(role for role in Role if role is not Role.REPORTER)
CASE_PATHS = tuple(address for address in NEEDS if "{number}" in address[1])


@pytest.fixture
def number(office: Office) -> str:
    """A case of a household in HOME."""
    return office.file().case_number


def _browser(office: Office, role: Role, region: str) -> Browser:
    return office.member("某干部", role, region)


@pytest.fixture(params=ROLES)
def role(request: pytest.FixtureRequest) -> Role:
    """Each role of staff."""
    found: Role = request.param
    return found


def _answers(browser: Browser, number: str) -> Iterator[tuple[tuple[str, str], int]]:
    token = browser.get("/password").token
    for method, path in NEEDS:
        address = path.replace("{number}", number)
        shown = browser.get(address) if method == "GET" else browser.post(address, csrf=token)
        yield (method, path), shown.status


def test_every_page_names_its_right(office: Office) -> None:
    """No address behind the gate is missing above, but what everybody signed in may do, and the upload."""
    found = {(method, path.replace("C261123-000000", "{number}")) for method, path in routes_of(office.app())}
    everybodys = {("GET", "/password"), ("POST", "/password"), ("POST", "/sign-out")}
    apart = {("POST", "/knowledge/import"), ("POST", "/cases/{number}/moves/{move}")}  # the one is in test_sheet_import
    assert found - everybodys - apart <= set(NEEDS)


def test_without_the_right_nothing_opens(office: Office, role: Role, number: str) -> None:
    """Where the right is missing the answer is 403 (or, at the front page, somewhere else); else it is never 403."""
    for address, status in _answers(_browser(office, role, HOME), number):
        allowed = NEEDS[address] in RIGHTS[role]
        if address == ("GET", "/") and not allowed:
            assert status == HTTPStatus.SEE_OTHER
        else:
            assert (status != HTTPStatus.FORBIDDEN) == allowed, (role, address, status)


@pytest.mark.parametrize("region", [AWAY, "华容县三封寺镇", "", "华容县"])
@pytest.mark.parametrize("local", [Role.VILLAGE, Role.TOWNSHIP])
def test_another_region_is_as_if_it_were_not_there(office: Office, local: Role, region: str, number: str) -> None:
    """No page, move, paper or search of a case elsewhere: 404 as for a case that does not exist, and an empty list."""
    browser = _browser(office, local, region)
    for address, status in _answers(browser, number):
        if address in CASE_PATHS and NEEDS[address] in RIGHTS[local]:
            assert status == HTTPStatus.NOT_FOUND, address
    assert number not in browser.get("/").text
    assert browser.submit("/", "/find", number=number).status == HTTPStatus.NOT_FOUND
    assert browser.submit("/", "/find", number="13912345678").status == HTTPStatus.NOT_FOUND
    assert [event.kind for event in office.desk.case(number).events] == ["opened"]


def test_ones_own_region_is_seen(office: Office, number: str) -> None:
    """A township sees its villages' cases, a village its own, and a phone finds them."""
    township = _browser(office, Role.TOWNSHIP, "华容县东山镇")
    assert number in township.get("/").text
    assert township.submit("/", "/find", number="13912345678").location == f"/cases/{number}"


def test_a_village_does_not_see_the_next_one(office: Office, number: str) -> None:
    """Two villages of one township are apart, also when they bear the name of one in another township."""
    neighbour = office.file("n", conversation="web-n", person=Person("钱二", "华容县东山镇五星村", "13700000001"))
    namesake = office.file("m", conversation="web-m", person=Person("孙三", "华容县三封寺镇天星村", "13700000002"))
    browser = _browser(office, Role.VILLAGE, HOME)

    text = browser.get("/").text

    assert number in text
    assert neighbour.case_number not in text
    assert namesake.case_number not in text
