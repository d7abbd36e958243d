"""What a campaign must tell, and who is asked."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from intake.campaigns import CampaignKind, Candidate, Counts, NewCampaign, choose, problems, total
from intake.domain import Channel, RiskKind, Who

GENERAL = NewCampaign(
    "二季度集中排查", CampaignKind.GENERAL, (), "", date(2026, 4, 1), date(2026, 6, 30), "您家近来都还好吗？"
)


def _candidate(number: int, **changes: Any) -> Candidate:
    one = Candidate(
        number, number, f"web-{number}", Channel.WEB, Who.SELF, f"h{number}", (RiskKind.DISEASE,), "东山镇", "t", "v"
    )
    return replace(one, **changes)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, ()),
        ({"region": "华容县东山镇"}, ()),
        ({"name": "排"}, ("name",)),
        ({"region": "华容县"}, ("region",)),
        ({"ends_on": date(2026, 3, 31)}, ("ends_on",)),
        ({"message": ""}, ("message",)),
        ({"message": "长" * 201}, ("message",)),
        ({"kind": CampaignKind.TARGETED}, ("risk_kinds",)),
        ({"risk_kinds": (RiskKind.DEBT,)}, ("risk_kinds",)),
        ({"kind": CampaignKind.TARGETED, "risk_kinds": (RiskKind.DEBT,)}, ()),
    ],
)
def test_what_a_campaign_must_tell(changes: dict[str, Any], wrong: tuple[str, ...]) -> None:
    """A name, a period the right way round, a short message; risks exactly when it is targeted; a known township."""
    assert problems(replace(GENERAL, **changes)) == wrong


def test_each_household_and_each_conversation_is_asked_once() -> None:
    """Of two reports of a household its own comes first, of two of its own the newer one."""
    neighbour = _candidate(5, who=Who.NEIGHBOUR, household="h1")
    older, newer = _candidate(1), _candidate(3, household="h1", conversation="web-1")
    same_chat = _candidate(4, who=Who.NEIGHBOUR, conversation="web-1")

    assert [one.report_id for one in choose([neighbour, older, newer, same_chat])] == [3]
    assert [one.report_id for one in choose([neighbour])] == [5]


def test_cadres_and_the_office_are_not_asked() -> None:
    """What they entered has no farmer behind its conversation."""
    assert choose([_candidate(1, who=Who.CADRE), _candidate(2, channel=Channel.OFFICE)]) == ()


def test_a_targeted_campaign_asks_households_with_its_risks() -> None:
    """One of several is enough."""
    flooded = _candidate(2, kinds=(RiskKind.HOUSING, RiskKind.DISASTER))

    assert choose([_candidate(1), flooded], (RiskKind.DISASTER, RiskKind.DEBT)) == (flooded,)


def test_places_add_up() -> None:
    """The total of no place is nought."""
    rows = (Counts("东山镇", 3, 1, 1, 1, 0, 1), Counts("北景港镇", 2, 1, 0, 0, 1, 0))

    assert total(rows) == Counts("", 5, 2, 1, 1, 1, 1)
    assert (total(rows).answered, total(()).asked) == (3, 0)
