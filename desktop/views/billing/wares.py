"""What Billing exports: what it shows, what is owed, the keys, the price list, and the calendar of what comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.i18n import Message, msg
from desktop.services.billing.report import BillingReports
from desktop.views.export_dialog import Ware, listed

if TYPE_CHECKING:
    from desktop.services.workspace import Workspace

CALENDAR: dict[str, Message] = {"ics": msg("Calendar (ICS)")}


def billing_wares(workspace: Workspace) -> list[Ware]:
    """What the page shows first."""
    reports = BillingReports(workspace.context)
    return [
        listed(
            msg("Billing: charges to come, prices that are paid, suspended orders, keys"),
            "billing",
            reports.write_billing,
        ),
        listed(msg("What is owed and awaited"), "owed-and-awaited", reports.write_due),
        listed(msg("Activation keys"), "activation-keys", reports.write_keys),
        listed(msg("Price list"), "price-list", reports.write_prices),
        calendar_ware(workspace),
    ]


def calendar_ware(workspace: Workspace) -> Ware:
    """Charges, ends of terms and cards that expire, for a calendar program."""
    label = msg("Calendar of charges, ends of terms and cards that expire")
    return Ware(label, "billing-calendar", workspace.order_calendar.write, CALENDAR)
