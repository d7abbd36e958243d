"""The county's rules, edited while the processes run."""

import copy
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from intake.cipher import FieldCipher
from intake.desk import IntakeDesk
from intake.domain import CaseState, Labour
from intake.errors import BadRuleFile, RuleChanged, UnknownStaff
from intake.rulebook import RuleName
from intake.tables import rule_editions
from storage.engine import writing
from tests.intake.samples import StoppedClock, a_report


def _changed(desk: IntakeDesk, name: RuleName) -> Any:
    return copy.deepcopy(dict(desk.ruling.table(name)))


def test_a_saved_measure_is_in_force_at_once_and_in_other_processes_soon(
    desk: IntakeDesk, engine: Engine, cipher: FieldCipher, clock: StoppedClock, county: int
) -> None:
    """The one that saves sees it in the next call, another one when it looks again."""
    other = IntakeDesk(engine, cipher, clock)
    assert other.rules.measures == desk.rules.measures
    table = _changed(desk, RuleName.MEASURES)
    table["measure"]["bees"] = {"title": "养蜂", "labour": ["weak"], "sheets": [], "source": "县里自定"}
    desk.ruling.save(RuleName.MEASURES, table, 0, county)

    assert "养蜂" in [one.measure.title for one in desk.rules.measures.suggest(Labour.WEAK, ())]
    assert "养蜂" in [one.measure.title for one in other.rules.look_now().measures.suggest(Labour.WEAK, ())]
    assert (desk.audit.rows(1)[0].act, desk.audit.rows(1)[0].object) == ("rules_changed", "rules:measures")


def test_new_deadlines_reach_the_cases_that_are_open(desk: IntakeDesk, county: int) -> None:
    """The days by which the queue filters are worked out anew."""
    number = desk.file(a_report()).case_number
    before = desk.case(number).due
    table = _changed(desk, RuleName.DEADLINES)
    table["state"]["received"]["days"] = 1
    desk.ruling.save(RuleName.DEADLINES, table, 0, county)
    after = desk.case(number).due

    assert before is not None
    assert after is not None
    assert (before.left, after.left) == (2, 1)
    assert desk.ruling.number(RuleName.DEADLINES) == 1
    assert desk.rules.deadlines.limits[CaseState.RECEIVED].days == 1


def test_a_new_year_of_holidays_counts(desk: IntakeDesk, county: int) -> None:
    """Days that were guessed are known from then on."""
    table = _changed(desk, RuleName.HOLIDAYS)
    table["2027"] = {"notice": "通知", "off": ["2027-01-01"], "work": []}
    desk.ruling.save(RuleName.HOLIDAYS, table, 0, county)

    assert 2027 in desk.rules.deadlines.calendar.years


@pytest.mark.parametrize(
    ("name", "table", "code"),
    [
        (RuleName.HOLIDAYS, {"2027": {"notice": "", "off": [], "work": []}}, "notice"),
        (RuleName.HOLIDAYS, {"2027": {"notice": "通知", "off": ["1月1日"], "work": []}}, "date"),
        (RuleName.HOLIDAYS, {"2027": {"notice": "通知", "off": [], "work": ["2027-01-04"]}}, "weekday"),
        (RuleName.MEASURES, {"measure": {"x": {"title": "", "labour": [], "sheets": [], "source": ""}}}, "measure"),
        (RuleName.MEASURES, {"measure": {"x": {"title": "甲"}}}, None),
        (RuleName.DEADLINES, {}, None),
    ],
)
def test_what_a_start_would_refuse_is_not_saved(
    desk: IntakeDesk, county: int, name: RuleName, table: dict[str, Any], code: str | None
) -> None:
    """The same checks, with a code that has a sentence."""
    with pytest.raises(BadRuleFile) as refused:
        desk.ruling.save(name, table, 0, county)

    assert desk.ruling.history(name) == ()
    assert (refused.value.problem and refused.value.problem.code) == code
    assert desk.rules.wording.error(refused.value)


def test_two_editors_do_not_overwrite_each_other(desk: IntakeDesk, county: int) -> None:
    """The second one is told; nobody who has no account saves anything."""
    table = _changed(desk, RuleName.MEASURES)
    desk.ruling.save(RuleName.MEASURES, table, 0, county)
    with pytest.raises(RuleChanged):
        desk.ruling.save(RuleName.MEASURES, table, 0, county)
    with pytest.raises(UnknownStaff):
        desk.ruling.save(RuleName.MEASURES, table, 1, county + 1)


def test_the_history_tells_who_when_and_what(desk: IntakeDesk, county: int, clock: StoppedClock) -> None:
    """The newest first, each against the one before; the first one against the file."""
    table = _changed(desk, RuleName.DEADLINES)
    for days in (1, 4):
        table["state"]["received"]["days"] = days
        desk.ruling.save(RuleName.DEADLINES, table, desk.ruling.number(RuleName.DEADLINES), county)
    second, first = desk.ruling.history(RuleName.DEADLINES)

    assert (second.edition.number, second.edition.by, second.edition.at) == (2, "周县长", clock.now)
    assert [(one.path[-2:], one.before, one.after) for one in second.changes] == [(("received", "days"), "1", "4")]
    assert [(one.path[-2:], one.before, one.after) for one in first.changes] == [(("received", "days"), "2", "1")]


def test_rules_that_this_version_does_not_understand_leave_the_old_ones_in_force(
    desk: IntakeDesk, engine: Engine, county: int, clock: StoppedClock
) -> None:
    """A newer process may have written them."""
    row = {"name": "deadlines", "number": 1, "at": clock.now, "staff_id": county, "content": '{"state": {}}'}
    with writing(engine) as connection:
        connection.execute(insert(rule_editions).values(**row))

    assert desk.rules.look_now().deadlines == desk.rules.base.deadlines


def test_a_database_that_is_away_leaves_the_known_rules_in_force(sqlite_desk: IntakeDesk, sqlite: Engine) -> None:
    """They are read from the files at the start."""
    with writing(sqlite) as connection:
        connection.exec_driver_sql("DROP TABLE rule_editions")

    assert sqlite_desk.rules.look_now().measures.measures
