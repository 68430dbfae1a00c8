"""An earlier day shows what was true then: states, filters, payment methods, instalments, registered users."""

from datetime import date

import pytest

from desktop.domain.accounts import Payments, Region
from desktop.domain.orders.transitions import OrderState
from desktop.services.accounts.accounts import NewAccount
from desktop.services.orders.orders import NewOrderWish
from desktop.services.orders.wishes import OrderWishes
from desktop.services.payments.payment_methods import CardWish
from desktop.services.workspace import Workspace
from tests.desks import Desks, at, refused

RECORDED = NewAccount("Academy", Region.US, "UTC", "USD", Payments.RECORDED, "Anna")
THEN, NOW = date(2026, 2, 15), date(2026, 6, 1)
ACTIVE = OrderWishes(states=(OrderState.ACTIVE,))
LEAVING = OrderWishes(states=(OrderState.CANCELLATION_INITIATED,))


@pytest.fixture
def left(desks: Desks) -> Workspace:
    return desks.like("left", leaving, NOW)


def leaving(desks: Desks) -> Workspace:
    """Two orders of January and March 2026; another card in May; deactivated on 1 June."""
    made = desks.new(account=RECORDED)
    made.orders.place(NewOrderWish(12, CardWish("ref-1", last4="1111")))
    at(made, date(2026, 3, 31)).orders.place(NewOrderWish(4, CardWish("ref-1", last4="1111")))
    at(made, date(2026, 5, 1)).orders.change_payment("1", CardWish("ref-9", last4="9999"))
    at(made, NOW).deactivations.deactivate()
    return made


def numbers(workspace: Workspace, wishes: OrderWishes) -> list[int]:
    found = [one.number for one in workspace.order_list.page(wishes).orders]
    assert workspace.order_list.count(wishes) == len(found)
    return found


def test_orders_are_filtered_by_the_state_they_had(left: Workspace) -> None:
    assert (numbers(left, ACTIVE), numbers(left, LEAVING)) == ([], [2, 1])
    assert (numbers(at(left, THEN), ACTIVE), numbers(left, LEAVING)) == ([1], [])
    assert (numbers(at(left, date(2026, 4, 1)), ACTIVE), numbers(left, LEAVING)) == ([2, 1], [])


def test_orders_are_filtered_by_the_state_they_will_have(left: Workspace) -> None:
    over = OrderWishes(states=(OrderState.CANCELED,))
    assert (numbers(at(left, date(2026, 6, 12)), over), numbers(left, LEAVING)) == ([1], [2])


def test_an_order_shows_the_payment_method_it_had(left: Workspace) -> None:
    then = at(left, THEN).orders.show("1").order
    assert then.payment_method is not None
    assert then.payment_method.last4 == "1111"
    assert [*left.order_list.page().orders] == [then]
    now = at(left, NOW).orders.show("1").order
    assert now.payment_method is not None
    assert now.payment_method.last4 == "9999"


def test_what_came_later_is_not_there_yet(left: Workspace) -> None:
    shown = at(left, THEN).orders.show("1")
    assert [one.status for one in shown.instalments[:3]] == ["expected", "expected", "scheduled"]
    assert shown.fee is None
    assert all(one.on <= THEN for one in shown.timeline)
    with refused("The order was placed on"):
        left.orders.show("2")
    assert left.accounts.show().seats.available == 12
