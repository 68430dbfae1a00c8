"""A fork is the account again, for itself: what it plays is what would be, and its source never hears of it."""

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.accounts import AccountState, Payments, Region
from desktop.domain.errors import Canceled
from desktop.domain.payments import Outcome
from desktop.domain.periods import Month
from desktop.services.accounts.accounts import NewAccount
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.time.fork import Simulations, play, told
from desktop.services.usage.imports import ImportWishes
from desktop.services.workspace import Workspace
from desktop.store.engine import url_of
from desktop.store.forks import NOT_NEEDED, PREFIX
from desktop.store.schema import Table
from tests.desks import DAY, Desks, acting, at, refused
from tests.services.journals import rows
from tests.store.evidence import add_users

RECORDED = NewAccount("Academy", Region.US, "UTC", "USD", Payments.RECORDED, "Anna")
CARD = CardWish("ref-1", last4="4242")
STATE = ("account", "subscription_order", "instalment")


def order(workspace: Workspace, seats: int, day: date, token: str = "ref-1", expiry: int | None = None) -> None:
    wish = CardWish(token, exp_month=None if expiry is None else 8, exp_year=expiry)
    at(workspace, day).orders.place(NewOrderWish(seats, wish))


@pytest.fixture
def academy(desks: Desks) -> Workspace:
    return desks.like("two-orders", two_orders, date(2026, 1, 31))


def two_orders(desks: Desks) -> Workspace:
    """Two orders, placed in January 2026."""
    made = desks.new(account=RECORDED)
    order(made, 12, DAY)
    order(made, 4, date(2026, 1, 31))
    return made


def bytes_of(workspace: Workspace) -> list[str]:
    """What the store's files hold."""
    place = Path(workspace.context.store.place)
    files = (place, place.with_name(f"{place.name}-wal"))
    return [hashlib.sha256(one.read_bytes()).hexdigest() for one in files if one.exists()]


def without_clock(found: dict[str, Any], *more: str) -> dict[str, Any]:
    return {name: found[name] for name in (*STATE, *more)}


def left_behind(workspace: Workspace) -> list[Path]:
    return sorted(workspace.context.scratch.glob(f"{PREFIX}*"))


def test_a_fork_holds_the_account_s_rows_and_no_journal(academy: Workspace) -> None:
    forked = academy.fork(date(2026, 2, 1))
    assert rows(forked) == rows(academy)
    assert forked.history.list() == []
    assert forked.accounts.show() == at(academy, date(2026, 2, 1)).accounts.show()
    forked.close()
    assert left_behind(academy) == []


def test_it_leaves_the_other_accounts_out(desks: Desks) -> None:
    made = desks.new(account=RECORDED)
    other = made.accounts.add(NewAccount("Other", Region.US, "UTC", "USD", Payments.RECORDED, "Bob"))
    first = made.accounts.list()[0].account
    for one in (first, other.account):
        order(acting(made, account=one), 12, DAY)
    forked = acting(made, account=other.account).fork(DAY)
    assert [one.account for one in forked.accounts.list()] == [other.account]
    mine = without_clock(rows(forked), "user")
    assert {name: len(mine[name]) for name in ("account", "subscription_order", "instalment", "user")} == {
        "account": 1,
        "subscription_order": 1,
        "instalment": 1,
        "user": 1,
    }
    assert forked.orders.show("1").order.seats == 12
    forked.close()


