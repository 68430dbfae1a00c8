"""Price lists by effective date: whole versions, each saying whom it reaches (rules.md 1.1, F4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from desktop.domain.errors import UserError
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.i18n import msg


@dataclass(frozen=True)
class PriceVersion:
    """The prices per user and month from a day on, that day included."""

    id: str
    effective_from: date
    prices: Mapping[str, UnitPrice]
    """By ISO 4217 code."""

    reaches_existing_from: date | None = None
    """Existing orders take these prices with their first term that begins on or after this day; None: never."""

    dated_by: str | None = None
    """The account rule that says its first day, if one does."""

    def price_in(self, currency: str) -> UnitPrice:
        """The price in that currency, never converted from another one (R6)."""
        if currency not in self.prices:
            raise UserError(msg("There is no price in {currency}.", currency=currency))
        return self.prices[currency]


@dataclass(frozen=True)
class PriceList:
    """The versions of one list, oldest first."""

    name: str
    versions: tuple[PriceVersion, ...]

    def __post_init__(self) -> None:
        """Refuse what would leave a day, or a name, with two prices."""
        days = [version.effective_from for version in self.versions]
        names = {version.id for version in self.versions}
        if not self.versions or days != sorted(set(days)) or len(names) < len(self.versions):
            raise UserError(msg("A price list needs versions with names and first days of their own, oldest first."))

    def in_force(self, day: date) -> PriceVersion:
        """The version of the day: on the first day of a version already that one."""
        earlier = [version for version in self.versions if version.effective_from <= day]
        if not earlier:
            raise UserError(msg("The price list has no price for {day}.", day=day))
        return earlier[-1]

    def version(self, version_id: str) -> PriceVersion:
        """The version of that name."""
        return next(version for version in self.versions if version.id == version_id)

    def dated(self, days: Mapping[str, date]) -> PriceList:
        """The list with the first days that account rules say, such as `price_change_on`."""
        moved = [
            replace(version, effective_from=days.get(version.dated_by or "", version.effective_from))
            for version in self.versions
        ]
        return PriceList(self.name, tuple(sorted(moved, key=lambda version: version.effective_from)))


def version_for_next_term(prices: PriceList, held: str, term_starts_on: date) -> str:
    """The version an order is priced by in the term that begins on the day; within a term nothing changes it.

    The price stays (F4, O11) unless a later version reaches existing orders by then.
    """
    known = [version.id for version in prices.versions]
    later: Sequence[PriceVersion] = prices.versions[known.index(held) + 1 :] if held in known else ()
    reaching = [
        version.id
        for version in later
        if version.reaches_existing_from is not None and version.reaches_existing_from <= term_starts_on
    ]
    return reaching[-1] if reaching else held
