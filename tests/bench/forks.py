"""P14: a fork of one account with ten thousand orders and years of usage, beside copying the store's file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from desktop.domain.life.events import EventKind
from desktop.domain.orders.order import ChargeStatus
from desktop.domain.orders.transitions import OrderState
from desktop.domain.periods import add_months
from desktop.i18n import msg
from desktop.services.accounts import NewAccount
from desktop.services.workspace import Choice, Workspace
from desktop.store.backup import copy_store
from desktop.store.journal import Act
from desktop.store.schema import AccountRow, BillingActRow, DueEventRow, InstalmentRow, OrderRow
from tests.bench.pairs import Row, alternating
from tests.bench.usage_import import _desk
from tests.bench.usage_table import _open, _timed

FIRST = date(2025, 1, 15)
PAID = 12
RUNS = 7


def fork_rows(folder: Path, learners: int, orders: int) -> list[Row]:
    """The lines of P14: the account alone in its store, then beside another one."""
    store = folder / f"forks-{learners}-{orders}.db"
    if not store.exists():
        made = _open(folder, store, learners)
        _fill(made, orders)
        made.close()
    rows = []
    for among in ("alone in its store", "beside another account"):
        workspace = _desk(folder).open(Choice(str(store), account="Bench"))
        rows.append(_row(workspace, store, f"{orders:,} orders, {learners / 1e6:g} M learners, {among}"))
        if len(workspace.accounts.list()) == 1:
            workspace.accounts.add(NewAccount("Second"))
        workspace.close()
    store.unlink()
    return rows


def _row(workspace: Workspace, store: Path, what: str) -> Row:
    with workspace.context.store.read() as session:
        today = workspace.context.today(workspace.context.account(session))
    copy = store.with_name("forks-copy.db")
    ours, peer = [], []
    for _ in range(RUNS):
        peer.append(_timed(lambda: copy_store(store, copy)))
        ours.append(_timed(lambda: workspace.fork(today).close()))
    copy.unlink()
    return alternating(f"P14 fork, {what}; peer: copying the store", ours, peer, "≤ 1,000 ms")


def _fill(workspace: Workspace, orders: int) -> None:
    context = workspace.context
    with context.store.read() as session:
        account: AccountRow = context.account(session)
    act = Act("bench-orders", msg("Bench"), "Bench", context.today(account), account.id)
    with context.store.write(act) as write:
        for entity, rows in (
            (OrderRow, _orders(account.id, orders)),
            (InstalmentRow, _instalments(orders)),
            (BillingActRow, _acts(account.id, orders)),
            (DueEventRow, _events(account.id, orders)),
        ):
            write.add_batch(entity, f"bench-{entity.__tablename__}", list(rows))


def _orders(account: str, count: int) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        yield {
            "id": _id("order", number),
            "account_id": account,
            "number": number,
            "placed_on": FIRST,
            "quantity": 10,
            "unit_price": 9_000_000,
            "currency": "USD",
            "price_version": "learners-2",
            "country": "US",
            "tax_rate": "0",
            "monthly": 9_000,
            "state": OrderState.ACTIVE,
            "since": FIRST,
            "was_active": True,
            "charged": PAID,
            "drafts": 0,
            "next_on": add_months(FIRST, PAID),
            **dict.fromkeys(("ends_on", "ended_by", "fee", "payment_method_id", "address_id")),
        }


def _instalments(count: int) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        for month in range(1, PAID + 1):
            yield {
                "id": _id(f"instalment-{month}", number),
                "order_id": _id("order", number),
                "number": month,
                "due_on": add_months(FIRST, month - 1),
                "unit_price": 9_000_000,
                "price_version": "learners-2",
                "net": 9_000,
                "tax": 0,
                "status": ChargeStatus.EXPECTED,
                "attempts": 1,
                "settles_on": None,
                "sha256": _id("hash", number) * 2,
            }


def _acts(account: str, count: int) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        yield {
            "id": _id("act", number),
            "account_id": account,
            "done_on": FIRST,
            "position": number,
            "kind": "place",
            "order_id": _id("order", number),
            "details": {"quantity": 10},
        }


def _events(account: str, count: int) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        for month in range(1, PAID + 1):
            yield {
                "id": _id(f"event-{month}", number),
                "account_id": account,
                "due_on": add_months(FIRST, month - 1),
                "position": number,
                "kind": EventKind.INSTALMENT,
                "subject": _id("order", number),
                "name": str(month),
                "text": msg("Instalment {number}", number=month),
                "rule": "F2",
                "amount": 9_000,
                "currency": "USD",
                "state": None,
                "made_on": add_months(FIRST, month - 1),
            }


def _id(what: str, number: int) -> str:
    # As scattered as real ids are: neighbors in the list are none in the index.
    return f"{number * 2654435761 % 2**32:08x}-{what}-{number}"
