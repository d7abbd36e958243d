"""Run by Alembic for each command; the connection is handed in by storage.migrate."""

from alembic import context


def run() -> None:
    """Run the migrations in the transaction that the caller has begun."""
    context.configure(connection=context.config.attributes["connection"])
    with context.begin_transaction():
        context.run_migrations()


run()
