"""Migration 0005 on a database that is in use."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

import storage.migrate
from storage.engine import reading, writing

_SCRIPTS = Path(storage.migrate.__file__).parent / "migrations"
_CASE = """INSERT INTO cases (number, household_key, state, state_since, urgency, opened_at, version)
VALUES (:number, :number, :state, '2026-11-23T08:00:00.000000+00:00',
:urgency, '2026-11-23T08:00:00.000000+00:00', 1)"""
_REPORT = """INSERT INTO reports (number, idempotency_key, case_id, conversation, channel, source, who, urgency,
risk_kinds, story_encrypted, person_encrypted, household_key, linked, filed_at, withdrawn_at)
SELECT :number, :number, id, 'web-x', 'web', 'form', 'self', 'normal', :kinds, 'x', 'x', 'x', :linked,
'2026-11-23T08:00:00.000000+00:00', :withdrawn FROM cases WHERE number = :of"""
_STATES = (
    "received accepted visit village_review township_check county_decision included not_included more_information "
    "referred merged withdrawn appeal"
).split()


def test_cases_that_exist_keep_their_states_and_get_their_scores(
    database_url: str, opened: Callable[[str], Engine]
) -> None:
    """Every state of old stays as it is; the list is in the new order at once, withdrawn reports not counted."""
    engine = opened(database_url)
    with writing(engine) as connection:
        config = Config()
        config.set_main_option("script_location", str(_SCRIPTS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        for state in _STATES:
            connection.execute(text(_CASE), {"number": state, "state": state, "urgency": "now"})
        told = {"of": "received", "linked": False, "withdrawn": None}
        connection.execute(text(_REPORT), told | {"number": "1", "kinds": '["debt", "disease"]'})
        connection.execute(text(_REPORT), told | {"number": "2", "kinds": '["debt"]'})
        late = told | {"number": "3", "kinds": '["disaster"]', "withdrawn": "2026-11-23T09:00:00.000000+00:00"}
        connection.execute(text(_REPORT), late)

    storage.migrate.upgrade(engine)

    with reading(engine) as connection:
        rows = {row.number: row for row in connection.execute(text("SELECT number, state, score FROM cases"))}
    assert {number: row.state for number, row in rows.items()} == {state: state for state in _STATES}
    assert rows["received"].score == 200 + 35 + 10 + 5
    assert rows["accepted"].score == 200
