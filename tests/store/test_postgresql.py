"""The same store on a real PostgreSQL server: journal, undo, keys, writers at once, versions."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import func, make_url, select, text
from sqlalchemy.engine import URL

from desktop.domain.accounts import AccountState
from desktop.domain.errors import UserError
from desktop.domain.keys import Plan
from desktop.domain.orders.transitions import OrderState
from desktop.domain.users import Role
from desktop.services.accounts.accounts import NewAccount
from desktop.services.accounts.users import UserWish
from desktop.services.orders.orders import NewOrderWish
from desktop.services.orders.wishes import OrderSort, OrderWishes
from desktop.services.payments.payment_methods import CardWish
from desktop.services.workspace import Workspace
from desktop.store.engine import postgresql_engine
from desktop.store.migrate import migrate_postgresql, revision_of
from desktop.store.opening import open_store
from desktop.store.schema import ActRow
from desktop.system.clock import SystemClock
from tests.desks import MACHINE, OTHER_MACHINE, Desks, activate, at, first_act, new_key, refused
from tests.services.journals import rows
from tests.store.evidence import add_usage, add_users


@pytest.fixture
def url(postgresql_store_url: str) -> URL:
    return make_url(postgresql_store_url)


@pytest.fixture
def team(desks: Desks, url: URL) -> Workspace:
    """A rehearsal workspace in a database."""
    return desks.new(url)


def test_everything_a_person_does_is_journaled_and_undone(team: Workspace) -> None:
    start = rows(team)
    key = new_key(team, 10, Plan.USERS, date(2026, 1, 31))
    team.keys.activate(key)
    add_users(team, 600)
    team.users.change("user-3", UserWish(Role.BILLING))
    team.rules.change("trial_days", "31")
    add_usage(team)
    assert team.accounts.show().state is AccountState.ACTIVE
    answer = team.care.check()
    assert (answer.ok, answer.findings, answer.sources) == (True, [], 1)
    undone = 0
    while True:
        try:
            team.history.undo()
        except UserError as refusal:
            assert refusal.message.text == "There is nothing to undo."  # noqa: PT017 - the loop's end
            break
        undone += 1
    assert undone == 7
    kept = {"usage_source": rows(team)["usage_source"]}
    assert rows(team) == start | kept
    assert team.care.check().ok


def test_the_calendar_is_applied_once(team: Workspace) -> None:
    at(team, date(2026, 2, 9))
    assert [one.rule for one in team.accounts.advance().events] == ["0.3.4", "0.3.4", "C3"]
    assert team.accounts.advance().events == []
    activate(team)
    at(team, date(2027, 2, 9))
    assert [one.rule for one in team.accounts.advance().events] == ["C14"]
    assert team.care.check().ok


def test_orders_live_their_lives(team: Workspace) -> None:
    at(team, date(2026, 2, 1))
    team.orders.place(NewOrderWish(20, CardWish("tok_visa")))
    team.orders.place(NewOrderWish(5, CardWish("tok_late")))
    at(team, date(2026, 6, 10))
    before = team.order_list.page(OrderWishes(sort=OrderSort.NUMBER)).orders
    assert [(one.number, one.state, one.owes.minor) for one in before] == [
        (2, OrderState.ACTIVE, 0),
        (1, OrderState.ACTIVE, 0),
    ]
    assert team.order_list.count(OrderWishes(text="2026-02")) == 2
    preview = team.deactivations.deactivate()
    assert [one.ends_on for one in preview.endings] == [date(2026, 7, 1), date(2026, 7, 1)]
    at(team, date(2026, 7, 1)).accounts.advance()
    assert {one.state for one in team.order_list.page().orders} == {OrderState.CANCELED}
    assert team.care.check().ok


def test_writers_at_once_keep_one_gap_free_chain_for_each_machine(desks: Desks, team: Workspace, url: URL) -> None:
    other = desks.opened(url, machine=OTHER_MACHINE, seed=99)
    gate = threading.Barrier(6, timeout=30)

    def work(place: int) -> None:
        mine = (team, other)[place % 2]
        gate.wait()
        for turn in range(5):
            mine.rules.change("trial_days", str(31 + 5 * place + turn), act_id=f"act-{place}-{turn}")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    answer = team.care.check()
    assert (answer.ok, answer.findings, len(answer.heads)) == (True, [], 2)
    with team.context.store.read() as session:
        counted = session.execute(
            select(ActRow.client_id, func.count(), func.max(ActRow.local_seq)).group_by(ActRow.client_id)
        ).all()
        versions = session.execute(text("SELECT version FROM account_rule ORDER BY version")).scalars().all()
    assert sorted((count, newest) for _, count, newest in counted) == [(15, 15), (16, 16)]
    assert list(versions) == list(range(1, 31)), "each saw what the one before it wrote"


def test_a_read_sees_one_state_from_its_beginning_to_its_end(desks: Desks, team: Workspace, url: URL) -> None:
    other = desks.opened(url, machine=OTHER_MACHINE, seed=99)
    with team.context.store.read() as session:
        before = session.execute(select(func.count()).select_from(ActRow)).scalar_one()
        other.rules.change("trial_days", "31")
        assert session.execute(select(func.count()).select_from(ActRow)).scalar_one() == before
    with team.context.store.read() as session:
        assert session.execute(select(func.count()).select_from(ActRow)).scalar_one() == before + 1


def test_a_server_lost_in_the_middle_of_an_act_is_told_and_nothing_remains(team: Workspace) -> None:

    store = team.context.store
    before = len(team.history.list())
    with (
        refused("The database server cannot be reached. Nothing was changed."),
        store.write(first_act("lost", store.clock)) as write,
    ):
        account = team.context.account(write.session)
        mine = write.session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with store.engine.connect() as killer:
            killer.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": mine})
        account.name = "Half"
    assert len(team.history.list()) == before, "and the next one finds the server again"
    assert team.accounts.show().name == "Academy"


def test_a_server_that_is_not_there_is_told(url: URL) -> None:
    for missing in (url.set(database="no_such"), url.set(query={"host": "/nowhere"})):
        with refused("The database server cannot be reached."):
            open_store(missing, SystemClock(), MACHINE)


def test_an_empty_database_has_no_workspace_yet(url: URL) -> None:
    with refused("There is no workspace here yet. Run seatwise init"):
        open_store(url, SystemClock(), MACHINE)


def test_a_database_with_a_workspace_is_not_made_another(desks: Desks, team: Workspace, url: URL) -> None:
    with refused("There is a workspace here already."):
        desks.new(url)
    assert team.care.check().ok


def test_an_empty_database_is_migrated_once_and_again_without_harm(desks: Desks, url: URL) -> None:
    engine = postgresql_engine(url)
    migrate_postgresql(engine)
    migrate_postgresql(engine)
    with engine.connect() as connection:
        assert revision_of(connection) is not None
    engine.dispose()
    with refused("There is no workspace here yet. Run seatwise init"):
        open_store(url, SystemClock(), MACHINE)
    assert desks.new(url).care.check().ok


def test_desks_that_migrate_at_once_make_one_schema(url: URL) -> None:
    def work(_: int) -> None:
        engine = postgresql_engine(url)
        migrate_postgresql(engine)
        engine.dispose()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    engine = postgresql_engine(url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one() == 1
    engine.dispose()


def set_revision(workspace: Workspace, revision: str) -> None:
    with workspace.context.store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})


def test_f118_a_newer_database_is_read_only_and_is_not_migrated(desks: Desks, team: Workspace, url: URL) -> None:
    set_revision(team, "9999")
    reading = desks.opened(url, seed=5)
    assert reading.accounts.show().name == "Academy"
    with refused("The store is open for reading only. It was made by a newer Seatwise."):
        new_key(reading)
    engine = postgresql_engine(url)
    with refused("This store was made by a newer Seatwise. Update this desk to change it."):
        migrate_postgresql(engine)
    engine.dispose()


def test_text_is_stored_faithfully_or_refused_in_a_sentence(team: Workspace) -> None:
    assert team.accounts.add(NewAccount("Ünïcode 日本語 🎓 עברית")).name == "Ünïcode 日本語 🎓 עברית"
    for name in ("nul\0", "\ud800", "", "  ", "x" * 201, "line\nbreak"):
        with refused("An account needs a name"):
            team.accounts.add(NewAccount(name))
    assert team.care.check().ok
