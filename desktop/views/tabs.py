"""The tabs that are there for every account."""

from __future__ import annotations

import importlib.util

from desktop.views.action import Tab
from desktop.views.billing.tab import BillingTab
from desktop.views.desk import Surroundings
from desktop.views.orders.tab import OrdersTab


def fixed_tabs(around: Surroundings) -> list[Tab]:
    """Billing, Order History and Monthly Usage, in their order."""
    tabs: list[Tab] = [BillingTab(around), OrdersTab(around)]
    if importlib.util.find_spec("desktop.views.usage.tab") is not None:
        from desktop.views.usage.tab import UsageTab

        tabs.append(UsageTab(around))
    return tabs
