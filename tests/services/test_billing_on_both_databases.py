"""Drafts, alerts, prices, statements and seats give the same answers on SQLite and on PostgreSQL."""

from datetime import date
from pathlib import Path

from sqlalchemy import make_url

from desktop.domain.keys import Plan
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.rules.price_lists import NewPrices
from tests.desks import Desks, at, refused


def test_what_billing_writes_is_read_back_the_same(any_store_url: str, desks: Desks, tmp_path: Path) -> None:
    url = make_url(any_store_url)
    if url.database and url.get_backend_name() == "sqlite":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    workspace = desks.new(url)
    workspace.orders.place(NewOrderWish(10, CardWish("tok_visa")))
    users = tmp_path / "users.csv"
    users.write_text("userEmail,state\n" + "".join(f"u{one}@x.org,ACTIVE\n" for one in range(9)), encoding="utf-8")
    workspace.users.import_list(users)
    users.write_text("userEmail,state\na@x.org,ACTIVE\nb@x.org,ACTIVE\n", encoding="utf-8")
    with refused("You can register at most 1 more user."):
        workspace.users.import_list(users)
    assert [one.notice for one in workspace.drafts.list()] == ["usage_alert", "order_confirmed"]
    added = workspace.prices.add(NewPrices(date(2026, 3, 1), {"USD": "9.50", "EUR": "8.123456"}))
    assert [price.decimal for price in added.prices] == ["8.123456", "9.50"]
    workspace.keys.activate("VENDOR-1", seats=5, plan=Plan.MAU)
    workspace.rules.change("mau_unit_price", "1.25")
    at(workspace, date(2027, 1, 2))
    issued = workspace.statements.issue()
    assert (issued.number, issued.units, [one.number for one in workspace.statements.issued()]) == (1, 0, [1])
    assert {one.version: one.orders for one in workspace.prices.list()}["learners-2"] == 1
    assert workspace.care.check().ok
