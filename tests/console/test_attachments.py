"""Files on the page of a case."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from console.headers import DOWNLOAD_POLICY
from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from intake.domain import Role
from intake.rulebook import Rulebook
from tests.console.office import COUNTY, OWN_PASSWORD, Browser, Office
from tests.intake.sample_files import DOCX, JPEG
from tests.intake.samples import LI


@pytest.fixture
def case(office: Office) -> str:
    """The address of a case."""
    return f"/cases/{office.file().case_number}"


def _attach(browser: Browser, case: str, content: bytes = JPEG, about: str = "医院收费票据") -> int:
    return browser.send_file(f"{case}/attachments", content, csrf=browser.get(case).token, about=about).status


def _id(office: Office, case: str) -> str:
    return str(office.desk.attachments.of(case.removeprefix("/cases/"))[-1].id)


def test_a_file_is_added_and_listed(county: Browser, case: str) -> None:
    """What it is, its kind and size, who added it and when."""
    assert _attach(county, case) == 303
    assert _attach(county, case, DOCX, "<b>证明</b>") == 303

    words = county.get(f"{case}?done=attached").words
    assert "附件已经加密存好" in words
    assert "附件（2 个）" in words
    assert "医院收费票据 照片，1 KB， 2026-11-23 16:00 ，张主任" in words
    assert "<b>证明</b>" in words


@pytest.mark.parametrize(
    ("content", "about", "said"),
    [
        (b"<html><script>alert(1)</script>", "票据", "只收照片"),
        (b"", "票据", "文件是空的"),
        (JPEG, " ", "请写明这是什么"),
    ],
)
def test_what_is_refused_is_told(county: Browser, case: str, content: bytes, about: str, said: str) -> None:
    """On the page of the case, with the form open again."""
    shown = county.send_file(f"{case}/attachments", content, csrf=county.get(case).token, about=about)

    assert shown.status == 422
    assert said in shown.words
    assert "附件（0 个）" in shown.words


def test_a_file_leaves_only_as_a_download(county: Browser, office: Office, case: str) -> None:
    """With a reason, under a name of ours, as bytes that no browser runs; and it is written down."""
    _attach(county, case)
    page, chosen = county.get(case), _id(office, case)
    assert county.post(f"{case}/attachments/view", csrf=page.token, id=chosen, reason=" ").status == 422

    shown = county.post(f"{case}/attachments/view", csrf=page.token, id=chosen, reason="核对金额")

    assert shown.status == 200
    assert shown.headers["content-type"] == "application/octet-stream"
    assert shown.headers["content-disposition"] == f'attachment; filename="{case[7:]}-{chosen}.jpg"'
    assert shown.headers["content-security-policy"] == DOWNLOAD_POLICY
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "no-store"
    assert county.fetch(f"{case}/attachments/view", csrf=page.token, id=chosen, reason="核对金额") == JPEG
    assert "查看附件" in county.get(case).words
    assert county.get(f"{case}/attachments/view").status == 405


@pytest.mark.parametrize("chosen", ["", "0", "x", "9" * 40, "²"])
def test_a_file_that_is_not_there(county: Browser, case: str, chosen: str) -> None:
    """Told on the page of the case."""
    token = county.get(case).token
    for path in ("view", "remove"):
        shown = county.post(f"{case}/attachments/{path}", csrf=token, id=chosen, reason="核对")
        assert shown.status == 404
        assert "没有这个附件" in shown.words


def test_a_file_is_removed_with_a_reason(county: Browser, office: Office, case: str) -> None:
    """The reason stays in the history."""
    _attach(county, case)
    page, chosen = county.get(case), _id(office, case)

    assert county.post(f"{case}/attachments/remove", csrf=page.token, id=chosen, reason="").status == 422
    shown = county.post(f"{case}/attachments/remove", csrf=page.token, id=chosen, reason="传错了案件")

    words = county.get(shown.location).words
    assert "附件（0 个）" in words
    assert "传错了案件" in words


def test_an_auditor_sees_that_there_is_one_and_takes_none(
    signed_in: Callable[[str], Browser], county: Browser, office: Office, case: str
) -> None:
    """No form, and no way without it."""
    _attach(county, case)
    office.desk.staff.add("审计甲", Role.AUDITOR)
    auditor = next(one for one in office.desk.staff.members() if one.name == "审计甲")
    office.desk.staff.change_password(auditor.id, office.desk.staff.reset("审计甲"), OWN_PASSWORD)
    browser = signed_in("审计甲")
    page = browser.get(case)

    assert "附件（1 个）" in page.words
    assert "下载附件" not in page.words
    token = browser.get("/password").token
    assert browser.post(f"{case}/attachments/view", csrf=token, id=_id(office, case), reason="看看").status == 403


def test_looking_has_a_limit_and_the_page_says_so(office: Office) -> None:
    """Identities, files and exports together; in a clear sentence, with what was typed."""
    few = replace(Rulebook.load(), reveals_per_hour=2)
    desk = IntakeDesk(office.desk._engine, FieldCipher([Fernet.generate_key().decode()]), office.clock, rules=few)
    limited = Office(desk, office.settings, office.clock, "", office.workshop)
    county = Browser(limited.app())
    county.session_cookie = limited.cookie(COUNTY)
    case = f"/cases/{limited.file().case_number}"
    limited.file("n", conversation="web-n", person=LI)
    _attach(county, case)
    token = county.get(case).token
    assert county.post(f"{case}/attachments/view", csrf=token, id=_id(limited, case), reason="核对").status == 200

    export = county.post("/export", csrf=token, reason="录入")
    assert county.post(f"{case}/reveal", csrf=token, reason="核对").status == 200
    reveal = county.post(f"{case}/reveal", csrf=token, reason="再核对")
    view = county.post(f"{case}/attachments/view", csrf=token, id=_id(limited, case), reason="核对")

    assert export.status == reveal.status == view.status == 429
    assert "这次选了 2 户" in export.words
    assert "您现在还能看 1 户" in export.words
    assert "一个人一小时最多看 2 户" in reveal.words
    assert "再核对" in reveal.text
    assert "王建国" not in export.text + reveal.text + view.text
