"""The sums under a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import cast

from desktop.domain.money import Money
from desktop.formats.reports.report import Batch, Kind, Table
from desktop.i18n import Amount


class Totals:
    """Adds up the columns a table declares, batch by batch; exact, and empty cells count nothing.

    Attributes:
        values: The sum so far by column key; for money an amount of the column's currency.
    """

    def __init__(self, table: Table) -> None:
        """Nothing is added up yet.

        Raises:
            ValueError: A declared column is no number, or money of several currencies.
        """
        by_key = {column.key: (i, column) for i, column in enumerate(table.columns)}
        self._at: dict[str, int] = {}
        self.values: dict[str, int | Money] = {}
        for key in table.totals:
            position, column = by_key[key]
            if column.kind is Kind.MONEY and column.currency is not None:
                self.values[key] = Money(0, column.currency)
            elif column.kind is Kind.INT:
                self.values[key] = 0
            else:
                raise ValueError(f"{key} cannot be summed up")
            self._at[key] = position

    def add(self, batch: Batch) -> None:
        """Add the rows of a batch."""
        for key, position in self._at.items():
            value = self.values[key]
            if isinstance(value, Money):
                amounts = cast("Sequence[Amount | None]", batch[position])
                self.values[key] = value + sum_of(amounts, value.currency)
            else:
                self.values[key] = value + sum(cell for cell in batch[position] if isinstance(cell, int))


def sum_of(amounts: Iterable[Amount | None], currency: str) -> Money:
    """The sum of amounts of one currency; None counts nothing."""
    total = Fraction(0)
    for amount in amounts:
        if amount is not None:
            if amount.currency != currency:
                raise ValueError(f"{amount.currency} in a column of {currency}")
            total += Fraction(amount.decimal)
    return Money.of(total, currency)
