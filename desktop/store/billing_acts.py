"""What people and providers did to orders, as it is kept: each act of `domain.life` as a row, and read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.keys import ActivatedKey
from desktop.domain.life.acts import (
    Act,
    ActivateKey,
    Agreed,
    CancelOrder,
    ChangeCard,
    Deactivate,
    EndShare,
    EnterOutcome,
    PlaceOrder,
    Reactivate,
    ReceiveSeats,
)
from desktop.domain.money import Money
from desktop.domain.payments import Card, Outcome
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.store.schema import BillingActRow

KINDS: Mapping[str, type[Act]] = {
    "place": PlaceOrder,
    "outcome": EnterOutcome,
    "card": ChangeCard,
    "cancel": CancelOrder,
    "deactivate": Deactivate,
    "reactivate": Reactivate,
    "receive": ReceiveSeats,
    "end_share": EndShare,
}
"""The acts that are kept, by the name of their kind; activated keys are rows of their own."""

KEY = "key"
"""The kind of an activation: its row names the key in the place of an order."""

_NAMES = {kind: name for name, kind in KINDS.items()}


def add_act(session: Session, account_id: str, act: Act, act_id: str) -> None:
    """Keep an act; `act_id` is that of the journal's entry, or follows from it where it holds several."""
    details = {one.name: _kept(getattr(act, one.name)) for one in fields(act) if one.name not in _APART}
    _add(session, account_id, act_id, act.on, (_NAMES[type(act)], getattr(act, "order_id", None), details))


def _add(
    session: Session, account_id: str, act_id: str, on: date, said: tuple[str, str | None, dict[str, Any]]
) -> None:
    kind, subject, details = said
    newest = select(func.max(BillingActRow.position)).where(BillingActRow.account_id == account_id)
    position = (session.execute(newest).scalar() or 0) + 1
    session.add(
        BillingActRow(
            id=act_id,
            account_id=account_id,
            done_on=on,
            position=position,
            kind=kind,
            order_id=subject,
            details=details,
        )
    )


def add_activation(session: Session, account_id: str, key_id: str, on: date, act_id: str) -> None:
    """Keep that a key was activated, so that it is told again in its turn; the key itself is a row of its own."""
    _add(session, account_id, act_id, on, (KEY, key_id, {}))


def acts_of(session: Session, account_id: str, keys: Sequence[ActivatedKey], until: date = date.max) -> list[Act]:
    """What was done to an account up to and including the day, in the order of the days; `keys` are its keys.

    An activation of a store of before has no place among the acts of its day: it comes first.
    """
    rows = select(BillingActRow).where(BillingActRow.account_id == account_id, BillingActRow.done_on <= until)
    found = session.execute(rows.order_by(BillingActRow.done_on, BillingActRow.position)).scalars().all()
    known = {key.id: key for key in keys}
    placed = {row.order_id for row in found if row.kind == KEY}
    unplaced = [key_id for key_id in known if key_id not in placed]
    acts: list[Act] = [_activation(keys, key_id, unplaced[: place + 1]) for place, key_id in enumerate(unplaced)]
    told = unplaced
    for row in found:
        if row.kind != KEY:
            acts.append(act_of(row))
        elif row.order_id in known:
            told = [*told, row.order_id]
            acts.append(_activation(keys, row.order_id, told))
    return acts


def _activation(keys: Sequence[ActivatedKey], key_id: str, told: Sequence[str]) -> ActivateKey:
    """The activation of a key, with the keys of earlier days and those of its day that were activated before it."""
    day = next(key.activated_on for key in keys if key.id == key_id)
    mine = [one for one in keys if one.activated_on < day or (one.activated_on == day and one.id in told)]
    return ActivateKey(day, tuple(mine))


def act_of(row: BillingActRow) -> Act:
    """The act a row keeps."""
    known: dict[str, Any] = {name: _READ.get(name, _same)(kept) for name, kept in row.details.items()}
    if row.order_id is not None:
        known["order_id"] = row.order_id
    return KINDS[row.kind](on=row.done_on, **known)


_APART = frozenset({"on", "order_id"})


def _kept(value: object) -> object:
    match value:
        case Card():
            return {one.name: getattr(value, one.name) for one in fields(value)}
        case Money():
            return [value.minor, value.currency]
        case Outcome():
            return str(value)
        case Agreed():
            return [value.price.decimal, value.price.currency, value.version, str(value.tax_rate)]
    return value


def _same(kept: Any) -> Any:
    return kept


def _agreed(kept: Any) -> Agreed | None:
    if kept is None:
        return None
    price, currency, version, tax_rate = kept
    return Agreed(UnitPrice.read(price, currency), version, Fraction(tax_rate))


_READ: Mapping[str, Any] = {
    "card": lambda kept: None if kept is None else Card(**kept),
    "accepted": lambda kept: None if kept is None else Money(*kept),
    "outcome": lambda kept: None if kept is None else Outcome(kept),
    "agreed": _agreed,
}
