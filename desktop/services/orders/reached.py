"""Which orders of a page a price list reached, and with which term: as each order says of itself (rules.md F4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.periods import add_months
from desktop.domain.pricing.grandfathering import is_reached
from desktop.domain.pricing.price_lists import PriceList
from desktop.domain.pricing.subscriptions import TERM_MONTHS
from desktop.services.orders.lens import Lens
from desktop.services.orders.lines import Lines
from desktop.store.order_rows import first_versions


def reached_on(session: Session, lens: Lens, prices: PriceList, orders: Lines) -> Mapping[str, date]:
    """The first day of the term with which a list reached an order, by its id; orders that keep their price have none.

    Instalments are read only of orders whose list reaches existing ones.
    """
    reaching = {one.id for one in prices.versions if one.reaches_existing_from is not None}
    wanted = {one.order: one for one in orders.of_versions(reaching)}
    found = {key: lens.orders[key].reached_on for key in wanted if key in lens.orders}
    stored = [key for key in wanted if key not in found]
    for key, number, version in first_versions(session, stored, lens.day):
        if is_reached(version, wanted[key].price_version):
            found[key] = add_months(wanted[key].placed_on, number - 1 + TERM_MONTHS)
    return {key: day for key, day in found.items() if day is not None}
