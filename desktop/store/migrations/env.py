"""Alembic's entry: runs on the connection it is given, in that connection's transaction."""

from alembic import context

from desktop.store.schema import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
