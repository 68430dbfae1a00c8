"""The rules of prices and orders, and the price list, as they hold for an account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.billing_rules import BillingRules, GraceStarts, RemainingLimits, RuleBook
from desktop.domain.pricing.grandfathering import Scope
from desktop.domain.pricing.price_lists import PriceList, PriceVersion
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.domain.rules import RULES
from desktop.services.context import Context
from desktop.services.rules.versions import newest_version, rule_value
from desktop.store.books import Tariff
from desktop.store.schema import AccountRuleRow

PRICE_LIST = "price_list"
"""The account rule that keeps the price versions added by hand."""


def tariff_of(session: Session, context: Context, account_id: str, day: date) -> Tariff:
    """What the account's amounts and dates follow from: its price list, and its rules by their days."""
    return Tariff(price_list(session, context, account_id, day), rule_book(session, account_id))


def rule_book(session: Session, account_id: str) -> RuleBook:
    """The account's rules by the day each version is in force from; before the first the defaults."""
    rows = select(AccountRuleRow).where(AccountRuleRow.account_id == account_id, AccountRuleRow.name.in_(RULES))
    rows = rows.order_by(AccountRuleRow.effective_from, AccountRuleRow.version)
    versions: dict[date, BillingRules] = {}
    values = {name: rule.default for name, rule in RULES.items()}
    for row in session.execute(rows).scalars():
        values[row.name] = row.value
        versions[row.effective_from] = _rules(values)
    return RuleBook(tuple(versions.items()))


def _rules(values: Mapping[str, Any]) -> BillingRules:
    return BillingRules(
        trial_days=values["trial_days"],
        trial_reminder_days=tuple(values["trial_reminder_days"]),
        grace_days=values["grace_days"],
        grace_starts=GraceStarts(values["grace_starts"]),
        grace_reminder_days=tuple(values["grace_reminder_days"]),
        dunning_days=values["dunning_days"],
        dunning_reminders=values["dunning_reminders"],
        dunning_reminder_days=tuple(values["dunning_reminder_days"]),
        retry_days=tuple(values["retry_days"]),
        auto_renew=values["auto_renew"] == "on",
        first_order_min=values["first_order_min"],
        card_order_max=values["card_order_max"],
        remaining_limits=RemainingLimits(values["remaining_limits"]),
        grandfather_scope=Scope(values["grandfather_scope"]),
        termination_fee_rate=Fraction(values["termination_fee_rate"]),
        fee_on_nonpayment=values["fee_on_nonpayment"] == "on",
        tax_rates={country: Fraction(percent) / 100 for country, percent in values["tax_rates"].items()},
    )


def price_list(session: Session, context: Context, account_id: str, day: date) -> PriceList:
    """The list that comes with the program, dated by the account's rules, with the versions added by hand."""
    change = date.fromisoformat(rule_value(session, account_id, "price_change_on", day))
    return dated_list(session, context, account_id, change)


def dated_list(session: Session, context: Context, account_id: str, change: date) -> PriceList:
    """The same with the new price of the program's own list from a given day on."""
    default = _default_list(context.resources / "price_lists" / "learners.toml").dated({"price_change_on": change})
    added = newest_version(session, account_id, PRICE_LIST)
    if added is None:
        return default
    versions = {version.id: version for version in default.versions}
    versions |= {entry["id"]: _version(entry) for entry in added.value}
    return PriceList(default.name, tuple(sorted(versions.values(), key=lambda version: version.effective_from)))


def _version(entry: Mapping[str, Any]) -> PriceVersion:
    reaches = entry["reaches_existing_from"]
    return PriceVersion(
        entry["id"],
        date.fromisoformat(entry["effective_from"]),
        {currency: UnitPrice.read(text, currency) for currency, text in entry["prices"].items()},
        None if reaches is None else date.fromisoformat(reaches),
    )


def version_kept(version: PriceVersion) -> dict[str, Any]:
    """A price version as the account rule keeps it."""
    reaches = version.reaches_existing_from
    return {
        "id": version.id,
        "effective_from": version.effective_from.isoformat(),
        "prices": {currency: price.decimal for currency, price in sorted(version.prices.items())},
        "reaches_existing_from": None if reaches is None else reaches.isoformat(),
    }


@cache
def _default_list(path: Path) -> PriceList:
    from desktop.formats.price_lists import load_price_list

    return load_price_list(path)
