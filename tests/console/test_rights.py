"""Who may see and do what: every role at every address, in its own region and in another."""

from collections.abc import Iterator
from http import HTTPStatus

import pytest

from intake.domain import Role
from intake.reports import Person
from intake.rights import RIGHTS, Right
from tests.console.office import Browser, Office, Shown, address_of, templates_of
from tests.intake.sample_files import JPEG

HOME, AWAY = "华容县东山镇天星村", "华容县三封寺镇松木桥村"
# What each route needs; a route that stands neither here nor in OWN fails a test. {number} is a case in HOME.
NEEDS = {
    ("GET", "/"): Right.SEE_CASES,
    ("POST", "/find"): Right.SEE_CASES,
    ("GET", "/cases/{number}"): Right.SEE_CASES,
    ("POST", "/cases/{number}/take"): Right.WORK,
    ("POST", "/cases/{number}/reveal"): Right.REVEAL,
    ("POST", "/cases/{number}/moves/{move}"): Right.WORK,
    ("POST", "/cases/{number}/note"): Right.WORK,
    ("POST", "/cases/{number}/assign"): Right.ASSIGN,
    ("POST", "/cases/{number}/merge"): Right.WORK,
    ("GET", "/cases/{number}/visit-sheet"): Right.WORK,
    ("GET", "/cases/{number}/notice"): Right.WORK,
    ("POST", "/cases/{number}/attachments"): Right.WORK,
    ("POST", "/cases/{number}/attachments/view"): Right.REVEAL,
    ("POST", "/cases/{number}/attachments/remove"): Right.WORK,
    ("GET", "/handover"): Right.ASSIGN,
    ("POST", "/handover"): Right.ASSIGN,
    ("GET", "/import"): Right.IMPORT,
    ("POST", "/import"): Right.IMPORT,
    ("GET", "/import/{kind}.xlsx"): Right.IMPORT,
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
    ("POST", "/accounts/second-factor-off"): Right.ACCOUNTS,
    ("GET", "/visits/new"): Right.WORK,
    ("POST", "/visits/new"): Right.WORK,
    ("GET", "/campaigns"): Right.SEE_CAMPAIGNS,
    ("GET", "/campaigns/new"): Right.RUN_CAMPAIGNS,
    ("POST", "/campaigns/new"): Right.RUN_CAMPAIGNS,
    ("GET", "/campaigns/{campaign:int}"): Right.SEE_CAMPAIGNS,
    ("GET", "/campaigns/{campaign:int}/send"): Right.RUN_CAMPAIGNS,
    ("POST", "/campaigns/{campaign:int}/send"): Right.RUN_CAMPAIGNS,
    ("POST", "/campaigns/{campaign:int}/close"): Right.RUN_CAMPAIGNS,
    ("GET", "/wishes"): Right.NUMBERS,
    ("GET", "/wishes.xlsx"): Right.EXPORT,
    ("POST", "/wishes.xlsx"): Right.EXPORT_IDENTITIES,
    ("GET", "/rules"): Right.RULES,
    ("GET", "/rules/history/{name}"): Right.RULES,
    ("GET", "/rules/measures"): Right.RULES,
    ("GET", "/rules/measures/new"): Right.RULES,
    ("POST", "/rules/measures/new"): Right.RULES,
    ("GET", "/rules/measures/{measure}"): Right.RULES,
    ("POST", "/rules/measures/{measure}"): Right.RULES,
    ("POST", "/rules/measures/{measure}/remove"): Right.RULES,
    ("GET", "/rules/holidays"): Right.RULES,
    ("GET", "/rules/holidays/{year:int}"): Right.RULES,
    ("POST", "/rules/holidays/{year:int}"): Right.RULES,
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
    ("POST", "/knowledge/import"): Right.KEEP_KNOWLEDGE,
}
# What every member of staff may do with their own account.
OWN = frozenset(
    {
        ("GET", "/password"),
        ("POST", "/password"),
        ("POST", "/sign-out"),
        ("GET", "/second-factor"),
        ("GET", "/second-factor/qr.svg"),
        ("POST", "/second-factor/begin"),
        ("POST", "/second-factor/confirm"),
    }
)
UPLOADS = frozenset({"/cases/{number}/attachments", "/import", "/knowledge/import"})
ROLES = tuple(role for role in Role if role is not Role.REPORTER)
CASE_PATHS = tuple(address for address in NEEDS if "{number}" in address[1])


@pytest.fixture
def number(office: Office) -> str:
    """A case of a household in HOME."""
    return office.file().case_number


def browser_of(office: Office, role: Role, region: str) -> Browser:
    """Return the browser of a member with this role in this region."""
    return office.member("某干部", role, region)


@pytest.fixture(params=ROLES)
def role(request: pytest.FixtureRequest) -> Role:
    """Each role of staff."""
    found: Role = request.param
    return found


