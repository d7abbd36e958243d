"""Whether a move may be made."""

from datetime import date

import pytest

from intake.domain import MOVES, STAFF, CaseState, Move, Needed, Role
from intake.procedure import Asking, Why, refusal
from intake.wording import Wording

_TODAY = date(2026, 11, 23)
_VISIT = {Needed.VISITED_ON: "2026-11-20", Needed.VISITORS: "赵甲 钱乙", Needed.LABOUR: "able"}
_NOTICE = {Needed.NOTICE_FROM: "2026-11-17", Needed.NOTICE_TO: "2026-11-21"}
_ENOUGH = {Needed.NOTE: "说明", Needed.HELP: "棉被", Needed.HOUSEHOLD_KIND: "sudden"} | _VISIT | _NOTICE


def _asking(move: Move, role: Role = Role.COUNTY, told: dict[Needed, str] | None = None) -> Asking:
    return Asking(move, role, _ENOUGH if told is None else told, _TODAY, notice_days=5)


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", CaseState)
def test_a_move_is_allowed_from_the_states_of_its_rule_only(state: CaseState, move: Move) -> None:
    """For each state and move, for each role; what is refused says why."""
    rule = MOVES[move]
    for role in Role:
        refused = refusal(state, _asking(move, role))
        if role not in rule.by:
            assert refused is not None
            assert refused.why is Why.ROLE
        elif state in rule.from_states:
            assert refused is None
        else:
            assert refused is not None
            assert refused.why is (Why.JUST_MADE if state is rule.to_state else Why.STATE)


@pytest.mark.parametrize("move", [move for move, rule in MOVES.items() if rule.needs])
def test_everything_a_move_needs_is_asked_for(move: Move) -> None:
    """All that is missing is named at once; white space is nothing."""
    state = next(iter(MOVES[move].from_states))
    refused = refusal(state, _asking(move, told=dict.fromkeys(Needed, "  ")))

    assert refused is not None
    assert (refused.why, refused.fields) == (Why.MISSING, MOVES[move].needs)


@pytest.mark.parametrize(
    ("state", "move", "told", "unfit"),
    [
        ("visit", "review", {Needed.VISITED_ON: "2026-11-24"}, Needed.VISITED_ON),  # tomorrow
        ("visit", "review", {Needed.VISITED_ON: "昨天"}, Needed.VISITED_ON),
        ("visit", "review", {Needed.VISITORS: "赵甲"}, Needed.VISITORS),  # one alone
        ("visit", "review", {Needed.VISITORS: "赵甲、赵甲"}, Needed.VISITORS),  # the same twice
        ("visit", "review", {Needed.LABOUR: "strong"}, Needed.LABOUR),
        ("village_review", "to_township", {Needed.NOTICE_TO: "2026-11-20"}, Needed.NOTICE_TO),  # four days
        ("village_review", "to_township", {Needed.NOTICE_TO: "2026-11-24"}, Needed.NOTICE_TO),  # still hanging
        ("village_review", "to_township", {Needed.NOTICE_TO: "2026-11-16"}, Needed.NOTICE_TO),  # ends before it begins
        ("county_decision", "include", {Needed.HOUSEHOLD_KIND: "poor"}, Needed.HOUSEHOLD_KIND),
    ],
)
def test_what_cannot_be_is_refused(state: str, move: str, told: dict[Needed, str], unfit: Needed) -> None:
    """Two visitors at least, a notice of five days at least that is over, values from the lists."""
    refused = refusal(CaseState(state), _asking(Move(move), told=_ENOUGH | told))

    assert refused is not None
    assert (refused.why, refused.fields) == (Why.UNFIT, (unfit,))


def test_a_county_with_a_longer_notice_asks_for_it() -> None:
    """Five days are enough unless the county wants seven."""
    asking = _asking(Move.TO_TOWNSHIP)

    assert refusal(CaseState.VILLAGE_REVIEW, asking) is None
    longer = Asking(asking.move, asking.role, asking.told, asking.today, notice_days=7)
    refused = refusal(CaseState.VILLAGE_REVIEW, longer)
    assert refused is not None
    assert refused.fields == (Needed.NOTICE_TO,)


def test_every_refusal_is_told_in_chinese() -> None:
    """With the names of the move, the state and the fields, never an identifier."""
    wording = Wording.load()
    for state in CaseState:
        for move in Move:
            for role in STAFF:
                refused = refusal(state, _asking(move, role, {}))
                said = "" if refused is None else wording.refusal(refused)
                assert refused is None or not any(char.isascii() and char.isalpha() for char in said), said


def test_a_refusal_says_what_may_be_done_instead() -> None:
    """A village cadre who wants to skip the notice learns what comes next."""
    refused = refusal(CaseState.RECEIVED, _asking(Move.TO_TOWNSHIP, Role.VILLAGE))

    assert refused is not None
    said = Wording.load().refusal(refused)
    assert said == "案件现在是“已收到”，不能“报乡镇审核”。村级现在可以：受理、并案、撤回。"
