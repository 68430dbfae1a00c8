"""Which card an order is paid by: what is known of a token is not asked again (rules.md 1.1)."""

from dataclasses import replace

from desktop.domain.accounts import Payments
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish, PaymentMethodAnswer
from desktop.services.workspace import Workspace
from tests.desks import ACADEMY, Desks

KNOWN = CardWish("REF-1", "Visa", "4242", 8, 2028, "Marit")


def paid_by(workspace: Workspace, order: str) -> PaymentMethodAnswer:
    method = workspace.orders.show(order).order.payment_method
    assert method is not None
    return method


def test_a_token_alone_is_the_card_that_the_account_knows_by_it(desks: Desks) -> None:
    workspace = desks.new(account=replace(ACADEMY, payments=Payments.RECORDED))
    workspace.orders.place(NewOrderWish(10, KNOWN))
    workspace.orders.place(NewOrderWish(5, CardWish("REF-1")))
    workspace.orders.place(NewOrderWish(5, CardWish("REF-2")))
    assert paid_by(workspace, "2") == paid_by(workspace, "1")
    assert (paid_by(workspace, "3").last4, paid_by(workspace, "3").exp_year) == ("", None)
    workspace.orders.change_payment("3", CardWish("REF-1"))
    assert paid_by(workspace, "3") == paid_by(workspace, "1")


def test_what_is_said_of_a_known_token_is_another_card(desks: Desks) -> None:
    workspace = desks.new(account=replace(ACADEMY, payments=Payments.RECORDED))
    workspace.orders.place(NewOrderWish(10, KNOWN))
    workspace.orders.place(NewOrderWish(5, replace(KNOWN, exp_year=2031)))
    assert paid_by(workspace, "2").exp_year == 2031
