"""The county's rules as forms."""

import pytest

from intake.domain import CaseState, Labour
from intake.rulebook import RuleName
from tests.console.office import Browser, Office


def _saved_deadlines(browser: Browser) -> dict[str, str]:
    """Return the fields of the form of deadlines as a browser would send them."""
    import re

    text = browser.get("/rules/deadlines").text
    inputs = re.findall(r'<input id="[^"]+" name="([^"]+)" value="([^"]*)"', text)
    chosen = re.findall(r'<select id="[^"]+" name="([^"]+)">.*?<option value="([^"]+)" selected', text, re.DOTALL)
    ticked = re.findall(r'name="([^"]+)" type="checkbox" value="(1)" checked', text)
    return dict(inputs + chosen + ticked) | {"seen": "0"}


def test_a_measure_is_added_changed_and_taken_out(county: Browser, office: Office) -> None:
    """Each in force at once, and each in the history with who did it."""
    told = {"title": "养蜂", "labour.weak": "1", "risk.debt": "1", "sheets": "chanye、tingyuan", "source": "县里自定"}
    added = county.submit("/rules/measures/new", "/rules/measures/new", seen="0", **told)
    assert added.location == "/rules/measures?done=saved"
    assert "养蜂" in county.get(added.location).words
    (measure,) = [one for one in office.desk.rules.measures.measures if one.title == "养蜂"]
    assert (measure.labour, measure.sheets) == ((Labour.WEAK,), ("chanye", "tingyuan"))

    path = f"/rules/measures/{measure.id}"
    assert 'id="labour-weak" name="labour.weak" type="checkbox" value="1" checked' in county.get(path).text
    first = county.get("/rules/history/measures").words
    assert "措施，养蜂，劳动能力 没有 弱劳动力或半劳动力" in first
    assert "措施，养蜂，困难类型 没有 欠债" in first
    county.submit(path, path, seen="1", **{**told, "title": "养土蜂"})
    assert "措施，养土蜂，名称 养蜂 养土蜂" in county.get("/rules/history/measures").words
    assert county.submit(path, f"{path}/remove", seen="2").status == 303
    assert county.get(path).status == 404
    assert "第 3 次：张主任" in county.get("/rules/history/measures").words


def test_what_is_incomplete_is_not_saved(county: Browser, office: Office) -> None:
    """The page says why and keeps what was typed; a stale page does not overwrite."""
    wrong = county.submit("/rules/measures/new", "/rules/measures/new", seen="0", title="养蜂", source="县里自定")
    assert wrong.status == 422
    assert "措施“养蜂”不完整" in wrong.words
    assert 'value="养蜂"' in wrong.text
    told = {"title": "养蜂", "labour.weak": "1", "sheets": "", "source": "县里自定"}
    for seen in ("7", "x", ""):
        assert county.submit("/rules/measures/new", "/rules/measures/new", seen=seen, **told).status == 409
    assert office.desk.ruling.history(RuleName.MEASURES) == ()


def test_the_coming_year_is_asked_for_and_filled_in(county: Browser, office: Office) -> None:
    """In November a missing next year is said on the queue's page; filled in, it counts and the warning is gone."""
    assert "2027 年的节假日还没有填" in county.get("/").words
    assert "2027 年的节假日还没有填" in county.get("/rules").words
    told = {"notice": "通知", "off": "2027-01-01\r\n2027-02-05/2027-02-11", "work": "2027-02-06"}
    path = "/rules/holidays/2027"
    wrong = county.submit(path, path, seen="0", **{**told, "work": "2027-02-08"})
    assert wrong.status == 422
    assert "2027-02-08 不能算调休上班" in wrong.words
    told["work"] = "2027-02-14"
    assert county.submit(path, path, seen="0", **told).location == "/rules?done=saved"

    assert "还没有填" not in county.get("/").words
    assert 2027 in office.desk.rules.deadlines.calendar.years
    assert "2027-02-05/2027-02-11" in county.get(path).text


@pytest.mark.parametrize("path", ["/rules/holidays/1999", "/rules/history/x", "/rules/measures/none"])
def test_what_there_is_not_is_not_found(county: Browser, path: str) -> None:
    """No year out of the range, no other table, no other measure."""
    assert county.get(path).status == 404


def test_deadlines_are_changed_in_one_form(county: Browser, office: Office) -> None:
    """Sent as it was shown nothing differs; one number changed is the one change."""
    office.file()
    fields = _saved_deadlines(county) | {"state.received.days": "4"}
    saved = county.submit("/rules/deadlines", "/rules/deadlines", **fields)

    assert saved.location == "/rules?done=saved"
    assert office.desk.rules.deadlines.limits[CaseState.RECEIVED].days == 4
    assert office.desk.rules.deadlines.limits[CaseState.APPEAL].total is False
    assert "状态，已收到，天数 2 4" in county.get("/rules/history/deadlines").words
    (edited,) = office.desk.ruling.history(RuleName.DEADLINES)
    assert ("state", "received", "days") in [change.path for change in edited.changes]
    assert not [change for change in edited.changes if change.before and change.path[1] != "received"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("state.received.days", "0", "“已收到”的天数要写整数"),
        ("state.received.days", "两天", "“已收到”的天数要写整数"),
        ("total.source", " ", "“全程”没有写依据"),
        ("colours.yellow", "0.9", "变橙不能比变黄早"),
        ("colours.yellow", "x", "没有通过检查"),
        ("state.received.owner", "admin", "“已收到”要由村级、乡镇或县级办"),
    ],
)
def test_a_deadline_that_is_none_is_refused(
    county: Browser, office: Office, field: str, value: str, said: str
) -> None:
    """With a sentence, and nothing is saved."""
    fields = _saved_deadlines(county) | {field: value}
    shown = county.submit("/rules/deadlines", "/rules/deadlines", **fields)

    assert shown.status == 422
    assert said in shown.words
    assert office.desk.ruling.history(RuleName.DEADLINES) == ()
