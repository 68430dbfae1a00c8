"""Price lists for tests: the one that comes with the program, and small ones."""

from datetime import date
from functools import cache

from desktop.domain.pricing.price_lists import PriceList, PriceVersion
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.formats.price_lists import load_price_list
from desktop.system.paths import resources


@cache
def learners() -> PriceList:
    return load_price_list(resources() / "price_lists" / "learners.toml")


def dollars(text: str) -> UnitPrice:
    return UnitPrice.read(text, "USD")


def priced(*versions: tuple[str, date, str], reaches: date | None = None) -> PriceList:
    """Versions as name, first day and price; the last one reaches existing orders from `reaches`."""
    last = versions[-1][0]
    return PriceList(
        "tried",
        tuple(
            PriceVersion(name, day, {"USD": dollars(price)}, reaches if name == last else None)
            for name, day, price in versions
        ),
    )
