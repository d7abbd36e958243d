"""Cases that may be the same household's."""

from intake.desk import IntakeDesk
from intake.domain import CaseState, Move
from intake.duplicates import SameBy
from intake.reports import NewReport, Person
from tests.intake.samples import a_report, of_neighbour

_ID = "430623198001010010"  # made up; the check digit is right


def _file(desk: IntakeDesk, report: NewReport) -> str:
    return desk.file(report).case_number


def _because(desk: IntakeDesk, number: str) -> dict[str, tuple[SameBy, ...]]:
    return {candidate.number: candidate.because for candidate in desk.duplicates(number)}


def test_the_same_phone_makes_a_candidate(desk: IntakeDesk) -> None:
    """Under another name: the person himself once, his son once."""
    one = _file(desk, a_report(person=Person("王建国", "东山镇天星村", "13800001111")))
    other = _file(desk, of_neighbour("n", Person("王强", "天星村2组", "13800001111")))

    assert _because(desk, one) == {other: (SameBy.PHONE,)}
    assert _because(desk, other) == {one: (SameBy.PHONE,)}


def test_a_neighbours_own_phone_makes_none(desk: IntakeDesk) -> None:
    """One neighbour reports two households and leaves the same phone for both."""
    one = _file(desk, of_neighbour("1", Person("王建国", "东山镇天星村", "13800001111")))
    _file(desk, of_neighbour("2", Person("李秀英", "东山镇松木桥村", "13800001111")))

    assert _because(desk, one) == {}


def test_the_same_id_number_makes_a_candidate(desk: IntakeDesk) -> None:
    """Told in a field or somewhere in the story."""
    one = _file(desk, of_neighbour("1", Person("王建国", "天星村", id_number=_ID)))
    other = _file(desk, of_neighbour("2", Person("王老大"), story=f"他的身份证是{_ID}"))

    assert _because(desk, one) == {other: (SameBy.ID_NUMBER,)}


def test_the_same_name_in_the_same_village_makes_a_candidate(desk: IntakeDesk) -> None:
    """With the group or the township left out once; another village of the name makes none."""
    one = _file(desk, of_neighbour("1", Person("王建国", "华容县东山镇天星村3组")))
    other = _file(desk, of_neighbour("2", Person("王建国", "天星村")))
    _file(desk, of_neighbour("3", Person("王建国", "东山镇松木桥村")))

    assert _because(desk, one) == {other: (SameBy.NAME_AND_VILLAGE,)}


def test_the_surest_candidate_comes_first_and_persons_are_masked(desk: IntakeDesk) -> None:
    """ID number before phone before name."""
    named = Person("王建国", "天星村", "13800001111", id_number=_ID)
    one = _file(desk, a_report(person=named))
    by_name = _file(desk, of_neighbour("2", Person("王建国", "三封寺镇天星村")))
    by_phone = _file(desk, of_neighbour("3", Person("王强", "松木桥村", "13800001111")))
    by_id = _file(desk, of_neighbour("4", Person("老王", id_number=_ID)))

    assert list(_because(desk, one)) == [by_id, by_phone, by_name]
    assert "13800001111" not in str([candidate.person.phone for candidate in desk.duplicates(one)])
    assert desk.duplicates(one)[1].person.name == "王*"


def test_closed_cases_and_strangers_are_no_candidates(desk: IntakeDesk, county: int) -> None:
    """A merge goes into an open case."""
    one = _file(desk, of_neighbour("1", Person("王建国", "东山镇天星村")))
    other = _file(desk, of_neighbour("2", Person("王建国", "天星村")))
    _file(desk, of_neighbour("3", Person()))
    desk.move(other, Move.REFER, county, "转民政")

    assert _because(desk, one) == {}
    assert desk.case(other).state is CaseState.REFERRED
