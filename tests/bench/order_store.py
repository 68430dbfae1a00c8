"""A store with as many orders as asked for, made through the bulk path and kept for the next run."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from desktop.domain.accounts import AccountState, Payments, Region
from desktop.domain.ids import derived_id
from desktop.domain.orders.transitions import OrderState
from desktop.domain.periods import add_months
from desktop.i18n import msg
from desktop.services.accounts.accounts import NewAccount
from desktop.services.workspace import Choice, Workspace
from desktop.store.journal import Act
from desktop.store.schema import AccountRow, OrderRow, PaymentMethodRow
from tests.bench.usage_import import _desk

TODAY = date(2026, 6, 30)
_FIRST = date(2016, 1, 1)
_AT_ONCE = 10_000
_MOST_FILLED = 1_000_000
CARDS = (("Visa", "4242"), ("MasterCard", "4444"), ("American Express", "8431"), ("Discover", "1117"))
_STATES = (
    [OrderState.ACTIVE] * 600
    + [OrderState.CANCELED] * 380
    + [OrderState.SUSPENDED] * 15
    + [OrderState.CANCELLATION_INITIATED] * 5
)


def order_store(folder: Path, orders: int) -> Workspace:
    """The workspace with so many orders, nothing of which is due, open on the day."""
    place = folder / f"orders-{orders}.db"
    desk = _desk(folder)
    if not place.exists():
        making = place.with_suffix(".making.db")
        making.unlink(missing_ok=True)
        new = NewAccount("Bench", Region.US, "UTC", "USD", Payments.RECORDED, "Bench")
        if orders > _MOST_FILLED:
            _multiply(folder, orders, making)
        else:
            workspace = desk.create(Choice(str(making), day=TODAY), new)
            fill(workspace, orders)
            workspace.context.store.engine.dispose()
            workspace.close()
        making.rename(place)
    return desk.open(Choice(str(place), day=TODAY))


def _multiply(folder: Path, orders: int, making: Path) -> None:
    """A store of a million with its orders written again under new numbers, past the journal: in minutes, not hours."""
    order_store(folder, _MOST_FILLED).close()
    shutil.copyfile(folder / f"orders-{_MOST_FILLED}.db", making)
    import sqlcipher3.dbapi2 as driver

    connection = driver.connect(str(making), isolation_level=None)
    for setting in ("journal_mode = off", "synchronous = off", "cache_size = -500000"):
        connection.execute(f"PRAGMA {setting}")
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE tbl_name = 'subscription_order' AND type = 'index' AND sql <> ''"
    ).fetchall()
    columns = [row[1] for row in connection.execute("PRAGMA table_info(subscription_order)")]
    new = {"id": "lower(hex(randomblob(16)))", "number": "number + ?"}
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    for more in range(_MOST_FILLED, orders, _MOST_FILLED):
        connection.execute(
            f"INSERT INTO subscription_order ({', '.join(columns)}) "
            f"SELECT {', '.join(new.get(column, column) for column in columns)} FROM subscription_order "
            "WHERE rowid <= ? AND number <= ?",
            (more, _MOST_FILLED, min(_MOST_FILLED, orders - more)),
        )
    for _, sql in indexes:
        connection.execute(sql)
    connection.close()


def fill(
    workspace: Workspace, orders: int, change: Callable[[dict[str, Any]], dict[str, Any]] = lambda row: row
) -> None:
    """Add the orders, each act a batch; `change` makes each row another one."""
    context = workspace.context
    with context.store.read() as session:
        account: AccountRow = context.account(session)
    methods = [derived_id(account.id, "card", last4) for _, last4 in CARDS]
    act = Act("bench-cards", msg("Bench"), "Bench", TODAY, account.id)
    with context.store.write(act) as write:
        for method, (brand, last4) in zip(methods, CARDS, strict=True):
            write.session.add(
                PaymentMethodRow(
                    id=method,
                    account_id=account.id,
                    token=f"t-{last4}",
                    brand=brand,
                    last4=last4,
                    exp_month=12,
                    exp_year=2099,
                    holder="",
                    added_on=_FIRST,
                )
            )
        row = write.session.get_one(AccountRow, account.id)
        row.state, row.state_since, row.state_rule = AccountState.ACTIVE, TODAY, "C2"
        row.advanced_to = TODAY
    chance = random.Random(7)
    for start in range(0, orders, _AT_ONCE):
        count = min(_AT_ONCE, orders - start)
        act = Act(f"bench-{start}", msg("Bench"), "Bench", TODAY, account.id)
        with context.store.write(act) as write:
            rows = [change(row) for row in _rows(account.id, methods, start + 1, count, chance)]
            write.add_batch(OrderRow, f"bench-{start}", rows)


def _rows(account: str, methods: list[str], first: int, count: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    days = (TODAY - _FIRST).days
    for number in range(first, first + count):
        placed = _FIRST + timedelta(days=chance.randrange(days))
        state, card = chance.choice(_STATES), chance.randrange(len(CARDS))
        seats, price = chance.randrange(1, 3_500), 4_000_000 if placed < date(2022, 8, 1) else 9_000_000
        months = (TODAY.year - placed.year) * 12 + TODAY.month - placed.month + 1
        coming = add_months(placed, months)
        ended = state is OrderState.CANCELED
        ends = TODAY - timedelta(days=chance.randrange(90)) if ended else coming
        ends = max(ends, placed)
        yield {
            "id": derived_id(account, "order", number),
            "account_id": account,
            "number": number,
            "placed_on": placed,
            "quantity": seats,
            "unit_price": price,
            "currency": "USD",
            "price_version": "bench",
            "country": "US",
            "tax_rate": "0",
            "monthly": seats * price // 10_000,
            "state": state,
            "since": ends if ended else placed,
            "was_active": True,
            "charged": 0,
            "drafts": 0,
            "ends_on": ends if ended or state is OrderState.CANCELLATION_INITIATED else None,
            "ended_by": "O8" if ended else None,
            "fee": None,
            "next_on": None if ended else max(coming, TODAY + timedelta(days=1)),
            "charge_on": ends if ended else coming,
            "paid_by": " ".join(CARDS[card]),
            "owed": 0,
            "payment_method_id": methods[card],
            "address_id": None,
        }


if __name__ == "__main__":
    order_store(Path(sys.argv[1]), int(sys.argv[2])).close()
