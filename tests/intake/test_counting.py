"""Numbers by place, within a sight."""

from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from intake.domain import RiskKind, Role
from intake.regions import Sight, sight_of
from intake.reports import Person
from tests.intake.samples import LI, a_report

ALL = Sight(everything=True)


def test_reports_are_counted_by_place_and_kind(desk: IntakeDesk, cipher: FieldCipher) -> None:
    """By township for the county, by village for a township, and without a name where none is known."""
    desk.file(a_report())
    desk.file(a_report("again", risk_kinds=(RiskKind.DISEASE, RiskKind.DEBT)))
    desk.file(a_report("li", conversation="web-li", person=LI, risk_kinds=(RiskKind.DISASTER,)))
    desk.file(a_report("x", conversation="web-x", person=Person()))

    rows = desk.counting.figures(ALL).regions
    assert [(row.name, row.reports) for row in rows] == [("东山镇", 2), ("", 1), ("三封寺镇", 1)]
    assert rows[0].kinds == {RiskKind.DISEASE: 2, RiskKind.DEBT: 1}
    township = sight_of(Role.TOWNSHIP, "华容县东山镇", cipher)
    assert [(row.name, row.reports) for row in desk.counting.figures(township).regions] == [("天星村", 2)]
    assert desk.counting.figures(sight_of(Role.ADMIN, "", cipher)).regions == ()
