"""The tables that the packages use are the tables that the migrations make."""

from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, Inspector, MetaData, inspect

import bot.tables
import intake.tables
import knowledge.tables
from storage.engine import reading
from storage.migrate import upgrade


@pytest.fixture
def migrated(database_url: str, opened: Callable[[str], Engine]) -> Engine:
    """A database with the newest schema."""
    engine = opened(database_url)
    upgrade(engine)
    return engine


def _all_tables() -> MetaData:
    together = MetaData()
    for metadata in (intake.tables.metadata, knowledge.tables.metadata, bot.tables.metadata):
        for table in metadata.sorted_tables:
            table.to_metadata(together)
    return together


def test_the_migrated_schema_is_what_the_packages_declare(migrated: Engine) -> None:
    """Nothing is missing, too much or of another type, on either database."""
    with reading(migrated) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, _all_tables()) == []


def test_the_household_index_covers_open_cases_only(migrated: Engine) -> None:
    """The comparison above does not look at an index's condition."""
    inspector: Inspector = inspect(migrated)
    (index,) = [one for one in inspector.get_indexes("cases") if one["name"] == "one_open_case_per_household"]
    (condition,) = [str(value) for name, value in index["dialect_options"].items() if name.endswith("_where")]

    assert index["unique"]
    assert all(state in condition for state in ("included", "merged", "not_included", "referred", "withdrawn"))
