"""The tabs that are there for every account: shown by their titles at once, each made when its turn comes."""

from __future__ import annotations

from functools import partial

from desktop.i18n import msg
from desktop.views.action import Tab, TabToCome
from desktop.views.desk import Surroundings


def fixed_tabs(around: Surroundings) -> list[TabToCome]:
    """Billing, Order History and Monthly Usage, in their order."""
    return [
        TabToCome("billing", msg("Billing"), partial(_billing, around)),
        TabToCome("order-history", msg("Order History"), partial(_orders, around)),
        TabToCome("usage", msg("Monthly Usage"), partial(_usage, around)),
    ]


def _billing(around: Surroundings) -> Tab:
    from desktop.views.billing.tab import BillingTab

    return BillingTab(around)


def _orders(around: Surroundings) -> Tab:
    from desktop.views.orders.tab import OrdersTab

    return OrdersTab(around)


def _usage(around: Surroundings) -> Tab:
    from desktop.views.usage.tab import UsageTab

    return UsageTab(around)
