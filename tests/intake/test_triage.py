"""The order of the list."""

import itertools

import pytest

from intake.desk import IntakeDesk
from intake.domain import RiskKind, Urgency
from intake.reports import Person
from intake.triage import Ground, Reason, triage
from intake.wording import Wording
from tests.intake.samples import a_report, of_neighbour

_ALL = tuple(RiskKind)


def test_urgency_comes_before_everything_else() -> None:
    """All kinds of risk and a hundred reports weigh less than one step of urgency."""
    for lower, higher in itertools.pairwise(Urgency):
        assert triage(lower, _ALL, 100).score < triage(higher, (), 1).score


@pytest.mark.parametrize("kind", RiskKind)
def test_every_kind_of_risk_has_a_weight(kind: RiskKind) -> None:
    """A kind without one could not be put in order."""
    assert triage(Urgency.NORMAL, (kind,), 1).score > 0


def test_the_score_is_the_sum_of_its_reasons() -> None:
    """Staff sees what it is made of; the gravest kind counts, further ones and further reports add a little."""
    found = triage(Urgency.SOON, (RiskKind.DEBT, RiskKind.DISEASE, RiskKind.DEBT), 2)

    assert found.reasons == (
        Reason(Ground.URGENCY, "soon", 100),
        Reason(Ground.KIND, "disease", 35),
        Reason(Ground.SEVERAL_KINDS, "2", 10),
        Reason(Ground.SEVERAL_REPORTS, "2", 5),
    )
    assert found.score == 150
    assert [Wording.load().reason(reason) for reason in found.reasons] == [
        "紧急程度：尽快",
        "困难类型：大病",
        "有 2 种困难",
        "收到 2 份申报",
    ]


def test_nothing_told_scores_nothing() -> None:
    """A crisis report may come without a kind."""
    assert triage(Urgency.NORMAL, (), 1).score == 0


def test_the_list_follows_the_score_of_all_reports_that_stand(desk: IntakeDesk) -> None:
    """A second report raises a case, its withdrawal lowers it again; the stored score is the shown one."""
    debtor, thirsty = Person("甲甲", "天星村"), Person("乙乙", "天星村")
    debt = desk.file(a_report("a", conversation="web-a", person=debtor, risk_kinds=(RiskKind.DEBT,)))
    water = desk.file(a_report("b", conversation="web-b", person=thirsty, risk_kinds=(RiskKind.WATER,)))
    assert [row.number for row in desk.queue()] == [water.case_number, debt.case_number]

    fire = desk.file(of_neighbour("c", debtor, risk_kinds=(RiskKind.DISASTER,)))
    assert [row.number for row in desk.queue()] == [debt.case_number, water.case_number]
    assert [row.triage.score for row in desk.queue()] == [55, 25]

    desk.withdraw(fire.number, "web-neighbour")
    assert [row.triage.score for row in desk.queue()] == [25, 10]
    assert [row.number for row in desk.queue()] == [water.case_number, debt.case_number]
