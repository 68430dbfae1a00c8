"""Whatever is asked of Order History, in whatever order: the same as all orders sorted and filtered in plain Python."""

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url

from desktop.domain.errors import UserError
from desktop.domain.orders.transitions import OrderState
from desktop.i18n import msg
from desktop.services.orders import arms as order_arms
from desktop.services.orders.answers import OrderAnswer
from desktop.services.orders.wishes import OrderSort, OrderWishes
from desktop.services.workspace import Workspace
from desktop.store.journal import Act
from desktop.store.schema import AccountRow, OrderRow
from tests.bench.order_store import TODAY, fill
from tests.desks import Desks, at

ORDERS = 90
FIRST = date(2019, 3, 29)
KEYS: dict[OrderSort, Callable[[OrderAnswer], tuple[Any, ...]]] = {
    OrderSort.DATE: lambda one: (one.placed_on,),
    OrderSort.NUMBER: lambda _one: (),
    OrderSort.SEATS: lambda one: (one.seats,),
    OrderSort.PRICE: lambda one: (one.unit_price.exact,),
    OrderSort.MONTHLY: lambda one: (one.monthly.minor,),
    OrderSort.ANNUAL: lambda one: (one.annual.minor,),
    OrderSort.STATE: lambda one: (str(one.state), one.placed_on),
    OrderSort.CHARGE: lambda one: (one.next_billing_on or one.ends_on,),
    OrderSort.PAYMENT: lambda one: (paid_by(one),),
}
TEXTS = ("", "", "2019", "2019-04", "2019-04-02", "12", "#12", "7", "2020", "#2019", "1999-01")


def paid_by(order: OrderAnswer) -> str:
    method = order.payment_method
    return f"{method.brand} {method.last4}" if method is not None else ""


