"""The account rules that prices, orders and states follow, as they hold on a day (rules.md section 10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from desktop.domain.pricing.grandfathering import Scope


class GraceStarts(StrEnum):
    """When the grace trial after a deactivation begins."""

    PAID_THROUGH = "paid_through"
    DEACTIVATION = "deactivation"


class RemainingLimits(StrEnum):
    """What the Remaining seats limit: who is registered, or what is ordered (R5)."""

    REGISTRATIONS = "registrations"
    ORDERS = "orders"


@dataclass(frozen=True)
class BillingRules:
    """One set of rules; the defaults are those of section 10. Day numbers count from 0, the first day of the state."""

    trial_days: int = 30
    trial_reminder_days: tuple[int, ...] = (7, 1)
    grace_days: int = 30
    grace_starts: GraceStarts = GraceStarts.PAID_THROUGH
    grace_reminder_days: tuple[int, ...] = (0, 14, 26)
    dunning_days: int = 30
    dunning_reminders: int = 3
    dunning_reminder_days: tuple[int, ...] = (0, 7, 21)
    retry_days: tuple[int, ...] = (7, 21)
    auto_renew: bool = True
    first_order_min: int = 10
    card_order_max: int = 3500
    remaining_limits: RemainingLimits = RemainingLimits.REGISTRATIONS
    grandfather_scope: Scope = Scope.ORDER
    termination_fee_rate: Fraction = Fraction(1, 2)
    fee_on_nonpayment: bool = False
    tax_rates: Mapping[str, Fraction] = field(default_factory=dict)

    def tax_rate(self, country: str) -> Fraction:
        """The tax of the country an order is for; 0 % where none is set (F2)."""
        return self.tax_rates.get(country, Fraction(0))


DEFAULTS = BillingRules()


@dataclass(frozen=True)
class RuleBook:
    """The rules by the day each version is in force from, oldest first; before the first the defaults hold."""

    versions: tuple[tuple[date, BillingRules], ...] = ()

    def on(self, day: date) -> BillingRules:
        """The rules of the day."""
        in_force = [rules for start, rules in self.versions if start <= day]
        return in_force[-1] if in_force else DEFAULTS
