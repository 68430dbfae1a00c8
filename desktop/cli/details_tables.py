"""The details of an account as a terminal shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.cli.output import Output
from desktop.domain.errors import WrongUsage
from desktop.i18n import Value, msg, yes_no

if TYPE_CHECKING:
    from desktop.services.accounts.addresses import AddressAnswer
    from desktop.services.accounts.details import DetailsAnswer


def read_yes_no(text: str) -> bool:
    """Whether yes or no was typed."""
    typed = text.strip().lower()
    if typed not in {"yes", "no"}:
        raise WrongUsage(msg("Write yes or no, not “{text}”.", text=text))
    return typed == "yes"


def show_details(output: Output, answer: DetailsAnswer) -> None:
    """Show the details."""
    if output.json:
        output.document(answer)
        return
    rows: list[tuple[Value, Value]] = [
        (msg("Account Name"), answer.name),
        (msg("Country"), answer.country),
        (msg("ECCID"), answer.eccid),
        (msg("IMS Org ID"), answer.ims_org),
        (msg("Registered with Adobe"), yes_no(answer.registered_with_adobe)),
        (msg("Address"), None if answer.address is None else address_line(answer.address)),
    ]
    output.table((msg("What"), msg("Value")), rows)


def address_line(address: AddressAnswer) -> str:
    """An address in one line."""
    parts = [address.contact, address.company, *address.lines, address.postal_code, address.city, address.region]
    return ", ".join(part for part in (*parts, address.country) if part)
