"""Price lists in the store: the versions that come with the program, and those added by hand (rules.md 1.1, F4)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.card_numbers import refuse_card_number
from desktop.domain.errors import UserError, WrongUsage
from desktop.domain.pricing.price_lists import PriceVersion
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.domain.rules import RULES
from desktop.i18n import Message, msg
from desktop.services.accounts.currencies import refuse_currency
from desktop.services.acting import ready
from desktop.services.context import Context
from desktop.services.orders.acts import Actor
from desktop.services.rules.billing_rules import PRICE_LIST, price_list, version_kept
from desktop.services.rules.versions import add_version, newest_version
from desktop.store.engine import AlreadyDoneError
from desktop.store.schema import AccountRow, AccountRuleRow, InstalmentRow, OrderRow

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII)
_CHANGE = "price_change_on"


@dataclass(frozen=True)
class PriceVersionAnswer:
    """A version of the price list: from its day on, new orders are priced by it."""

    version: str
    effective_from: date
    prices: tuple[UnitPrice, ...]
    """Per user and month, one a currency."""

    reaches_existing_from: date | None
    """Existing orders take it with their first term that begins on or after this day; null: they keep their price."""

    in_force: bool
    added_here: bool
    """Whether it was added by hand; others come with Seatwise."""

    orders: int
    """How many orders have it as their price."""


@dataclass(frozen=True)
class NewPrices:
    """Prices from a day on, in plain digits by currency."""

    starts: date
    prices: Mapping[str, str]
    name: str | None = None
    reaches_existing_from: date | None = None


class Prices:
    """The account's price list."""

    def __init__(self, context: Context) -> None:
        """Work on this context's account."""
        self._context = context

    def list(self) -> Sequence[PriceVersionAnswer]:
        """Every version, oldest first."""
        with self._context.store.read() as session:
            account = self._context.account(session)
            today = self._context.today(account)
            known = price_list(session, self._context, account.id, today).versions
            current = [version for version in known if version.effective_from <= today][-1:]
            mine = {entry["id"] for entry in added_versions(session, account.id)}
            used = (
                orders_by_version(session, account.id)
                if today >= account.advanced_to
                else _used_then(session, account.id, today)
            )
            return [
                PriceVersionAnswer(
                    one.id,
                    one.effective_from,
                    tuple(price for _, price in sorted(one.prices.items())),
                    one.reaches_existing_from,
                    one in current,
                    one.id in mine,
                    used.get(one.id, 0),
                )
                for one in known
            ]

    def add(self, new: NewPrices, act_id: str | None = None) -> PriceVersionAnswer:
        """Add prices from a day on, today or later; what was agreed stays, unless they reach existing orders."""
        actor = ready(self._context)
        version = _version(new)
        with self._context.store.read() as session:
            self._refuse(session, actor, version)
        verb = msg("Add prices {name} from {day}", name=version.id, day=version.effective_from)
        self._write(actor, verb, lambda kept: [*kept, version_kept(version)], act_id)
        return next(one for one in self.list() if one.version == version.id)

    def remove(self, name: str, act_id: str | None = None) -> None:
        """Take prices added by hand out again; refused once their day has come, and while an order uses them."""
        actor = ready(self._context)
        found = next((one for one in self.list() if one.version == name.strip().lower()), None)
        if found is None:
            raise UserError(msg("There are no prices “{name}”.", name=name))
        if not found.added_here:
            raise UserError(
                msg("The prices {name} come with Seatwise and stay.", name=found.version),
                msg("Add prices of your own that follow them."),
            )
        if found.orders:
            raise UserError(msg("The prices {name} stay: an order uses them.", name=found.version))
        if found.effective_from <= actor.today:
            raise UserError(
                msg("The prices {name} hold since {day} and stay.", name=found.version, day=found.effective_from),
                msg("Add prices of your own that follow them."),
            )
        verb = msg("Remove prices {name}", name=found.version)
        self._write(actor, verb, lambda kept: [one for one in kept if one["id"] != found.version], act_id)

    def _refuse(self, session: Session, actor: Actor, version: PriceVersion) -> None:
        account = actor.account
        known = price_list(session, self._context, account.id, actor.today)
        if version.id in {one.id for one in known.versions}:
            raise UserError(msg("There are prices “{name}” already.", name=version.id))
        if version.effective_from < actor.today:
            raise UserError(msg("Prices begin today or later: what was agreed before stays."))
        reaches = version.reaches_existing_from
        if reaches is not None and reaches < max(version.effective_from, actor.today):
            raise UserError(msg("Prices reach existing orders on their own first day or later."))
        applied = session.get_one(AccountRow, account.id).advanced_to
        if reaches is not None and reaches <= applied:
            raise UserError(
                msg(
                    "The workspace has already been advanced to {date}. "
                    "Let the prices reach existing orders from {day} on.",
                    date=applied,
                    day=applied + timedelta(days=1),
                )
            )
        if account.currency not in version.prices:
            raise UserError(
                msg("Give a price in {currency} too: the account is billed in it.", currency=account.currency)
            )
        taken = {one.effective_from for one in known.versions} | change_days(session, account.id)
        if version.effective_from in taken:
            raise UserError(msg("Other prices begin on {day} already. Choose another day.", day=version.effective_from))

    def _write(self, actor: Actor, verb: Message, change: Any, act_id: str | None) -> None:
        act = self._context.act(verb, on=actor.today, account=actor.account, actor=actor.user, act_id=act_id)
        with suppress(AlreadyDoneError), self._context.store.write(act) as write:
            account = write.session.get_one(AccountRow, actor.account.id)
            kept = change(added_versions(write.session, account.id))
            add_version(write, self._context, account.id, PRICE_LIST, kept, actor.today)


