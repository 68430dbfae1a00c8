"""What seldom changes about an account: its name, what the vendor knows it by, and where orders are billed to."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.domain.card_numbers import refuse_card_number
from desktop.domain.errors import UserError, WrongUsage
from desktop.i18n import Message, msg
from desktop.services.accounts.accounts import refuse_taken_name
from desktop.services.accounts.addresses import Address, AddressAnswer, address_answer, checked, keep_address
from desktop.services.acting import ready
from desktop.services.context import Context
from desktop.services.orders.orders import country_of
from desktop.store.engine import AlreadyDoneError
from desktop.store.schema import AccountRow, AddressRow

_LONGEST = 200


@dataclass(frozen=True)
class DetailsWish:
    """What to change; None leaves it as it is, an empty text takes it away."""

    name: str | None = None
    country: str | None = None
    eccid: str | None = None
    ims_org: str | None = None
    registered_with_adobe: bool | None = None


@dataclass(frozen=True)
class DetailsAnswer:
    """The details of an account; null where nobody said."""

    account: str
    name: str
    country: str | None
    eccid: str | None
    ims_org: str | None
    registered_with_adobe: bool
    address: AddressAnswer | None


class AccountDetails:
    """The details of the account, as an administrator keeps them."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def show(self) -> DetailsAnswer:
        """The details as they are."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            return details_answer(session, account)

    def change(self, wish: DetailsWish, act_id: str | None = None) -> DetailsAnswer:
        """Change what the wish names, as one act; refused where it names nothing, or an account without a name."""
        values = _values(wish)
        actor = ready(self._context)
        entry = self._context.act(_verb(wish), on=actor.today, account=actor.account, actor=actor.user, act_id=act_id)
        with suppress(AlreadyDoneError), self._context.store.write(entry) as write:
            row = write.session.get_one(AccountRow, actor.account.id)
            if isinstance(values.get("name"), str):
                refuse_taken_name(write.session, str(values["name"]), row.id)
            for name, value in values.items():
                setattr(row, name, value)
        return self.show()

    def address(self, address: Address, act_id: str | None = None) -> DetailsAnswer:
        """Change the address of orders that name none; those placed before keep theirs."""
        found = checked(address)
        actor = ready(self._context)
        verb = msg("Change the account's address")
        entry = self._context.act(verb, on=actor.today, account=actor.account, actor=actor.user, act_id=act_id)
        with suppress(AlreadyDoneError), self._context.store.write(entry) as write:
            kept = keep_address(write, actor, found)
            write.session.flush()
            write.session.get_one(AccountRow, actor.account.id).address_id = kept
        return self.show()


def details_answer(session: Session, account: AccountRow) -> DetailsAnswer:
    """The details as services answer them."""
    address = session.get(AddressRow, account.address_id) if account.address_id else None
    return DetailsAnswer(
        account.id,
        account.name,
        account.country,
        account.eccid,
        account.ims_org,
        bool(account.registered_with_adobe),
        address_answer(address),
    )


def _values(wish: DetailsWish) -> dict[str, str | bool | None]:
    texts = {"name": wish.name, "country": wish.country, "eccid": wish.eccid, "ims_org": wish.ims_org}
    values: dict[str, str | bool | None] = {}
    for name, text in texts.items():
        if text is not None:
            refuse_card_number(text)
            if len(text) > _LONGEST or not text.isprintable():
                raise UserError(msg("A detail of the account is too long or cannot be printed."))
            values[name] = text.strip() or None
    if "name" in values and values["name"] is None:
        raise UserError(msg("An account needs a name of at most 200 characters."))
    if values.get("country"):
        values["country"] = country_of(AccountRow(), wish.country)
    if wish.registered_with_adobe is not None:
        values["registered_with_adobe"] = wish.registered_with_adobe
    if not values:
        raise WrongUsage(msg("Say what to change: --name, --country, --eccid, --ims-org or --registered-with-adobe."))
    return values


def _verb(wish: DetailsWish) -> Message:
    only_ims = wish.ims_org is not None and wish == DetailsWish(ims_org=wish.ims_org)
    if not only_ims:
        return msg("Change the account's details")
    return msg("Link IMS Org") if wish.ims_org and wish.ims_org.strip() else msg("Unlink IMS Org")