def unique_in(workspace: Workspace, at: str = "main") -> dict[str, set[tuple[str, ...]]]:
    """By table, what no two rows may have in common: its key, and its unique indexes."""
    found: dict[str, set[tuple[str, ...]]] = {}
    with workspace.context.store.engine.connect() as connection:
        read = connection.exec_driver_sql
        for (table,) in read(f"SELECT name FROM {at}.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
            key = [(one[5], one[1]) for one in read(f"PRAGMA {at}.table_info('{table}')") if one[5]]
            indexes = [one[1] for one in read(f"PRAGMA {at}.index_list('{table}')") if one[2]]
            columns = [tuple(one[2] for one in read(f"PRAGMA {at}.index_info('{index}')")) for index in indexes]
            found[table] = {tuple(name for _, name in sorted(key)), *columns} - {()}
    return found


def test_what_is_unique_in_a_store_is_unique_in_its_fork(academy: Workspace) -> None:
    forked = academy.fork(date(2026, 2, 1))
    source, mine = unique_in(academy), unique_in(forked)
    assert {name: source[name] for name in mine} == mine
    assert ("id",) in mine["instalment"]
    forked.close()


def test_indexes_left_out_of_a_fork_are_ones_of_the_store() -> None:
    assert {str(index.name) for table in Table.metadata.sorted_tables for index in table.indexes} > NOT_NEEDED


ORDERED = st.lists(
    st.tuples(st.integers(0, 200), st.integers(10, 40), st.sampled_from([None, 2026, 2027])), min_size=1, max_size=4
)
LEAVES = st.one_of(st.none(), st.integers(201, 260))


@settings(max_examples=12, deadline=None)
@given(ordered=ORDERED, leaves=LEAVES, declined=st.booleans(), ahead=st.integers(1, 500))
def test_advanced_it_is_what_the_original_becomes(
    desks: Desks,
    ordered: list[tuple[int, int, int | None]],
    leaves: int | None,
    declined: bool,
    ahead: int,
) -> None:
    made = desks.new(account=RECORDED)
    for after, seats, expiry in sorted(ordered, key=lambda one: one[0]):
        order(made, seats, DAY + timedelta(days=after), expiry=expiry)
    today = DAY + timedelta(days=200)
    if declined:
        at(made, today).outcomes.enter("1", Outcome.DECLINED, today)
    if leaves is not None and at(made, DAY + timedelta(days=leaves)).accounts.show().state is AccountState.ACTIVE:
        made.deactivations.deactivate()
        today = DAY + timedelta(days=leaves)
    at(made, today)
    until = today + timedelta(days=ahead)
    made.accounts.advance()
    before = (rows(made), bytes_of(made))
    forked = Simulations(made.context).start(until)
    played = without_clock(rows(forked))
    answer = told(forked)
    forked.close()
    assert (rows(made), bytes_of(made)) == before, "a fork never changes a byte of its source"
    at(made, until).accounts.advance()
    real = without_clock(rows(made))
    advanced = {key: {**row, "advanced_to": None} for key, row in real.pop("account").items()}
    assert {key: {**row, "advanced_to": None} for key, row in played.pop("account").items()} == advanced
    assert played == real
    fell_due = [one for one in real["instalment"].values() if one["due_on"] > today.isoformat()]
    fees = [one["fee"] for one in map(fee_of, real["subscription_order"].values()) if one["due_on"] > today.isoformat()]
    assert answer.total.minor == sum(one["net"] + one["tax"] for one in fell_due) + sum(fees)


def fee_of(row: dict[str, Any]) -> dict[str, Any]:
    """What was charged for leaving, and when."""
    kept: dict[str, Any] = json.loads(row["fee"] or "null") or {"status": "scheduled"}
    if kept["status"] == "scheduled":
        return {"fee": 0, "due_on": ""}
    return {"fee": kept["total"], "due_on": kept["due_on"]}


def test_payments_are_assumed_paid_from_today_on_and_stand_as_they_are_until_then(desks: Desks) -> None:
    made = desks.copied()
    order(made, 10, DAY, "tok_visa")
    made.orders.change_payment("1", CardWish("tok_declined"))
    answer = Simulations(made.context).run(date(2026, 6, 30))
    assert [one.instalments for one in answer.charges] == [1] * 5
    assert answer.account.state is AccountState.ACTIVE
    late = at(made, date(2026, 2, 12))
    assert late.orders.show("1").order.state == "suspended", "what was declined by today is declined"
    assert Simulations(late.context).run(date(2026, 4, 30)).account.state is AccountState.INACTIVE


def test_acts_on_a_fork_are_thrown_away_with_it(academy: Workspace) -> None:
    before = rows(academy)
    at(academy, date(2026, 2, 1))
    forked = Simulations(academy.context).start(date(2026, 3, 15))
    forked.orders.place(NewOrderWish(25, CARD))
    play(forked, date(2026, 4, 30))
    answer = told(forked)
    assert [(str(one.month), one.instalments, one.total.decimal) for one in answer.charges] == [
        ("2026-02", 2, "144.00"),
        ("2026-03", 3, "369.00"),
        ("2026-04", 3, "369.00"),
    ]
    assert forked.order_list.count() == 3
    with refused("A simulation goes to a day after"):
        play(forked, date(2026, 1, 2))
    with refused("already been advanced"):
        play(forked, date(2026, 4, 1))
    forked.close()
    assert rows(academy) == before
    assert academy.order_list.count() == 2


def test_a_simulation_can_be_canceled_and_leaves_nothing(academy: Workspace) -> None:
    def cancel(done: int, total: int) -> None:
        if total and done > 60:
            raise Canceled

    before = (rows(academy), bytes_of(academy))
    with pytest.raises(Canceled):
        Simulations(academy.context).run(date(2027, 6, 30), cancel)
    assert (rows(academy), bytes_of(academy)) == before
    assert left_behind(academy) == []


def test_a_fork_played_on_and_canceled_stands_at_the_last_day_played(academy: Workspace) -> None:
    def cancel(done: int, total: int) -> None:
        if total and done > 60:
            raise Canceled

    forked = Simulations(academy.context).start(date(2026, 2, 15))
    with pytest.raises(Canceled):
        play(forked, date(2027, 6, 30), cancel)
    reached = told(forked)
    assert date(2026, 2, 15) < reached.until < date(2027, 6, 30)
    play(forked, reached.until + timedelta(days=40))
    forked.close()


@pytest.mark.parametrize("day", [DAY, date(2025, 1, 1), date(2099, 1, 1)])
def test_it_goes_forward_and_not_without_end(academy: Workspace, day: date) -> None:
    with refused("A simulation goes"):
        Simulations(at(academy, date(2026, 1, 31)).context).run(day)
    assert left_behind(academy) == []


def test_there_is_no_fork_of_a_fork(academy: Workspace) -> None:
    forked = academy.fork(date(2026, 2, 1))
    with refused("This is a simulation already."):
        forked.fork(date(2026, 2, 2))
    forked.close()


def test_what_a_killed_program_left_behind_is_cleared_away_and_what_is_in_use_is_not(
    academy: Workspace, desks: Desks
) -> None:
    used = academy.fork(date(2026, 2, 1))
    killed = academy.context.scratch / f"{PREFIX}killed"
    killed.mkdir()
    (killed / "fork.db").write_bytes(b"somebody's orders")
    killed.with_name(f"{killed.name}.held").touch()
    academy.fork(date(2026, 2, 1)).close()
    assert not killed.exists()
    assert used.orders.show("1").order.seats == 12
    used.close()
    assert left_behind(academy) == []


def test_usage_is_read_where_it_lies(desks: Desks, any_store_url: str, tmp_path: Path) -> None:
    made = desks.new(url_of(any_store_url), account=RECORDED)
    made.accounts.add(NewAccount("Other", Region.US, "UTC", "USD", Payments.RECORDED, "Bob"))
    first = acting(made, account=made.accounts.list()[0].account)
    add_users(first, 3)
    log = tmp_path / "log.csv"
    log.write_text("user,time\na@x,2026-01-05T10:00:00Z\nb@x,2026-01-06T10:00:00Z\n", encoding="utf-8")
    first.usage_imports.import_files([log], ImportWishes(count_all=True))
    order(first, 12, DAY)
    forked = Simulations(at(first, date(2026, 2, 3)).context).start(date(2026, 8, 1))
    month = Month.parse("2026-01")
    assert [one.learner for one in forked.usage.people(month)] == ["a@x", "b@x"]
    assert forked.usage.people(month) == first.usage.people(month)
    assert forked.usage_changes.close_month(month).billed == 2
    forked.usage_changes.exclude("b@x", "Trainer")
    with refused("Activity files are not imported into a simulation."):
        forked.usage_imports.import_files([log], ImportWishes(count_all=True))
    assert [one.active for one in first.usage.monthly(month, month)] == [2]
    forked.close()
