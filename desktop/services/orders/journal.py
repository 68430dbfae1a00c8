"""The journal of one order: what each entry did to this order, not what else it did (architecture.md, idea 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.life.events import EventKind
from desktop.domain.orders.order import CHARGE_STATUS_LABELS, ChargeStatus
from desktop.domain.orders.transitions import ORDER_STATE_LABELS, OrderState
from desktop.domain.pricing.subscriptions import TERM_MONTHS
from desktop.i18n import Message, msg, msgn
from desktop.services.journal.entries import ActEntry, entries_of
from desktop.services.time.calendar import ORDER_OF_NEWS
from desktop.store.order_rows import instalment_id
from desktop.store.schema import ActRow, BillingActRow, ChangePayloadRow, ChangeRow, DueEventRow, Effect, OrderRow
from desktop.store.types import fields_of

_AT_ONCE = 500


@dataclass(frozen=True)
class _News:
    """Something that happened to the order, by its kind."""

    kind: EventKind
    text: Message


@dataclass(frozen=True)
class _Changed:
    """What an entry changed of the order: the fields of its row, and the instalments it edited, by number."""

    order: Mapping[str, Sequence[Any]]
    instalments: Mapping[int, Mapping[str, Sequence[Any]]]

    def after(self, name: str) -> Any:
        """A field of the order afterwards; None where it was not changed."""
        return self.order[name][1] if name in self.order else None

    @property
    def since(self) -> date | None:
        """The day from which it is in the state it came to; what is told late came to it on an earlier day."""
        day = self.after("since")
        return None if day is None else date.fromisoformat(day)

    def fell_due(self) -> range:
        """The numbers of the instalments that were added."""
        before, after = self.order.get("charged", (0, 0))
        return range((before or 0) + 1, (after or 0) + 1)


def order_entries(session: Session, row: OrderRow, limit: int) -> list[ActEntry]:
    """The newest entries that did something to the order, each saying what; `count` is what it changed of the order.

    Found by the order's own rows, however many other orders the same entries changed.
    """
    numbers = instalments_of(row)
    acts = _acts(session, row.id, [row.id, *numbers], limit)
    named = _named(session, row.id, acts)
    changes = _changes(session, row.id, numbers, [act.seq for act in acts])
    since = {act.seq: changes[act.seq].since if act.seq in changes else None for act in acts}
    events = _events(session, row.id, {*(act.effective_on for act in acts), *(day for day in since.values() if day)})
    found: list[ActEntry] = []
    for act, entry in zip(acts, entries_of(session, acts), strict=True):
        changed = changes.get(act.seq, _Changed({}, {}))
        days = sorted({act.effective_on, since[act.seq] or act.effective_on})
        befell = [event for day in days for event in events.get(day, ())]
        news = [] if act.seq in named else list(_news(changed, befell))
        said = _said(act, entry.verb, news)
        if said is not None:
            found.append(replace(entry, verb=said, count=bool(changed.order) + len(changed.instalments)))
    return found


def instalments_of(row: OrderRow) -> dict[str, int]:
    """The numbers of its instalments by id; also of those that once fell due, and do no more since a late word."""
    return {instalment_id(row.id, number): number for number in range(1, row.charged + 2 * TERM_MONTHS + 1)}


def _named(session: Session, order_id: str, acts: Sequence[ActRow]) -> set[int]:
    """Which of the entries are acts on the order itself: their own words say what happened to it."""
    by_id, found = {act.act_id: act.seq for act in acts}, set[int]()
    ids = list(by_id)
    for start in range(0, len(ids), _AT_ONCE):
        done = select(BillingActRow.id).where(BillingActRow.order_id == order_id)
        rows = session.execute(done.where(BillingActRow.id.in_(ids[start : start + _AT_ONCE]))).scalars()
        found.update(by_id[one] for one in rows)
    return found


def _acts(session: Session, order_id: str, ids: Sequence[str], limit: int) -> Sequence[ActRow]:
    """The newest entries that changed one of the rows, or did something to the order without changing a row."""
    numbers: set[int] = set()
    for start in range(0, len(ids), _AT_ONCE):
        touched = select(ChangeRow.act_seq).where(ChangeRow.entity_id.in_(ids[start : start + _AT_ONCE]))
        numbers.update(session.execute(touched.distinct().order_by(ChangeRow.act_seq.desc()).limit(limit)).scalars())
    done = select(ActRow.seq).join(BillingActRow, BillingActRow.id == ActRow.act_id)
    done = done.where(BillingActRow.order_id == order_id).order_by(ActRow.seq.desc()).limit(limit)
    numbers.update(session.execute(done).scalars())
    newest = sorted(numbers, reverse=True)[:limit]
    rows: list[ActRow] = []
    for start in range(0, len(newest), _AT_ONCE):
        rows += session.execute(select(ActRow).where(ActRow.seq.in_(newest[start : start + _AT_ONCE]))).scalars()
    return sorted(rows, key=lambda act: -act.seq)


def _changes(
    session: Session, order_id: str, numbers: Mapping[str, int], acts: Sequence[int]
) -> Mapping[int, _Changed]:
    ids, found = [order_id, *numbers], dict[int, _Changed]()
    for start in range(0, len(ids), _AT_ONCE):
        rows = select(ChangeRow.act_seq, ChangeRow.entity_id, ChangePayloadRow.fields)
        rows = rows.outerjoin(ChangePayloadRow, ChangePayloadRow.op_id == ChangeRow.op_id)
        for act, entity, fields in session.execute(rows.where(ChangeRow.entity_id.in_(ids[start : start + _AT_ONCE]))):
            if act not in acts:
                continue
            known = found.get(act, _Changed({}, {}))
            kept = fields_of(fields or "{}")
            if entity == order_id:
                found[act] = replace(known, order=kept)
            else:
                found[act] = replace(known, instalments={**known.instalments, numbers[entity]: kept})
    return found


def _events(session: Session, order_id: str, days: set[date]) -> Mapping[date, Sequence[DueEventRow]]:
    found: dict[date, list[DueEventRow]] = {}
    wanted = sorted(days)
    for start in range(0, len(wanted), _AT_ONCE):
        rows = select(DueEventRow).where(DueEventRow.subject == order_id)
        rows = rows.where(DueEventRow.due_on.in_(wanted[start : start + _AT_ONCE])).order_by(DueEventRow.position)
        for event in session.execute(rows).scalars():
            found.setdefault(event.due_on, []).append(event)
    return found


def _said(act: ActRow, verb: Message, news: Sequence[_News]) -> Message | None:
    """What an entry did to the order. A day of the calendar is told by its news alone; None where it had none."""
    texts = [one.text for one in sorted(news, key=lambda one: ORDER_OF_NEWS.index(one.kind))]
    calendar = act.effect is Effect.CALENDAR
    if not texts:
        return None if calendar else verb
    first = texts[0]
    if len(texts) > 1:
        first = msgn("{news} (and {n} thing more)", "{news} (and {n} things more)", n=len(texts) - 1, news=first)
    return first if calendar else msg("{act}: {news}", act=verb, news=first)


def _news(changed: _Changed, events: Sequence[DueEventRow]) -> Iterator[_News]:
    """What happened to the order by an entry: as the events of the day say it, else as its rows do."""
    state, fee = changed.after("state"), changed.after("fee_status")
    if state is not None:
        plain = msg("The order became {state}", state=ORDER_STATE_LABELS[OrderState(state)])
        yield _News(EventKind.ORDER, _text(events, EventKind.ORDER, lambda one: one.state == state) or plain)
    fell_due = changed.fell_due()
    if any(number > 1 and number % TERM_MONTHS == 1 for number in fell_due):
        text = _text(events, EventKind.RENEWAL, lambda _one: True)
        yield from () if text is None else (_News(EventKind.RENEWAL, text),)
    if fee is not None:
        plain = msg("Early termination fee, {status}", status=CHARGE_STATUS_LABELS[ChargeStatus(fee)])
        yield _News(EventKind.FEE, _text(events, EventKind.FEE, lambda one: one.name == f"fee:{fee}") or plain)
    if changed.after("drafts"):
        text = _text(events, EventKind.NOTICE, lambda one: one.name == f"dunning:{changed.after('drafts')}")
        yield _News(EventKind.NOTICE, text or msg("A payment reminder was drafted"))
    for number in fell_due:
        plain = msg("Instalment {number} fell due", number=number)
        yield _News(EventKind.INSTALMENT, _of_instalment(events, f"{number}:") or plain)
    for number, fields in changed.instalments.items():
        if "status" in fields or "attempts" in fields:
            status = str(fields["status"][1] or "") if "status" in fields else ""
            plain = msg("Instalment {number} was tried again", number=number)
            if status:
                label = CHARGE_STATUS_LABELS[ChargeStatus(status)]
                plain = msg("Instalment {number}: {status}", number=number, status=label)
            yield _News(EventKind.INSTALMENT, _of_instalment(events, f"{number}:{status}") or plain)


def _of_instalment(events: Sequence[DueEventRow], begins: str) -> Message | None:
    return _text(events, EventKind.INSTALMENT, lambda one: one.name.startswith(begins))


def _text(events: Sequence[DueEventRow], kind: EventKind, fits: Callable[[DueEventRow], bool]) -> Message | None:
    """The first event of the kind that fits: what the calendar brings comes before what is done that day."""
    return next((one.text for one in events if one.kind is kind and fits(one)), None)
