"""A store to try something on: everything can be done on it as on the store itself, and nothing of it remains."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from desktop.store.engine import Store, take_turn
from desktop.store.faults import told
from desktop.store.unit_of_work import JournalSession


@contextmanager
def tried(store: Store) -> Iterator[Store]:
    """The store as it is, for one try in one transaction that is taken back; nobody else writes meanwhile."""
    store.refuse_writing()
    with told(), store.engine.execution_options(write=True).connect() as connection, connection.begin() as whole:
        take_turn(connection)
        try:
            yield _TrialStore(store, connection)
        finally:
            whole.rollback()


class _TrialStore(Store):
    """The store within that one transaction; each act is a part of it."""

    def __init__(self, source: Store, connection: Connection) -> None:
        # Not as a store is opened: the guard of its engine is there already.
        self.engine, self.place, self.clock = source.engine, source.place, source.clock
        self.client_id, self.read_only, self.is_fork = source.client_id, source.read_only, source.is_fork
        self._part, self._connection = None, connection

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session on what was done so far."""
        with Session(self._connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            yield session

    def _writer(self) -> JournalSession:
        return JournalSession(self._connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
