"""The rules of the queue."""

import ast
import sys
from pathlib import Path

import intake.domain
from intake.domain import CLOSED, MOVES, OPEN, STAFF, CaseState, Move, Role, Urgency, allowed_moves


def test_every_move_has_a_rule() -> None:
    """A move without one could be asked for and never answered."""
    assert set(MOVES) == set(Move)


def test_every_state_can_be_reached_from_the_first() -> None:
    """A state that no case can get into is a mistake in the table."""
    reached = {CaseState.RECEIVED}
    for _ in CaseState:
        reached |= {rule.to_state for rule in MOVES.values() if rule.from_states & reached}

    assert reached == set(CaseState)


def test_no_open_case_is_a_dead_end() -> None:
    """Staff of the county can always do something with it, and the reporter can always withdraw."""
    assert all(set(allowed_moves(state, Role.COUNTY)) - {Move.WITHDRAW} for state in OPEN)
    assert all(Move.WITHDRAW in allowed_moves(state, Role.REPORTER) for state in OPEN)


def test_a_closed_case_is_opened_again_by_an_appeal_only() -> None:
    """And only when the household was not included."""
    leaving = {(move, state) for move, rule in MOVES.items() for state in rule.from_states & CLOSED}

    assert leaving == {(Move.APPEAL, CaseState.NOT_INCLUDED)}


def test_only_the_county_decides() -> None:
    """Neither the village nor the township includes or declines a household."""
    for move in (Move.INCLUDE, Move.DECLINE):
        assert MOVES[move].by == {Role.COUNTY}
        assert MOVES[move].from_states == {CaseState.COUNTY_DECISION}


def test_a_reporter_only_withdraws_or_appeals() -> None:
    """Everything else is for staff."""
    assert {move for move, rule in MOVES.items() if Role.REPORTER in rule.by} == {Move.WITHDRAW, Move.APPEAL}
    assert Role.REPORTER not in STAFF


def test_what_goes_against_the_household_needs_a_reason() -> None:
    """A refusal, a return, a referral, a merge and a question each say why."""
    explained = {move for move, rule in MOVES.items() if rule.needs_note}
    of_old = {Move.DECLINE, Move.SEND_BACK, Move.REFER, Move.MERGE, Move.ASK_MORE}

    assert explained == of_old | {Move.RECHECK, Move.GREEN_CHANNEL}


def test_the_green_channel_leads_back_into_the_procedure() -> None:
    """Help comes first; a decision still needs visit, notice, check and county."""
    after = {rule.to_state for rule in MOVES.values() if CaseState.EMERGENCY_HELP in rule.from_states} & OPEN

    assert after == {CaseState.VISIT, CaseState.MORE_INFORMATION}
    assert MOVES[Move.GREEN_CHANNEL].by == {Role.TOWNSHIP, Role.COUNTY}


def test_every_state_of_old_is_still_one() -> None:
    """Rows that exist name them."""
    assert {state.value for state in CaseState} >= set(
        "received accepted visit village_review township_check county_decision included not_included "
        "more_information referred merged withdrawn appeal".split()
    )


def test_urgency_is_ordered() -> None:
    """now before soon before normal."""
    assert sorted(Urgency, key=lambda urgency: -urgency.rank) == [Urgency.NOW, Urgency.SOON, Urgency.NORMAL]


def test_the_rules_import_the_standard_library_only() -> None:
    """They can be read, tested and moved without a database."""
    tree = ast.parse(Path(intake.domain.__file__).read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}

    assert {name.split(".")[0] for name in imported} <= set(sys.stdlib_module_names)
