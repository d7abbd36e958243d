"""Pages that everybody can read: with a keyboard, a screen reader, on a narrow screen."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from intake.domain import Role
from knowledge.answers import Answer, Status
from knowledge.jobs import new_job
from tests.console.office import ADMIN, OWN_PASSWORD, Browser, Office
from tests.console.test_imports import table
from tests.intake.sample_files import JPEG

_VOID = {"meta", "link", "input", "br", "img"}


class Outline(HTMLParser):
    """The elements of a page, as far as they matter to a screen reader."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.described: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note headings, ids, labels and controls."""
        told = dict(attrs)
        if tag not in _VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if told.get("id"):
            self.ids.append(str(told["id"]))
        if tag == "label":
            self.labelled.add(str(told.get("for")))
        if tag in ("input", "select", "textarea") and told.get("type") != "hidden":
            self.controls.append(told)
        for name in ("aria-describedby", "aria-labelledby"):
            self.described |= set((told.get(name) or "").split())

    def handle_endtag(self, tag: str) -> None:
        """Note what was closed in the wrong order."""
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)


KINDS = (
    "/", "/?state=appeal", "/?colour=green&kind=disease&township=东山镇&mine=1", "/password", "/nothing", "/visits/new",
    "/tickets", "/deliveries", "/numbers", "/export", "case", "visit-sheet", "notice", "refused", "revealed",
    "/sign-in", "/second-factor", "scan", "/import", "/handover", "attached", "entered",
)  # fmt: skip
KNOWLEDGE = (
    "/knowledge", "/knowledge?state=new", "/knowledge/sheets/yulu", "/knowledge/sheets/yulu/edit", "/knowledge/new",
    "/knowledge/sheets/yulu/changes", "/knowledge/sheets/yulu/paper", "/knowledge/import", "/knowledge/publish",
    "/knowledge/editions", "/knowledge/gaps", "/knowledge/feedback", "/knowledge/jobs/lost", "mistake", "imported",
)  # fmt: skip


@pytest.fixture(params=(*KINDS, *KNOWLEDGE))
def opened(request: pytest.FixtureRequest) -> tuple[str, Browser]:
    """The text of each kind of page, and the browser that it was opened in."""
    if request.param in KNOWLEDGE:
        library: Office = request.getfixturevalue("library")
        admin = library.member(ADMIN, Role.ADMIN)
        return _knowledge_page(request.param, library, admin), admin
    county, office = request.getfixturevalue("county"), request.getfixturevalue("office")
    return _office_page(request.param, office, county), county


@pytest.fixture
def page(opened: tuple[str, Browser]) -> str:
    """The text of each kind of page."""
    return opened[0]


def _office_page(kind: str, office: Office, county: Browser) -> str:
    address = f"/cases/{office.file().case_number}"
    office.file("second", conversation="web-n")
    if kind in ("refused", "revealed"):
        return county.submit(address, f"{address}/reveal", reason="x" if kind == "revealed" else "").text
    if kind in ("visit-sheet", "notice"):
        return county.get(f"{address}/{kind}").text
    if kind == "attached":
        county.send_file(f"{address}/attachments", JPEG, csrf=county.get(address).token, about="票据")
        return county.get(address).text
    if kind == "entered":
        content = table(["赵六", "青山镇石桥村", "大病", "", "2026-11-20"])
        return county.send_file("/import", content, csrf=county.get("/import").token, kind="visits").text
    if kind == "scan":
        return county.submit("/second-factor", "/second-factor/begin", password=OWN_PASSWORD).text
    return county.get(address if kind == "case" else kind).text


def _knowledge_page(address: str, library: Office, admin: Browser) -> str:
    """Return a page of the knowledge base in a library where something has happened."""
    workshop = library.workshop
    text = workshop.published()["yulu"].replace("1500元", "1600元")
    workshop.drafts.save(text, ADMIN, workshop.published())
    workshop.records.keep(Answer("a1", Status.ABSTAINED, "…", "e"), "公积金怎么提取", "c1")
    if address == "mistake":
        return admin.submit("/knowledge/new", "/knowledge/edit/preview", text="## 没有文件头").text
    if address == "imported":
        about = {"id": "xw", "region": "湖南省", "issuer": "县", "valid_from": "2026-01-01"}
        file = ("a.txt", "一、标准\n补100元。".encode())
        return admin.upload("/knowledge/import", "/knowledge/import", file, title="新", topic="新", **about).text
    if address.endswith("/lost"):
        workshop.jobs.hold().close()
        address = f"/knowledge/jobs/{workshop.jobs.save(new_job(['yulu'], (1, ADMIN), 'x', '', True)).id}"
    return admin.get(address).text


def test_every_control_has_a_name(page: str) -> None:
    """Each field is labelled, and what is said to describe it is on the page, once."""
    outline = Outline(page)

    for control in outline.controls:
        assert control.get("aria-label") or control.get("id") in outline.labelled
    assert outline.described <= set(outline.ids)
    assert len(outline.ids) == len(set(outline.ids))


def test_the_headings_make_an_outline(page: str) -> None:
    """One first heading, and no level is left out."""
    levels = Outline(page).headings

    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_every_page_is_chinese_and_whole(page: str) -> None:
    """Language, title, a way past the bar, and tags closed as they were opened."""
    outline = Outline(page)

    assert '<html lang="zh-CN">' in page
    assert re.search(r"<title>[^<]+ - 明白工作台</title>", page)
    assert '<a class="skip" href="#main">' in page
    assert (outline.unbalanced, outline.open) == ([], [])


def test_every_link_leads_somewhere(opened: tuple[str, Browser]) -> None:
    """No page links to one that is not there."""
    page, browser = opened
    for address in set(re.findall(r'href="(/[^"]*)"', page)):
        assert browser.get(address.replace("&amp;", "&")).status in (200, 303)
