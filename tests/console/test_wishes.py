"""The page of wishes for training."""

import io

from openpyxl import load_workbook

from intake.domain import Channel
from tests.console.office import Browser, Office


def _wish(office: Office, who: str, subject: str, place: str) -> None:
    wish = office.desk.wishes.begin(who, Channel.WEB, subject)
    office.desk.wishes.locate(wish, who, place)
    office.desk.wishes.confirm(wish, who)


def _rows(content: bytes) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def test_the_list_is_filtered_and_counted(county: Browser, office: Office) -> None:
    """By township and subject; phones and villages stay hidden."""
    _wish(office, "web-a", "电工", "华容县东山镇天星村,电话13800001234")
    _wish(office, "web-b", "养蜂", "华容县三封寺镇松木桥村")

    words = county.get("/wishes").words
    assert "共 2 条" in words
    assert "138****1234" in words
    assert "天星村" not in words
    assert "共 1 条" in county.get("/wishes?township=东山镇").words
    assert "华容县三封寺镇" in county.get("/wishes?subject=养蜂").words
    assert "共 0 条" in county.get("/wishes?subject=焊工").words


def test_the_workbook_is_masked_and_cannot_calculate(county: Browser, office: Office) -> None:
    """What begins like a formula is text; the export is written down."""
    _wish(office, "web-a", "=1+1", "华容县东山镇天星村,电话13800001234")
    _, row = _rows(county.fetch("/wishes.xlsx"))

    assert row[:3] == ("'=1+1", "华容县东山镇", "138****1234")
    assert office.desk.audit.rows(1)[0].object == "wishes"


def test_identities_need_a_reason(county: Browser, office: Office) -> None:
    """It stands in the log, without the numbers that somebody may have typed into it."""
    _wish(office, "web-a", "电工", "华容县东山镇天星村,电话13800001234")
    token = county.get("/wishes").token
    assert county.post("/wishes.xlsx", csrf=token, reason=" ").status == 422

    _, row = _rows(county.fetch("/wishes.xlsx", csrf=token, reason="排电工班,找13800001234"))
    assert row[:3] == ("电工", "华容县东山镇天星村", "13800001234")
    detail = office.desk.audit.rows(1)[0].detail
    assert "排电工班" in detail
    assert "13800001234" not in detail
