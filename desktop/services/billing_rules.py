"""The rules of prices and orders, and the price list, as they hold for an account on a day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from desktop.domain.billing_rules import BillingRules, RemainingLimits
from desktop.domain.pricing.grandfathering import Scope
from desktop.domain.pricing.price_lists import PriceList
from desktop.services.context import Context
from desktop.services.rules import rule_value


def billing_rules(session: Session, account_id: str, day: date) -> BillingRules:
    """The account's rules on the day."""

    def value(name: str) -> Any:
        return rule_value(session, account_id, name, day)

    return BillingRules(
        trial_days=value("trial_days"),
        first_order_min=value("first_order_min"),
        card_order_max=value("card_order_max"),
        remaining_limits=RemainingLimits(value("remaining_limits")),
        grandfather_scope=Scope(value("grandfather_scope")),
        tax_rates={country: Fraction(percent) / 100 for country, percent in value("tax_rates").items()},
    )


def price_list(session: Session, context: Context, account_id: str, day: date) -> PriceList:
    """The list that comes with the program, dated by the account's rules."""
    change = date.fromisoformat(rule_value(session, account_id, "price_change_on", day))
    return _default_list(context.resources / "price_lists" / "learners.toml").dated({"price_change_on": change})


@cache
def _default_list(path: Path) -> PriceList:
    from desktop.formats.price_lists import load_price_list

    return load_price_list(path)
