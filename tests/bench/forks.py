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
from desktop.services.accounts.accounts import NewAccount
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
    """The lines of P14: the account alone in its store, then beside ever more that are as large."""
    store = folder / f"forks-{learners}-{orders}.db"
    store.unlink(missing_ok=True)
    made = _open(folder, store, learners)
    _fill(made, orders)
    made.close()
    rows = []
    size = f"{orders:,} orders, {learners / 1e6:g} M learners"
    for among, beside in (("alone in its store", 0), ("beside another as large", 1), ("beside nine as large", 9)):
        _add_accounts(folder, store, beside, orders)
        workspace = _desk(folder).open(Choice(str(store), account="Bench"))
        rows.append(_row(workspace, store, f"{size}, {among}"))
        workspace.close()
    store.unlink()
    return rows


def _add_accounts(folder: Path, store: Path, count: int, orders: int) -> None:
    """Add accounts until there are so many beside the first."""
    workspace = _desk(folder).open(Choice(str(store), account="Bench"))
    names = [f"Beside {number}" for number in range(len(workspace.accounts.list()), count + 1)]
    for name in names:
        workspace.accounts.add(NewAccount(name))
    workspace.close()
    for name in names:
        other = _desk(folder).open(Choice(str(store), account=name))
        _fill(other, orders)
        other.close()


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
    act = Act(f"bench-{account.id}", msg("Bench"), "Bench", context.today(account), account.id)
    with context.store.write(act) as write:
        for entity, rows in (
            (OrderRow, _orders(account.id, orders)),
            (InstalmentRow, _instalments(account.id, orders)),
            (BillingActRow, _acts(account.id, orders)),
            (DueEventRow, _events(account.id, orders)),
        ):
            write.add_batch(entity, f"{entity.__tablename__}-{account.id}", list(rows))


def _orders(account: str, count: int) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        yield {
            "id": _id(account, "order", number),
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
            "charge_on": add_months(FIRST, PAID),
            "paid_by": "",
            "owed": 0,
            **dict.fromkeys(("ends_on", "ended_by", "fee", "payment_method_id", "address_id")),
        }


def _instalments(account: str, count: int) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        for month in range(1, PAID + 1):
            yield {
                "id": _id(account, f"instalment-{month}", number),
                "order_id": _id(account, "order", number),
                "number": month,
                "due_on": add_months(FIRST, month - 1),
                "unit_price": 9_000_000,
                "price_version": "learners-2",
                "net": 9_000,
                "tax": 0,
                "status": ChargeStatus.EXPECTED,
                "attempts": 1,
                "settles_on": None,
                "sha256": _id(account, "hash", number) * 2,
            }


def _acts(account: str, count: int) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        yield {
            "id": _id(account, "act", number),
            "account_id": account,
            "done_on": FIRST,
            "position": number,
            "kind": "place",
            "order_id": _id(account, "order", number),
            "details": {"quantity": 10},
        }


def _events(account: str, count: int) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        for month in range(1, PAID + 1):
            yield {
                "id": _id(account, f"event-{month}", number),
                "account_id": account,
                "due_on": add_months(FIRST, month - 1),
                "position": number,
                "kind": EventKind.INSTALMENT,
                "subject": _id(account, "order", number),
                "name": str(month),
                "text": msg("Instalment {number}", number=month),
                "rule": "F2",
                "amount": 9_000,
                "currency": "USD",
                "state": None,
                "made_on": add_months(FIRST, month - 1),
            }


def _id(account: str, what: str, number: int) -> str:
    # As scattered as real ids are: neighbors in the list are none in the index.
    return f"{number * 2654435761 % 2**32:08x}-{what}-{account}"