def _version(new: NewPrices) -> PriceVersion:
    name = (new.name or f"prices-{new.starts.isoformat()}").strip().lower()
    refuse_card_number(name)
    if _NAME.fullmatch(name) is None:
        raise WrongUsage(msg("Prices are named with letters, digits, - and _, such as autumn-2027."))
    if not new.prices:
        raise WrongUsage(msg("Give a price such as USD=9.50."))
    for currency in new.prices:
        refuse_currency(currency, new.starts)
    prices = {currency: UnitPrice.read(text, currency) for currency, text in new.prices.items()}
    if not all(price.exact for price in prices.values()):
        raise WrongUsage(msg("A price is more than 0."))
    return PriceVersion(name, new.starts, prices, new.reaches_existing_from)


def added_versions(session: Session, account_id: str) -> list[dict[str, Any]]:
    """The versions added by hand."""
    newest = newest_version(session, account_id, PRICE_LIST)
    return [] if newest is None else list(newest.value)


def orders_by_version(session: Session, account_id: str) -> dict[str, int]:
    """How many orders have each version as their price."""
    rows = select(OrderRow.price_version, func.count()).where(OrderRow.account_id == account_id)
    return dict(iter(session.execute(rows.group_by(OrderRow.price_version))))


def _used_then(session: Session, account_id: str, day: date) -> dict[str, int]:
    """How many orders had each version on an earlier day: the one that their last instalment by then was of."""
    due = select(InstalmentRow.order_id, func.max(InstalmentRow.number).label("last"))
    due = due.where(InstalmentRow.due_on <= day).group_by(InstalmentRow.order_id)
    last = due.subquery()
    rows = select(InstalmentRow.price_version, func.count()).join(OrderRow, OrderRow.id == InstalmentRow.order_id)
    rows = rows.join(last, (last.c.order_id == InstalmentRow.order_id) & (last.c.last == InstalmentRow.number))
    rows = rows.where(OrderRow.account_id == account_id).group_by(InstalmentRow.price_version)
    return dict(iter(session.execute(rows)))


def change_days(session: Session, account_id: str) -> set[date]:
    """Every day that the program's own version has begun on, or would again after an undo."""
    rows = select(AccountRuleRow.value).where(AccountRuleRow.account_id == account_id, AccountRuleRow.name == _CHANGE)
    return {date.fromisoformat(text) for text in (RULES[_CHANGE].default, *session.execute(rows).scalars())}


def refuse_taken_day(session: Session, account_id: str, name: str, value: object) -> None:
    """The first day of the new price is refused where prices added by hand begin on it."""
    days = {entry["effective_from"] for entry in added_versions(session, account_id)} if name == _CHANGE else set()
    if isinstance(value, str) and value in days:
        day = date.fromisoformat(value)
        raise UserError(msg("Other prices begin on {day} already. Choose another day.", day=day))
