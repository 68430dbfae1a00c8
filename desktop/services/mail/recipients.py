"""Whom mail drafts are for: the owner, the sales team, or the contact of an order (rules.md 1.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.life.events import Notice
from desktop.domain.life.letters import SALES
from desktop.domain.users import Role
from desktop.store.schema import AddressRow, OrderRow, UserRow

if TYPE_CHECKING:
    from desktop.formats.mail import Person

TO_CONTACT = frozenset({Notice.ORDER_CONFIRMED, Notice.ORDER_NOT_PLACED, Notice.CANCELLATION_CONFIRMED})
"""What is told to whoever ordered: the contact of the order, where its address has an e-mail address."""

_AT_ONCE = 500


@dataclass(frozen=True)
class OrderContact:
    """The number of an order, and its contact where one can be written to."""

    number: int
    person: Person | None


@dataclass(frozen=True)
class Recipients:
    """Whom the notices of an account are for; `contacts` by the order's id."""

    owner: UserRow | None
    contacts: Mapping[str, OrderContact]

    @classmethod
    def of(cls, session: Session, account_id: str, subjects: Iterable[str]) -> Recipients:
        """The owner, and the contacts of the orders among the subjects."""
        return cls(owner_of(session, account_id), _contacts(session, sorted(set(subjects))))

    def order(self, subject: str) -> int | None:
        """The number of the order that a notice is about, or None where it is about the account."""
        contact = self.contacts.get(subject)
        return None if contact is None else contact.number

    def whom(self, notice: Notice, subject: str) -> Person | None:
        """Whom a notice is for; None where nobody is known who can be written to."""
        from desktop.formats.mail import Person

        if notice is Notice.PURCHASE_REQUEST:
            return Person(SALES)
        contact = self.contacts.get(subject) if notice in TO_CONTACT else None
        return person_of(self.owner) if contact is None or contact.person is None else contact.person

    def greeted(self, notice: Notice, subject: str) -> str | None:
        """Whose name the letter begins with; the owner's is known also where no address is."""
        if notice is Notice.PURCHASE_REQUEST:
            return None
        contact = self.contacts.get(subject) if notice in TO_CONTACT else None
        if contact is not None and contact.person is not None:
            return contact.person.name or None
        return None if self.owner is None else self.owner.name


def owner_of(session: Session, account_id: str) -> UserRow | None:
    """Whom notices are for: the account's owner, else its first administrator."""
    rows = select(UserRow).where(UserRow.account_id == account_id, UserRow.role.in_((Role.OWNER, Role.ADMINISTRATOR)))
    found = session.execute(rows.order_by(UserRow.identifier)).scalars().all()
    return next((row for row in found if row.role is Role.OWNER), found[0] if found else None)


def person_of(user: UserRow | None) -> Person | None:
    """A user who can be written to: by the e-mail address, else by the identifier where it is one."""
    from desktop.formats.mail import Person, clean_address

    if user is None:
        return None
    address = clean_address(user.email) or clean_address(user.identifier)
    return None if address is None else Person(address, user.name or "")


def _contacts(session: Session, subjects: list[str]) -> Mapping[str, OrderContact]:
    from desktop.formats.mail import Person, clean_address

    found: dict[str, OrderContact] = {}
    wanted = select(OrderRow.id, OrderRow.number, AddressRow.email, AddressRow.contact)
    wanted = wanted.outerjoin(AddressRow, AddressRow.id == OrderRow.address_id)
    for start in range(0, len(subjects), _AT_ONCE):
        for row in session.execute(wanted.where(OrderRow.id.in_(subjects[start : start + _AT_ONCE]))):
            address = clean_address(row.email)
            person = None if address is None else Person(address, row.contact or "")
            found[row.id] = OrderContact(row.number, person)
    return found
