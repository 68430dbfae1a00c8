"""What the terms of an order to come are: the price it keeps, or that of a price list that reaches it (F4, O11)."""

from __future__ import annotations

from desktop.domain.orders.order import Order
from desktop.domain.pricing.grandfathering import kept_price
from desktop.domain.pricing.price_lists import PriceList, version_for_next_term
from desktop.domain.pricing.subscriptions import TERM_MONTHS, Terms


def terms_in(order: Order, number: int, prices: PriceList) -> Terms:
    """What instalment `number` is charged by: the terms of this term, or of a later one as it would be renewed."""
    version, reached_on = order.version, None
    terms_begun = -(-len(order.instalments) // TERM_MONTHS) or 1
    for starts in range(terms_begun * TERM_MONTHS + 1, number + 1, TERM_MONTHS):
        term = version_for_next_term(prices, version, order.due_on(starts))
        if term != version:
            version, reached_on = term, order.due_on(starts)
    if version == order.version:
        return order.terms
    price = prices.version(version).price_in(order.price.currency)
    return Terms(order.quantity, kept_price(price, version, order.placed_on, reached_on), order.tax_rate)
