"""All of a colleague's cases to another."""

from intake.domain import Move, Role
from intake.reports import Person
from tests.console.office import COUNTY, NEWCOMER, VILLAGE, Browser, Office
from tests.console.test_rights import browser_of
from tests.intake.samples import LI


def _ids(office: Office) -> dict[str, str]:
    return {one.name: str(one.id) for one in office.desk.staff.members()}


def _taken(office: Office, name: str, *persons: Person) -> list[str]:
    """File a report for each person and have `name` take the case."""
    numbers = [office.file(str(at), conversation=f"web-{at}", person=one).case_number for at, one in enumerate(persons)]
    for number in numbers:
        office.desk.move(number, Move.TAKE, int(_ids(office)[name]))
    return numbers


def test_everything_open_goes_to_the_other(county: Browser, office: Office) -> None:
    """With the reason in each history; what is closed stays with whom it was."""
    wang = Person("王建国", "华容县东山镇天星村")
    numbers, ids = _taken(office, VILLAGE, wang, Person("钱二", "华容县东山镇天星村"), LI), _ids(office)
    office.desk.move(numbers[2], Move.REFER, int(ids[COUNTY]), "转民政")

    shown = county.submit("/handover", "/handover", **{"from": ids[VILLAGE], "to": ids[NEWCOMER], "note": "调离"})

    assert "已经移交 2 件" in shown.words
    assert [office.desk.case(number).taken_by for number in numbers] == [NEWCOMER, NEWCOMER, VILLAGE]
    assert office.desk.case(numbers[0]).events[-1].note == f"{NEWCOMER}。调离"
    assert office.desk.audit.verify().wrong is None


def test_what_is_missing_is_told(county: Browser, office: Office) -> None:
    """A reason, two different people who work cases; what was chosen is still there."""
    _taken(office, VILLAGE, LI)
    office.desk.staff.add("审计甲", Role.AUDITOR)
    ids = _ids(office)
    for to, note, said in (
        (ids[COUNTY], " ", "请写明理由"),
        (ids[VILLAGE], "调离", "两位不同的经办人"),
        (ids["审计甲"], "调离", "两位不同的经办人"),
        ("x", "调离", "两位不同的经办人"),
    ):
        shown = county.submit("/handover", "/handover", **{"from": ids[VILLAGE], "to": to, "note": note})
        assert shown.status == 422
        assert said in shown.words
        assert f'<option value="{ids[VILLAGE]}" selected>' in shown.text


def test_nothing_goes_to_who_cannot_see_it(county: Browser, office: Office) -> None:
    """Nor does a township hand over what it does not see itself."""
    (number,), ids = _taken(office, COUNTY, LI), _ids(office)
    for browser in (county, browser_of(office, Role.TOWNSHIP, "华容县东山镇")):
        shown = browser.submit("/handover", "/handover", **{"from": ids[COUNTY], "to": ids[NEWCOMER], "note": "请假"})
        assert shown.status == 422
    assert office.desk.case(number).taken_by == COUNTY
