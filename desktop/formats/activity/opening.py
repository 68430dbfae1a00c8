"""Finds out what a file is, and brings it to events by the way its format asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path

import duckdb

from desktop.domain.errors import UserError
from desktop.domain.progress import Step
from desktop.domain.qualification import QualificationMap
from desktop.formats.activity.activity_fold import ActivityFold
from desktop.formats.activity.characters import as_utf8, narrow_encoding, transcribed
from desktop.formats.activity.dialect import SAMPLE_ROWS, Dialect, sniff
from desktop.formats.activity.intake import Intake, take_in
from desktop.formats.activity.json_stream import Item, looks_like_json, read_json
from desktop.formats.activity.layouts import Layout, format_of, plain_layout, staged
from desktop.formats.activity.moodle import moodle_layout
from desktop.formats.activity.reader import Facts, finish, fold_events, part
from desktop.formats.activity.reading import Format, ReadOptions
from desktop.formats.activity.records import Record, Records
from desktop.formats.activity.report import check_report, report_items
from desktop.formats.activity.statements import mark_statements, stage_statements, statement_clock
from desktop.formats.activity.survey import FileMark, broken_off, changed, records_outside_quotes, survey
from desktop.formats.activity.tables import (
    IrregularError,
    quick_rejects,
    quick_relation,
    regular,
    stage_records,
)
from desktop.formats.activity.words import words_query
from desktop.formats.activity.workbench import Workbench
from desktop.formats.activity.workbooks import read_sheet
from desktop.formats.activity.zones import zone_called
from desktop.i18n import msg


def read_activity(
    path: Path, mark: FileMark, options: ReadOptions, qualification: QualificationMap, scratch: Path, step: Step
) -> ActivityFold:
    """Read and fold one marked file; nothing remains below `scratch` once the fold is closed, or when it is refused."""
    for zone in (options.account_zone, options.time_zone):
        if zone is not None:
            zone_called(zone)
    with ExitStack() as undo:
        try:
            bench = Workbench(scratch, memory_mib=options.memory_mib)
            undo.callback(bench.close)
            fold = _Reading(bench, path, mark.sha256, options, qualification, step).fold()
            if not mark.still_fits(path):
                raise changed(path)
        except OSError as error:
            raise broken_off(path, error) from None
        undo.pop_all()
        return fold


class _Reading:
    """One file being read."""

    def __init__(
        self,
        bench: Workbench,
        path: Path,
        sha256: str,
        options: ReadOptions,
        qualification: QualificationMap,
        step: Step,
    ) -> None:
        self._bench = bench
        self._path = path
        self._sha256 = sha256
        self._options = options
        self._qualification = qualification
        self._step = step
        self._hidden: tuple[str, ...] = ()
        self._member: str | None = None

    def fold(self) -> ActivityFold:
        """By what the file is, not by what it is called."""
        intake = take_in(self._path, self._bench.folder, part(self._step, 0, 100))
        self._member = intake.member
        if intake.workbook:
            return self._workbook(intake)
        if self._options.sheet is not None:
            raise UserError(
                msg("“{file}” is not a workbook, so it has no sheets.", file=intake.name), msg("Leave --sheet out.")
            )
        plain = as_utf8(intake.path, self._bench.folder, intake.name, part(self._step, 100, 150))
        if self._options.format in (Format.AUTO, Format.XAPI) and looks_like_json(plain):
            items = read_json(plain, intake.name, part(self._step, 150, 600))
            return self._statements(Format.XAPI, items)
        if self._options.format is Format.XAPI:
            raise UserError(
                msg(
                    "“{file}” is not JSON, so it holds no xAPI statements.",
                    file=intake.name,
                ),
                msg("Import it without --format."),
            )
        return self._table(intake, plain)

    def _table(self, intake: Intake, plain: Path) -> ActivityFold:
        dialect = sniff(plain, intake.name)
        if format_of(dialect.header, self._options.format) is Format.LEARNING_MANAGER:
            return self._report(dialect, self._records(plain, dialect))
        layout = self._layout(dialect)
        try:
            return self._quick(plain, dialect, layout)
        except (IrregularError, duckdb.Error):
            self._bench.reset()
        found = survey(plain, part(self._step, 150, 250))
        if not found.utf8 and (encoding := narrow_encoding(plain, intake.name)) != "utf-8":
            text = transcribed(plain, self._bench.folder, encoding, intake.name, part(self._step, 250, 300))
            return self._table(intake, text)
        return self._careful(dialect, layout, self._records(plain, dialect))

    def _layout(self, dialect: Dialect) -> Layout:
        """What the columns mean; a table with a header and nothing else is refused."""
        if format_of(dialect.header, self._options.format) is Format.MOODLE:
            return moodle_layout(dialect, self._qualification)
        return plain_layout(dialect, self._options)

    def _records(self, plain: Path, dialect: Dialect) -> Iterator[Record]:
        records = iter(Records(plain, dialect.delimiter, skip=dialect.skip, step=part(self._step, 250, 600)))
        next(records, None)
        return records

    def _quick(self, plain: Path, dialect: Dialect, layout: Layout) -> ActivityFold:
        """DuckDB's own reader, believed only if an independent count of the records agrees with it."""
        first, later = (quick_relation(plain, dialect, collect=collect) for collect in (True, False))
        events = layout.over(first, reread=later)
        opening = words_query(events)
        if layout.layers:
            opening, events = staged(events)
        with self._bench.start(opening) as running:
            found = survey(plain, part(self._step, 150, 300))
            if not regular(found, dialect):
                raise IrregularError
            running.wait(part(self._step, 300, 400))
        if layout.layers:
            self._bench.run(words_query(events))
        broken = quick_rejects(self._bench)
        times = [row[layout.time] for row in dialect.sample]
        folded = fold_events(self._bench, events, times, self._options, self._qualification, part(self._step, 400, 850))
        records = folded.tally.rows + broken.rows + 1
        if records + dialect.skip != found.lines:
            counted = records_outside_quotes(plain, part(self._step, 850, 900))
            if records + dialect.skip != counted:
                raise IrregularError
        self._refuse_no_rows(folded.tally.rows + broken.rows)
        return finish(self._bench, self._facts(layout, times), folded, broken, self._options)

    def _careful(self, dialect: Dialect, layout: Layout, records: Iterator[Record]) -> ActivityFold:
        """Record by record, each one counted."""
        broken = stage_records(self._bench, records, len(dialect.header), part(self._step, 250, 600))
        events = layout.over("rows", line="line")
        if layout.layers:
            query, events = staged(events)
            self._bench.run(query)
        self._bench.run(words_query(events), part(self._step, 600, 650))
        times = [row[layout.time] for row in dialect.sample]
        folded = fold_events(self._bench, events, times, self._options, self._qualification, part(self._step, 650, 900))
        self._refuse_no_rows(folded.tally.rows + broken.rows)
        return finish(self._bench, self._facts(layout, times), folded, broken, self._options)

    def _report(self, dialect: Dialect, records: Iterator[Record]) -> ActivityFold:
        check_report(dialect.header)
        return self._statements(Format.LEARNING_MANAGER, report_items(dialect.header, records))

    def _statements(self, form: Format, items: Iterator[Item]) -> ActivityFold:
        broken, times = stage_statements(self._bench, items, self._path.name)
        declared = self._options.time_zone or self._options.account_zone
        events = mark_statements(self._bench, statement_clock(self._options.account_zone, declared, times))
        self._bench.run(words_query(events), part(self._step, 600, 650))
        folded = fold_events(self._bench, events, times, self._options, self._qualification, part(self._step, 650, 900))
        self._refuse_no_rows(folded.tally.rows + broken.rows)
        facts = Facts(self._path.name, self._sha256, form, times, member=self._member)
        return finish(self._bench, facts, folded, broken, self._options)

    def _workbook(self, intake: Intake) -> ActivityFold:
        sheet = read_sheet(intake.path, intake.name, self._options.sheet)
        self._hidden, self._member = sheet.hidden, sheet.name
        first = [*islice(sheet.records, SAMPLE_ROWS)]
        sample = tuple(tuple(row.fields) for row in first if row.fault is None and len(row.fields) == len(sheet.header))
        dialect = Dialect(",", 0, "\n", sheet.header, sample)
        records = chain(first, sheet.records)
        if format_of(dialect.header, self._options.format) is Format.LEARNING_MANAGER:
            return self._report(dialect, records)
        return self._careful(dialect, self._layout(dialect), records)

    def _facts(self, layout: Layout, times: list[str]) -> Facts:
        return Facts(
            self._path.name,
            self._sha256,
            layout.format,
            times,
            layout.columns,
            layout.signature,
            self._member,
            self._hidden,
        )

    def _refuse_no_rows(self, rows: int) -> None:
        if not rows:
            raise UserError(
                msg(
                    "“{file}” holds no activity: there is nothing in it to count. Export the activity again.",
                    file=self._path.name,
                )
            )
