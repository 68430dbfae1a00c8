"""What can be done on Billing, as declared actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.i18n import Message, msg
from desktop.views.action import Action

if TYPE_CHECKING:
    from desktop.views.billing.tab import BillingTab


_ONLY_LOOKS = frozenset({"due", "deactivate", "export_billing", "stripe-key"})


def charging(run: Callable[[], None], enabled: Callable[[], Message | None], action_id: str, text: Message) -> Action:
    """Charging through Stripe: every order that waits, or one order."""
    about = msg("See what Stripe would be asked for, then charge it")
    return Action(action_id, text, run, None, about, "check", enabled)


def declare(tab: BillingTab) -> list[Action]:
    """Orders and keys, the account's life, its details, and files; in the order of the menu."""
    groups = (_buying, _life, _of_stripe, _details, _rest, _sharing)
    return [_first(tab, action) for group in groups for action in group(tab)]


def _first(tab: BillingTab, action: Action) -> Action:
    """An act asks first about what has fallen due, so that no form is filled in for nothing."""
    if action.id in _ONLY_LOOKS:
        return action
    return replace(action, run=lambda: tab.after_due(action.run, lambda: action.enabled() is None))


def _sharing(tab: BillingTab) -> list[Action]:
    return [
        Action(
            "receive-seats",
            msg("Receive seats…"),
            tab.receive_seats,
            None,
            msg("Seats that another account shares with this one"),
            "users",
            tab.allowed.act,
        ),
        Action(
            "end-share",
            msg("End received seats…"),
            tab.end_share,
            None,
            msg("Give received seats back"),
            "circle-slash",
            tab.allowed.end_share,
        ),
    ]


def _buying(tab: BillingTab) -> list[Action]:
    return [
        Action(
            "place-order",
            msg("Place Order"),
            tab.place_order,
            "Ctrl+N",
            msg("Order users by credit card"),
            "plus",
            tab.allowed.order,
        ),
        Action(
            "activate",
            msg("Activate…"),
            tab.activate,
            "Ctrl+Shift+A",
            msg("Activate a key that came by mail"),
            "key-round",
            tab.allowed.act,
        ),
    ]


def _life(tab: BillingTab) -> list[Action]:
    return [
        Action(
            "due",
            msg("Apply what has fallen due…"),
            tab.apply_due,
            None,
            msg("See day by day what was due since the last act, and apply it"),
            "history",
            tab.allowed.apply_due,
        ),
        Action(
            "reactivate",
            msg("Reactivate"),
            tab.reactivate,
            None,
            msg("Take the deactivation back while orders or keys still run"),
            "undo-2",
            tab.allowed.reactivate,
        ),
        Action(
            "deactivate",
            msg("Deactivate Account…"),
            tab.deactivate,
            None,
            msg("See what it costs first; nothing is changed by looking"),
            "circle-slash",
            tab.allowed.deactivate,
        ),
    ]


def _details(tab: BillingTab) -> list[Action]:
    return [
        Action(
            "payment-method",
            msg("Update Payment Method…"),
            tab.update_payment,
            None,
            msg("Let another card pay the running orders"),
            "settings",
            tab.allowed.pay_otherwise,
        ),
        Action(
            "address",
            msg("Change the address…"),
            tab.change_address,
            None,
            msg("Where new orders are billed to"),
            "map",
            tab.allowed.act,
        ),
        Action(
            "ims-org",
            msg("Link or unlink IMS Org…"),
            tab.link_ims_org,
            None,
            msg("Keep the IMS Org ID, or unlink it"),
            "building-2",
            tab.allowed.act,
        ),
    ]


def _of_stripe(tab: BillingTab) -> list[Action]:
    return [
        charging(tab.charge, tab.allowed.charge, "charge-due", msg("Charge what is due…")),
        Action(
            "stripe-key",
            msg("Key of Stripe…"),
            tab.set_stripe_key,
            None,
            msg("Keep the secret key by which Stripe charges in this computer's keyring"),
            "key-round",
            tab.allowed.hold_key,
        ),
    ]


def _rest(tab: BillingTab) -> list[Action]:
    return [
        Action(
            "issue",
            msg("Issue a key…"),
            tab.issue,
            None,
            msg("Make a key to rehearse with"),
            "plus",
            tab.allowed.issue,
        ),
        Action(
            "export_billing",
            msg("Export…"),
            tab.export,
            "Ctrl+Shift+E",
            msg("Charges to come, what is owed, keys, prices or the calendar as a file"),
            "file-down",
            tab.allowed.look,
        ),
    ]