def _answers(browser: Browser, number: str) -> Iterator[tuple[tuple[str, str], Shown]]:
    token = browser.get("/password").token
    for method, path in NEEDS:
        address = address_of(path, number)
        if method == "GET":
            yield (method, path), browser.get(address)
        elif path in UPLOADS:
            yield (method, path), browser.send_file(address, JPEG, csrf=token, about="票据")
        else:
            yield (method, path), browser.post(address, csrf=token)


def test_every_route_stands_in_the_matrix(office: Office) -> None:
    """Walked from the application: a new page says here what it needs, or belongs to everybody's own account."""
    found = templates_of(office.app())

    assert set(found) == set(NEEDS) | OWN
    assert len(found) == len(set(found))
    assert not set(NEEDS) & OWN


def test_without_the_right_nothing_opens(office: Office, role: Role, number: str) -> None:
    """Where the right is missing the answer is 403 (or, at the front page, somewhere else); else it is never 403."""
    for address, shown in _answers(browser_of(office, role, HOME), number):
        allowed = NEEDS[address] in RIGHTS[role]
        if address == ("GET", "/") and not allowed:
            assert shown.status == HTTPStatus.SEE_OTHER
        else:
            assert (shown.status != HTTPStatus.FORBIDDEN) == allowed, (role, address, shown.status)
        assert shown.status < HTTPStatus.INTERNAL_SERVER_ERROR, (role, address)


@pytest.mark.parametrize("region", [AWAY, "华容县三封寺镇", "", "华容县"])
@pytest.mark.parametrize("local", [Role.VILLAGE, Role.TOWNSHIP])
def test_another_region_is_as_if_it_were_not_there(office: Office, local: Role, region: str, number: str) -> None:
    """No page, move, paper or search of a case elsewhere: 404 as for a case that does not exist, and an empty list."""
    browser = browser_of(office, local, region)
    for address, shown in _answers(browser, number):
        if address in CASE_PATHS and NEEDS[address] in RIGHTS[local]:
            assert shown.status == HTTPStatus.NOT_FOUND, address
        assert number not in shown.text, address
        assert "王**" not in shown.text, address
    assert number not in browser.get("/").text
    assert browser.submit("/", "/find", number=number).status == HTTPStatus.NOT_FOUND
    assert browser.submit("/", "/find", number="13912345678").status == HTTPStatus.NOT_FOUND
    assert [event.kind for event in office.desk.case(number).events] == ["opened"]


@pytest.mark.parametrize(("local", "region"), [(Role.VILLAGE, AWAY), (Role.TOWNSHIP, "华容县三封寺镇")])
def test_nothing_is_entered_for_another_region(office: Office, local: Role, region: str) -> None:
    """A visit to a household elsewhere is refused at its field; a village told alone is taken as one's own."""
    browser = browser_of(office, local, region)
    told = {"name": "赵六", "kinds": "大病", "story": "住院", "noted_on": "2026-11-20"}

    refused = browser.submit("/visits/new", "/visits/new", place=f"{HOME}3组", **told)
    entered = browser.submit("/visits/new", "/visits/new", place="松木桥村3组", **told)

    assert refused.status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "不在您管的地方" in refused.words
    assert entered.status == HTTPStatus.SEE_OTHER
    assert browser.get(entered.location).status == HTTPStatus.OK


def test_a_case_is_given_only_to_who_sees_it(office: Office, number: str) -> None:
    """The form offers no one else, and what is sent without the form is refused."""
    office.desk.staff.add("邻镇干部", Role.TOWNSHIP, "华容县三封寺镇")
    stranger = next(one.id for one in office.desk.staff.members() if one.name == "邻镇干部")
    browser = browser_of(office, Role.TOWNSHIP, "华容县东山镇")
    browser.submit(f"/cases/{number}", f"/cases/{number}/take")
    page = browser.get(f"/cases/{number}")

    shown = browser.post(f"/cases/{number}/assign", csrf=page.token, to=str(stranger), note="换人")

    assert "邻镇干部" not in page.text
    assert "李村官" in page.text
    assert shown.status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert office.desk.case(number).taken_by == "某干部"


def test_ones_own_region_is_seen(office: Office, number: str) -> None:
    """A township sees its villages' cases, a village its own, and a phone finds them."""
    township = browser_of(office, Role.TOWNSHIP, "华容县东山镇")
    assert number in township.get("/").text
    assert township.submit("/", "/find", number="13912345678").location == f"/cases/{number}"


def test_a_village_does_not_see_the_next_one(office: Office, number: str) -> None:
    """Two villages of one township are apart, also when they bear the name of one in another township."""
    neighbour = office.file("n", conversation="web-n", person=Person("钱二", "华容县东山镇五星村", "13700000001"))
    namesake = office.file("m", conversation="web-m", person=Person("孙三", "华容县三封寺镇天星村", "13700000002"))
    browser = browser_of(office, Role.VILLAGE, HOME)

    text = browser.get("/").text

    assert number in text
    assert neighbour.case_number not in text
    assert namesake.case_number not in text
