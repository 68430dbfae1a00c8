"""The rules of prices and orders, and the price list, as they hold for an account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
from desktop.store.books import Tariff
from desktop.store.schema import AccountRuleRow

PRICE_LIST = "price_list"
"""The account rule that keeps the price versions added by hand."""

_PRICE_CHANGE = "price_change_on"


def tariff_of(session: Session, context: Context, account_id: str, day: date) -> Tariff:
    """What the account's amounts and dates follow from: its price list, and its rules by their days."""
    rows = _rows(session, account_id)
    return Tariff(_dated(context, rows, _price_change(rows, day)), _book(rows))


def rule_book(session: Session, account_id: str) -> RuleBook:
    """The account's rules by the day each version is in force from; before the first the defaults."""
    return _book(_rows(session, account_id))


def _rows(session: Session, account_id: str) -> Sequence[AccountRuleRow]:
    """All versions of these rules in the order of their days, read at once: each act needs them several times."""
    rows = select(AccountRuleRow).where(
        AccountRuleRow.account_id == account_id, AccountRuleRow.name.in_((*RULES, PRICE_LIST))
    )
    return session.execute(rows.order_by(AccountRuleRow.effective_from, AccountRuleRow.version)).scalars().all()


def _book(rows: Iterable[AccountRuleRow]) -> RuleBook:
    versions: dict[date, BillingRules] = {}
    values = {name: rule.default for name, rule in RULES.items()}
    for row in rows:
        if row.name in RULES:
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
    return tariff_of(session, context, account_id, day).prices


def dated_list(session: Session, context: Context, account_id: str, change: date) -> PriceList:
    """The same with the new price of the program's own list from a given day on."""
    return _dated(context, _rows(session, account_id), change)


def _price_change(rows: Iterable[AccountRuleRow], day: date) -> date:
    """The first day of the new price, as the rules of the day have it."""
    said = [row.value for row in rows if row.name == _PRICE_CHANGE and row.effective_from <= day]
    return date.fromisoformat(said[-1] if said else RULES[_PRICE_CHANGE].default)


def _dated(context: Context, rows: Iterable[AccountRuleRow], change: date) -> PriceList:
    default = _default_list(context.resources / "price_lists" / "learners.toml").dated({_PRICE_CHANGE: change})
    added = max((row for row in rows if row.name == PRICE_LIST), key=lambda row: row.version, default=None)
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