def alike(row: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """An order much like others, so that what it is sorted by is often the same, and it fits searches twice over."""
    placed = FIRST + timedelta(days=chance.randrange(8))
    seats, price = chance.choice((7, 12, 12, 2019)), chance.choice((4_000_000, 4_500_000))
    ends = None if row["ends_on"] is None else placed + timedelta(days=chance.randrange(3))
    return row | {
        "placed_on": placed,
        "quantity": seats,
        "unit_price": price,
        "monthly": seats * price // 10_000,
        "ends_on": ends,
        "charge_on": ends or TODAY + timedelta(days=chance.randrange(1, 4)),
        "since": ends or placed,
    }


def said_of(order: OrderAnswer, text: str) -> bool:
    """Whether a search finds the order."""
    return (
        order.placed_on.isoformat().startswith(text)
        if "-" in text
        else text in (str(order.number), f"#{order.number}", str(order.seats), str(order.placed_on.year))
    )


def in_plain_python(orders: Sequence[OrderAnswer], wishes: OrderWishes) -> list[int]:
    fitting = [
        one
        for one in orders
        if (not wishes.states or one.state in wishes.states) and (not wishes.text or said_of(one, wishes.text))
    ]
    fitting.sort(key=lambda one: (*KEYS[wishes.sort](one), one.number), reverse=wishes.descending)
    return [one.number for one in fitting]


WISHES = st.builds(
    OrderWishes,
    st.sampled_from([(), (), *((state,) for state in OrderState), (OrderState.ACTIVE, OrderState.CANCELED)]),
    st.sampled_from(TEXTS),
    st.sampled_from(OrderSort),
    st.booleans(),
)
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("on"), st.integers(1, 40), st.just(0)),
        st.tuples(st.just("back"), st.integers(1, 40), st.just(0)),
        st.tuples(st.just("jump"), st.integers(1, 40), st.integers(0, ORDERS)),
        st.tuples(st.just("learn"), st.integers(1, 30), st.just(0)),
        st.tuples(st.just("forget"), st.just(1), st.just(0)),
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture
def stocked(desks: Desks, any_store_url: str) -> tuple[Workspace, list[OrderAnswer]]:
    """A store of many orders that are much alike, nothing of which is due; and what each says of itself."""
    workspace = desks.new(make_url(any_store_url))
    at(workspace, TODAY)
    chance = random.Random(5)
    fill(workspace, ORDERS, lambda row: alike(row, chance))
    listed = [*workspace.order_list.page(OrderWishes(sort=OrderSort.NUMBER), size=ORDERS).orders]
    assert len(listed) == ORDERS
    return workspace, listed


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=WISHES, moves=MOVES, few=st.sampled_from([(0, 0), (0, 8), (30, 8), (20_000, 2_000)]))
def test_any_way_through_the_list_gives_what_sorting_all_of_it_gives(
    stocked: tuple[Workspace, list[OrderAnswer]],
    wishes: OrderWishes,
    moves: list[tuple[str, int, int]],
    few: tuple[int, int],
) -> None:
    workspace, orders = stocked
    whole, listing = in_plain_python(orders, wishes), workspace.order_list
    near: dict[int, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(order_arms, "FEW", few[0])
        patch.setattr(order_arms, "FEWEST", few[1])
        listing.forget()
        assert listing.count(wishes) == len(whole)
        start, page = 0, listing.page(wishes, size=10)
        assert [one.number for one in page.orders] == whole[:10]
        for move, size, row in moves:
            expected = size
            match move:
                case "on" if page.last is not None:
                    start, page = start + len(page.orders), listing.page(wishes, page.last, size)
                case "back" if page.first is not None:
                    page, end = listing.page(wishes, before=page.first, size=size), start
                    start = max(0, end - size)
                    expected = end - start
                case "jump":
                    start, page = row, listing.rows(wishes, row, len(whole), near, size)
                case "learn":
                    near = listing.anchors(wishes, size)
                    assert set(near) <= {*range(size, len(whole), size)}
                    continue
                case _:
                    listing.forget()
                    continue
            assert [one.number for one in page.orders] == whole[start : start + expected]
            assert page.orders == [] or [*page.orders] == [page.orders[at] for at in range(len(page.orders))]


def test_rows_that_moved_in_the_file_are_found_by_their_numbers(desks: Desks) -> None:
    workspace = desks.new()
    at(workspace, TODAY)
    fill(workspace, ORDERS, lambda row: row)
    wishes = OrderWishes((OrderState.ACTIVE,), sort=OrderSort.MONTHLY)
    before = [one.number for one in workspace.order_list.page(wishes).orders]
    assert before
    connection = workspace.context.store.engine.raw_connection()
    try:
        connection.cursor().execute("UPDATE subscription_order SET rowid = rowid + 7 * number + 1000")
    finally:
        connection.close()
    assert [one.number for one in workspace.order_list.page(wishes).orders] == before


def test_what_is_kept_of_a_listing_ends_with_the_next_act(desks: Desks) -> None:
    workspace = desks.new()
    at(workspace, TODAY)
    fill(workspace, ORDERS, lambda row: row)
    wishes = OrderWishes(text="12")
    assert [one.number for one in workspace.order_list.page(wishes).orders] == [12]
    account = workspace.context.store
    with account.read() as session:
        owner = session.query(AccountRow).one().id
    with account.write(Act("again", msg("Bench"), "Bench", TODAY, owner)) as write:
        write.session.query(OrderRow).filter_by(number=40).one().quantity = 12
    assert [one.number for one in workspace.order_list.page(wishes).orders] in ([12, 40], [40, 12])
    assert workspace.order_list.count(wishes) == 2


def test_a_day_that_is_none_is_told_as_damage_when_its_page_is_read(desks: Desks) -> None:
    workspace = desks.new()
    at(workspace, TODAY)
    fill(workspace, ORDERS, lambda row: row)
    whole = OrderWishes(sort=OrderSort.NUMBER)
    assert len(workspace.order_list.page(whole).orders) == ORDERS
    connection = workspace.context.store.engine.raw_connection()
    try:
        connection.cursor().execute("UPDATE subscription_order SET since = 'never' WHERE number = 40")
    finally:
        connection.close()
    with pytest.raises(UserError, match="The store is damaged"):
        workspace.order_list.page(whole)
    assert workspace.order_list.page(whole, size=20).orders[0].number == ORDERS
