"""From events to a fold: both readings, the order of dates, and what is told of the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from desktop.domain.errors import UserError
from desktop.domain.periods import Month
from desktop.domain.progress import Step
from desktop.domain.qualification import QualificationMap
from desktop.formats.activity import reasons as why
from desktop.formats.activity.activity_fold import ActivityFold, Sets, lay_out, used_objects
from desktop.formats.activity.clock import Clock
from desktop.formats.activity.events import Events, text
from desktop.formats.activity.folding import (
    CODE_BITS,
    DATED,
    LATER,
    REJECTED,
    UNREADABLE,
    WALL,
    ZONED,
    Packing,
    Rows,
    Tally,
    fold_rows,
)
from desktop.formats.activity.moments import commonest_shape, order_evidence, year_last
from desktop.formats.activity.people import number_people
from desktop.formats.activity.reading import Columns, DateOrder, FoldSummary, Format, ReadOptions, RowExample, Zone
from desktop.formats.activity.tables import EXAMPLES, Broken
from desktop.formats.activity.words import actions_refused, nobody, read_actions, read_objects, too_many_actions
from desktop.formats.activity.workbench import Workbench
from desktop.i18n import msg


@dataclass(frozen=True)
class Facts:
    """What is known of a file beside its rows."""

    file: str
    sha256: str
    format: Format
    sample: Sequence[str]
    """Some of its times."""
    columns: Columns = field(default_factory=Columns)
    signature: str | None = None
    member: str | None = None
    hidden_sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Folded:
    """The groups of a file, made by the second reading; `broken` rows were none."""

    rows: Rows
    tally: Tally
    objects: int


def fold_events(
    bench: Workbench,
    events: Events,
    sample: Sequence[str],
    options: ReadOptions,
    qualification: QualificationMap,
    step: Step,
) -> Folded:
    """Fold events whose words are collected: the second reading, repeated only if other forms of times turn up."""
    if events.action is not None and too_many_actions(bench):
        if not options.count_all:
            raise actions_refused()
        events = replace(events, action=None, about=None, by_other=None)
    actions = read_actions(bench, events, qualification, count_all=options.count_all)
    objects = read_objects(bench, events)
    shape, uniform = commonest_shape(sample)
    declared = options.time_zone or options.account_zone
    clock = Clock(options.account_zone, declared, options.date_order, shape, general=not uniform)
    packing = Packing.of(len(actions.keys), objects)
    rows = Rows(events, clock, actions, packing, nobody(bench), options.today, options.count_all, bool(objects))
    if clock.general:
        rows = _with_order(bench, rows, options, step)
    tally = fold_rows(bench, rows, step)
    if not rows.clock.general and UNREADABLE in tally.special:
        rows = _with_order(bench, replace(rows, clock=replace(clock, general=True)), options, step)
        tally = fold_rows(bench, rows, step)
    return Folded(rows, tally, objects)


def _with_order(bench: Workbench, rows: Rows, options: ReadOptions, step: Step) -> Rows:
    """The rows with the order of day and month that the whole column shows; asks for it rather than guess.

    A declared order that no date confirms and some contradict is refused: it would move days to other months.
    """
    time = text(rows.events.time)
    query = (
        f"SELECT {order_evidence('time')} FROM (SELECT {time} AS time FROM {rows.events.later}) WHERE "
        f"{year_last('time')}"
    )
    ((days_first, months_first, either, short, any_),) = bench.run(query, step)
    if options.date_order is not None:
        contrary = {DateOrder.DMY: months_first and not days_first, DateOrder.MDY: days_first and not months_first}
        if contrary.get(options.date_order):
            raise UserError(msg("The dates of this file are not in the order {order}.", order=options.date_order.value))
        return rows
    if short or (days_first and months_first) or (either and not days_first and not months_first):
        raise UserError(
            msg("The order of day and month in this file's dates is not certain. Say which comes first."),
            msg("Use --date-order dmy, mdy or ymd."),
        )
    found = DateOrder.MDY if months_first else DateOrder.DMY if any_ else None
    return replace(rows, clock=replace(rows.clock, order=found))


def finish(bench: Workbench, facts: Facts, folded: Folded, broken: Broken, options: ReadOptions) -> ActivityFold:
    """Number the learners, lay the sets out and sum up."""
    rows, tally = folded.rows, folded.tally
    seen = not any(code in tally.special for code in REJECTED) and not broken.rows
    merging = number_people(bench, rows.nobody, all_seen=seen)
    sizes = lay_out(bench, rows.actions, merging=merging)
    objects, places = used_objects(bench, rows.packing, folded.objects)
    sets = Sets(rows.actions, rows.packing, options.account_zone, places, sizes)
    summary = _summary(bench, facts, folded, broken, options)
    return ActivityFold(bench, summary, sets, objects, merged=merging)


def _summary(bench: Workbench, facts: Facts, folded: Folded, broken: Broken, options: ReadOptions) -> FoldSummary:
    tally = folded.tally
    counts = tally.counts(broken.rows)
    found = Counter({why.REASONS[code]: rows for code, rows in tally.special.items()}) + broken.reasons
    zone, zone_name = _zone(tally.flags, options)
    unmapped: Counter[str] = Counter()
    for code, rows in tally.unmapped.items():
        unmapped[folded.rows.actions.entries[folded.rows.actions.entry_of[code]].text] += rows
    months = bench.run(
        f"SELECT DISTINCT (key % {LATER}) >> {CODE_BITS} AS month FROM groups WHERE key % {1 << CODE_BITS} = 0 "
        "ORDER BY month"
    )
    everyone = "SELECT coalesce(max(number) + 1, 0) FROM links"
    active = f"SELECT count(DISTINCT number) FROM groups JOIN links USING (hash) WHERE key % {1 << CODE_BITS} = 0"
    ((learners,),) = bench.run(everyone if counts.counted == counts.rows_in else active)
    return FoldSummary(
        file=facts.file,
        sha256=facts.sha256,
        format=facts.format,
        counts=counts,
        reasons=dict(sorted(found.items())),
        reason_texts={reason: why.SENTENCES[reason] for reason in sorted(found)},
        examples=(*broken.examples, *_examples(bench, folded)),
        unmapped_actions=dict(sorted(unmapped.items())),
        months=tuple(str(Month(month)) for (month,) in months),
        learners=learners,
        zone=zone,
        zone_name=zone_name,
        date_order=folded.rows.clock.order,
        columns=facts.columns,
        header_signature=facts.signature,
        member=facts.member,
        hidden_sheets=facts.hidden_sheets,
        future_rows=tally.later,
    )


def _zone(flags: int, options: ReadOptions) -> tuple[Zone, str]:
    """Where the zone of the times came from: one in every row wins, then the declared one, then the account's."""
    if flags & ZONED and not flags & WALL:
        return Zone.FILE, options.account_zone
    if options.time_zone is not None and not (flags & DATED and not flags & WALL):
        return Zone.DECLARED, options.time_zone
    return Zone.ACCOUNT, options.account_zone


def _examples(bench: Workbench, folded: Folded) -> list[RowExample]:
    """A few rows of each reason."""
    order = "ORDER BY line" if folded.rows.events.line else ""
    found: list[RowExample] = []
    for code in sorted(folded.tally.special):
        query = (
            f"SELECT line, shown FROM ({folded.rows.classed(shown=True)}) WHERE key % {1 << CODE_BITS} = {code} "
            f"{order} LIMIT {EXAMPLES}"
        )
        found += [RowExample(line, why.REASONS[code], shown[:200]) for line, shown in bench.run(query)]
    return found


def part(step: Step, start: int, end: int) -> Step:
    """Progress of one phase as a part of the whole, in thousandths."""

    def told(done: int, total: int) -> None:
        share = min(1.0, done / total) if total else 0.0
        step(start + int((end - start) * share), 1000)

    return told
