"""Kinds of entries of the journal, by what they changed: what a list of them can be narrowed to."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop.services.rules.billing_rules import PRICE_LIST
from desktop.services.rules.changes import RULE
from desktop.store.schema import ChangePayloadRow, ChangeRow

RULES, PRICES = "rules", "prices"
KINDS: Mapping[str, tuple[str, ...]] = {
    "orders": ("subscription_order",),
    "payments": ("payment_method", "instalment", "charge_attempt"),
    PRICES: (RULE,),
    RULES: (RULE,),
    "imports": ("usage_source",),
    "closed-months": ("closed_month",),
    "statements": ("statement",),
    "keys": ("activation_key",),
    "received-seats": ("peer_share",),
    "users": ("user",),
    "people": ("learner_alias", "learner_exclusion"),
    "scenarios": ("scenario",),
    "accounts": ("account", "address"),
}
"""By name, the tables whose rows an entry of the kind changed."""


def touching(wanted: str) -> ColumnElement[bool]:
    """Changes of a kind, of a table, or of the row whose id begins so."""
    if wanted not in KINDS:
        return (ChangeRow.entity == wanted) | ChangeRow.entity_id.startswith(wanted, autoescape=True)
    changed = ChangeRow.entity.in_(KINDS[wanted])
    if wanted not in (PRICES, RULES):
        return changed
    # Prices added by hand are kept as a rule: only its values say so, also where the row is gone.
    named = select(ChangePayloadRow.op_id).where(ChangePayloadRow.fields.contains(f'"{PRICE_LIST}"', autoescape=True))
    of_prices = ChangeRow.op_id.in_(named.where(ChangePayloadRow.op_id == ChangeRow.op_id))
    return changed & (of_prices if wanted == PRICES else ~of_prices)


def counts_by_kind(session: Session) -> dict[str, int]:
    """How many entries there are of each kind; one that changed several things is of several."""
    count = select(func.count(ChangeRow.act_seq.distinct()))
    return {kind: session.execute(count.where(touching(kind))).scalar_one() for kind in KINDS}
