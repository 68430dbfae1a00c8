"""Order History as a list: any order, any filter, any row, on any day, the same as each order says of itself."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import event

from desktop.domain.errors import UserError, WrongUsage
from desktop.domain.money import Money
from desktop.domain.orders.transitions import OrderState
from desktop.services.orders import arms as order_arms
from desktop.services.orders import lens as order_lens
from desktop.services.orders.answers import OrderAnswer
from desktop.services.orders.lines import cells_of
from desktop.services.orders.orders import NewOrderWish
from desktop.services.orders.wishes import OrderSort, OrderWishes
from desktop.services.payments.payment_methods import CardWish
from desktop.services.workspace import Workspace
from tests.desks import Desks, at

FEBRUARY, MARCH, JUNE = date(2026, 2, 14), date(2026, 3, 20), date(2026, 6, 5)
KEYS: dict[OrderSort, Callable[[OrderAnswer], object]] = {
    OrderSort.DATE: lambda one: one.placed_on,
    OrderSort.NUMBER: lambda one: one.number,
    OrderSort.SEATS: lambda one: one.seats,
    OrderSort.PRICE: lambda one: one.unit_price.exact,
    OrderSort.MONTHLY: lambda one: one.monthly.minor,
    OrderSort.ANNUAL: lambda one: one.annual.minor,
    OrderSort.STATE: lambda one: str(one.state),
    OrderSort.CHARGE: lambda one: one.next_billing_on or one.ends_on,
    OrderSort.PAYMENT: lambda one: (
        f"{one.payment_method.brand} {one.payment_method.last4}" if one.payment_method else ""
    ),
}


def place(workspace: Workspace, seats: int, token: str = "tok_visa") -> None:
    workspace.orders.place(NewOrderWish(seats, CardWish(token)))


@pytest.fixture
def orders(desks: Desks) -> Workspace:
    return desks.like("nine-orders", nine_orders, MARCH)


def nine_orders(desks: Desks) -> Workspace:
    """Nine orders of three months: one that was declined later, one support canceled."""
    workspace = desks.new()
    for seats in (12, 40, 7):
        place(workspace, seats)
    at(workspace, FEBRUARY)
    for seats, token in ((30, "tok_mastercard"), (12, "tok_amex"), (5, "tok_late")):
        place(workspace, seats, token)
    at(workspace, MARCH)
    for seats in (9, 60, 31):
        place(workspace, seats, "tok_discover")
    workspace.orders.change_payment("2", CardWish("tok_mastercard"))
    workspace.orders.cancel("3", workspace.orders.fee("3").fee)
    return workspace


def everything(workspace: Workspace, wishes: OrderWishes, size: int = 4) -> list[OrderAnswer]:
    with workspace.context.store.read() as session:
        return [one for batch in workspace.order_list.whole(session, wishes, size)[1] for one in batch[0]]


@pytest.mark.parametrize("day", [MARCH, date(2026, 4, 20), JUNE, FEBRUARY])
def test_a_line_says_what_the_order_says_of_itself(orders: Workspace, day: date) -> None:
    at(orders, day)
    listed = everything(orders, OrderWishes())
    assert len(listed) == (6 if day == FEBRUARY else 9)
    assert listed == [orders.orders.show(str(one.number)).order for one in listed]


@pytest.mark.parametrize("day", [MARCH, date(2026, 4, 20), JUNE, FEBRUARY])
def test_a_file_lists_of_each_order_what_its_line_says(orders: Workspace, day: date) -> None:
    at(orders, day)
    with orders.context.store.read() as session:
        for lines, _ in orders.order_list.whole(session, OrderWishes(), 4)[1]:
            assert [*zip(*lines.columns(), strict=True)] == [*map(cells_of, lines)]


@pytest.mark.parametrize("sort", OrderSort)
@pytest.mark.parametrize("descending", [True, False])
def test_the_list_is_in_the_order_asked_for_and_has_every_order_once(
    orders: Workspace, sort: OrderSort, descending: bool
) -> None:
    listed = everything(orders, OrderWishes(sort=sort, descending=descending))
    keys = [(KEYS[sort](one), one.number) for one in listed]
    if sort is OrderSort.STATE:
        keys = [(KEYS[sort](one), one.placed_on, one.number) for one in listed]  # type: ignore[misc]
    assert keys == sorted(keys, reverse=descending)
    assert sorted(one.number for one in listed) == list(range(1, 10))


@pytest.mark.parametrize("wishes", [OrderWishes(), OrderWishes((OrderState.ACTIVE,)), OrderWishes(text="2026-03")])
def test_pages_lead_on_and_back_and_any_row_is_reached(orders: Workspace, wishes: OrderWishes) -> None:
    whole = [one.number for one in everything(orders, wishes, 100)]
    listing = orders.order_list
    second = listing.page(wishes, listing.page(wishes, size=2).after, size=2)
    assert [one.number for one in second.orders] == whole[2:4]
    assert [one.number for one in listing.page(wishes, before=second.first, size=2).orders] == whole[:2]
    anchors = listing.anchors(wishes, 2)
    for start in range(len(whole)):
        for near in ({}, anchors):
            rows = listing.rows(wishes, start, len(whole), near, size=2)
            assert [one.number for one in rows.orders] == whole[start : start + 2]


def test_filters_count_what_they_find_read_either_way(orders: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {}
    wanted = [
        OrderWishes((OrderState.ACTIVE,)),
        OrderWishes((OrderState.CANCELLATION_INITIATED, OrderState.SUSPENDED)),
        OrderWishes(text="12"),
        OrderWishes(text="#2"),
        OrderWishes((OrderState.ACTIVE,), "2026-02"),
        OrderWishes(text="2026-03-20", sort=OrderSort.SEATS),
        OrderWishes(text="1999"),
        OrderWishes(text="discover"),
        OrderWishes(text="14 feb", days=((FEBRUARY, FEBRUARY),)),
        OrderWishes((OrderState.ACTIVE,), "Mastercard", OrderSort.PAYMENT),
    ]
    for few in (20_000, 0):
        monkeypatch.setattr(order_arms, "FEW", few)
        monkeypatch.setattr(order_arms, "FEWEST", few)
        orders.order_list.forget()
        found[few] = [[one.number for one in everything(orders, one)] for one in wanted]
        assert [orders.order_list.count(one) for one in wanted] == [len(one) for one in found[few]]
    assert found[20_000] == found[0]
    assert found[0][1:4] == [[3], [5, 1], [2]]
    assert sorted(found[0][5]) == sorted(found[0][7]) == [7, 8, 9]
    assert (sorted(found[0][8]), sorted(found[0][9])) == ([4, 5, 6], [2, 4])


@pytest.mark.parametrize("known_otherwise", [True, False])
def test_of_many_listings_the_one_asked_for_last_is_kept(orders: Workspace, known_otherwise: bool) -> None:
    """The listing of a window that stays open, while searches come and go; asked for by its count or by its page."""
    listing, stays = orders.order_list, OrderWishes(text="12")
    asked = listing.count if known_otherwise else listing.page
    listing.page(stays)
    for number in range(1, 8):
        listing.page(OrderWishes(text=f"#{number}"))
    asked(stays)
    listing.page(OrderWishes(text="2026-02"))
    statements: list[str] = []
    event.listen(orders.context.store.engine, "before_cursor_execute", lambda *given: statements.append(str(given[2])))
    assert [one.number for one in listing.page(stays).orders] == [5, 1]
    assert statements == [], "a listing that is known is read without asking anew how it is found"


def test_a_search_for_something_else_says_what_can_be_searched(orders: Workspace) -> None:
    with pytest.raises(WrongUsage, match="Search orders by number"):
        orders.order_list.page(OrderWishes(text="zzz"))


def test_what_is_due_is_counted_and_found_as_if_it_were_applied(orders: Workspace) -> None:
    at(orders, JUNE)
    listed = everything(orders, OrderWishes())
    canceled = [one.number for one in listed if one.state is OrderState.CANCELED]
    assert canceled == [3], "nothing was written, and its end has come"
    assert [one.number for one in everything(orders, OrderWishes((OrderState.CANCELED,)))] == [3]
    assert everything(orders, OrderWishes((OrderState.CANCELLATION_INITIATED,))) == []
    totals = orders.order_list.totals()
    assert totals.states[OrderState.CANCELED] == 1
    assert totals.orders == len(listed)


def test_a_large_account_is_shown_as_it_was_from_what_befell_it(
    orders: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(orders, date(2026, 4, 20))
    orders.accounts.advance()
    at(orders, MARCH)
    exact = everything(orders, OrderWishes())
    sums = orders.order_list.totals()
    initiated = everything(orders, OrderWishes((OrderState.CANCELLATION_INITIATED,)))
    assert [one.number for one in initiated] == [3]
    monkeypatch.setattr(order_lens, "TOLD_AGAIN", 0)
    orders.order_list.forget()
    assert everything(orders, OrderWishes()) == exact
    assert orders.order_list.totals() == sums
    assert everything(orders, OrderWishes((OrderState.CANCELLATION_INITIATED,))) == initiated


def test_orders_due_beyond_measure_are_shown_right_where_they_are_read(
    orders: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(orders, JUNE)
    exact = everything(orders, OrderWishes())
    monkeypatch.setattr(order_lens, "DUE_AT_ONCE", 0)
    orders.order_list.forget()
    assert everything(orders, OrderWishes()) == exact
    assert orders.order_list.totals().unapplied > 0


def test_the_sums_of_the_headline_add_up_and_say_why(orders: Workspace) -> None:
    orders.orders.change_payment("1", CardWish("tok_declined"))
    at(orders, date(2026, 4, 20))
    running = everything(orders, OrderWishes((OrderState.ACTIVE, OrderState.SUSPENDED)))
    assert {one.state for one in running} == {OrderState.ACTIVE, OrderState.SUSPENDED}
    totals = orders.order_list.totals()
    assert (totals.running, totals.users) == (len(running), sum(one.seats for one in running))
    assert totals.monthly[0].amount.minor == sum(one.monthly.minor for one in running)
    assert totals.annual[0].amount.minor == 12 * totals.monthly[0].amount.minor
    parts = [step.value for step in totals.monthly[0].explanation.steps]
    assert sum(part.minor for part in parts if isinstance(part, Money)) == totals.monthly[0].amount.minor
    named = [step.text.english() for step in totals.users_reason.steps]
    assert [one for one in named if "suspended" in one] == named[-1:]


def test_an_empty_account_has_an_empty_list(desks: Desks) -> None:
    workspace = desks.new()
    assert workspace.order_list.page().orders == []
    assert workspace.order_list.count() == 0
    assert workspace.order_list.totals().monthly[0].amount.minor == 0
    with pytest.raises(UserError):
        workspace.orders.show("1")
