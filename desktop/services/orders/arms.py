"""How a store finds the orders that are wanted: in which parts, and each of them by which index (performance.md P6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from desktop.services.orders.lens import Lens
from desktop.services.orders.wishes import Named, OrderSort, OrderWishes, cards_named, named, scanned_by
from desktop.store.engine import is_laid_over
from desktop.store.schema import OrderRow

FEW = 20_000
"""Of a filter that finds no more a list is made in the background; others are always read in order."""

FEWEST = 2_000
"""A filter that finds no more is answered from such a list at once."""

ONE_IN = 200
"""So is one that finds fewer than one order in so many: reading in order would pass too many others by."""


@dataclass(frozen=True)
class Arm:
    """A part of what is wanted, found by an index (None: the database chooses). No order is in two arms."""

    conditions: tuple[ColumnElement[bool], ...]
    index: str | None

    def of(self, *columns: Any) -> Select[Any]:
        """The columns of its orders."""
        query = select(*columns).select_from(OrderRow).where(*self.conditions)
        return query if self.index is None else query.with_hint(OrderRow, f"INDEXED BY {self.index}", "sqlite")

    def count(self, session: Session, most: int | None = None) -> int:
        """How many orders it has; counting stops soon after `most`."""
        if most is None:
            return int(session.execute(self.of(func.count())).scalar_one())
        found = self.of(OrderRow.number).limit(most + 1).subquery()
        return int(session.execute(select(func.count()).select_from(found)).scalar_one())


@dataclass(frozen=True)
class Found:
    """The arms of a listing as each is counted soonest, and as each is read in the listing's order.

    `few` says that all of them together are so few that a list of them is made, `fewest` that it is made at once.
    """

    counted: tuple[Arm, ...]
    ordered: tuple[Arm, ...]
    few: bool = False
    fewest: bool = False


def found_by(session: Session, lens: Lens, wishes: OrderWishes) -> Found:
    """How the orders that fit the wishes are found; where the past is laid over them, the database chooses."""
    found = _found_by(session, lens, wishes)
    if not is_laid_over(session, OrderRow.__tablename__):
        return found
    counted, ordered = (tuple(replace(arm, index=None) for arm in arms) for arms in (found.counted, found.ordered))
    return replace(found, counted=counted, ordered=ordered)


def _found_by(session: Session, lens: Lens, wishes: OrderWishes) -> Found:
    text = wishes.text.strip()
    cards = cards_named(session, lens.account.id, text) if text else ()
    parts = sorted(named(text, wishes.days, cards), key=lambda part: not _stands_in_order(part, lens, wishes))
    base = (*lens.mine(), *([lens.in_states(wishes.states)] if wishes.states else []))
    if not lens.exact or not (parts or wishes.states):
        wanted = [or_(*(part.condition for part in parts))] if parts else []
        whole = Arm((*base, *wanted), _in_order(lens, wishes))
        return Found((whole,), (whole,))
    counted = _apart(lens, wishes, base, parts)
    fewest = _fewest(session, lens)
    most = max(FEW, fewest)
    counts = [arm.count(session, most) for arm in counted]
    if sum(counts) <= fewest:
        return Found(counted, (), few=True, fewest=True)
    few = sum(counts) <= most
    if not parts:
        return Found(counted, (Arm(base, _in_order(lens, wishes)),), few)
    together = [_stands_in_order(part, lens, wishes) for part in parts]
    ordered = [Arm(arm.conditions, _in_order(lens, wishes)) for arm, own in zip(counted, together, strict=True) if own]
    others = [(arm, count) for arm, count, own in zip(counted, counts, together, strict=True) if not own]
    if all(count <= fewest for _, count in others):
        ordered += [arm for arm, _ in others]
    else:
        scanned = or_(*(and_(*arm.conditions[len(base) :]) for arm, _ in others))
        ordered.append(Arm((*base, scanned), _in_order(lens, wishes)))
    return Found(counted, tuple(ordered), few)


def _apart(
    lens: Lens, wishes: OrderWishes, base: tuple[ColumnElement[bool], ...], parts: Sequence[Named]
) -> tuple[Arm, ...]:
    """An arm for each part, without the orders of those before it, found by its own index."""
    by_state = scanned_by(OrderSort.STATE) if wishes.states and lens.stored else None
    if not parts:
        return (Arm(base, by_state),)
    arms = []
    for place, part in enumerate(parts):
        before = [not_(other.condition) for other in parts[:place]]
        index = by_state if by_state and part.sort is OrderSort.DATE else scanned_by(part.sort)
        arms.append(Arm((*base, part.condition, *before), index))
    return tuple(arms)


def _one_state(lens: Lens, wishes: OrderWishes) -> bool:
    """Whether all orders wanted have one state in their rows: these stand together, by date, in the index of states."""
    return lens.stored and len(wishes.states) == 1


def _stands_in_order(part: Named, lens: Lens, wishes: OrderWishes) -> bool:
    """Whether the orders of a part stand together in the order of the listing too."""
    by_date = wishes.sort is OrderSort.DATE or (wishes.sort is OrderSort.STATE and _one_state(lens, wishes))
    return by_date if part.sort is OrderSort.DATE else part.sort is wishes.sort


def _in_order(lens: Lens, wishes: OrderWishes) -> str:
    """The index that has the order of the listing."""
    together = wishes.sort is OrderSort.DATE and _one_state(lens, wishes)
    return scanned_by(OrderSort.STATE if together else wishes.sort)


def _fewest(session: Session, lens: Lens) -> int:
    """Up to how many orders are listed at once, in an account of this size."""
    newest = select(func.max(OrderRow.number)).where(OrderRow.account_id == lens.account.id)
    return max(FEWEST, (session.execute(newest).scalar() or 0) // ONE_IN)
