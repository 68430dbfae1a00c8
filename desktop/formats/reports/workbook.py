"""The parts of a workbook: the sheet of facts, the sheets of a table, its chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from desktop.domain.money import Money
from desktop.formats.reports.cell_formats import CellFormats
from desktop.formats.reports.plain import Plain, heading
from desktop.formats.reports.report import Batch, ChartPlan, Kind, Report, Table
from desktop.formats.reports.sheet_names import SheetNames
from desktop.formats.reports.sheet_rows import RowWriter, column_name, shortened
from desktop.formats.reports.totals import Totals
from desktop.i18n import Translator, msg

ROWS_PER_SHEET = 1_048_576
"""Of Excel; the header and the totals are among them."""

_WIDTHS = {
    Kind.TEXT: 28,
    Kind.MESSAGE: 24,
    Kind.INT: 13,
    Kind.MONTH: 12,
    Kind.DATE: 14,
    Kind.INSTANT: 21,
    Kind.MONEY: 16,
}
_NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - the properties of a workbook have no zone


@dataclass
class Place:
    """Where the rows of a table lie: on which sheet, and from which row to which, counted from 1."""

    sheet: Any
    name: str
    first: int = 2
    last: int = 1


@dataclass
class ReportBook:
    """Fills an XlsxWriter workbook, which must be one in constant memory, with a report."""

    book: Any
    report: Report
    translator: Translator
    _names: SheetNames = field(default_factory=SheetNames)

    def __post_init__(self) -> None:
        """Set the properties and the formats."""
        made = self.report.made_at
        self.book.set_properties(
            {
                "title": shortened(self.translator.text(self.report.title)),
                "comments": "" if self.report.mark is None else self.translator.text(self.report.mark),
                "created": _NO_DATE if made is None else made.replace(tzinfo=None),
            }
        )
        self._bold = self.book.add_format({"bold": True})
        self._big = self.book.add_format({"bold": True, "font_size": 16})
        self._header = self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self._formats = CellFormats(self.book, self.translator.language)

    def about(self) -> None:
        """The first sheet: title, mark, facts, and what the picture shows."""
        sheet = self.book.add_worksheet(self._names.name(self.translator.text(msg("About"))))
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 80)
        sheet.write_string(0, 0, shortened(self.translator.text(self.report.title)), self._big)
        row = 1
        if self.report.mark is not None:
            sheet.write_string(row, 0, shortened(self.translator.text(self.report.mark)), self._bold)
            row += 1
        for name, value in self.report.facts:
            row += 1
            sheet.write_string(row, 0, shortened(self.translator.text(name)), self._bold)
            sheet.write_string(row, 1, shortened(self.translator.value(value)), self._wrapped)
        if self.report.picture_text:
            sheet.write_string(row + 2, 1, shortened(self.report.picture_text), self._wrapped)

    def table(self, table: Table) -> Iterator[int]:
        """Write the table's sheets; yields the number of rows after each batch."""
        totals, places = Totals(table), [self._sheet(table)]
        plain = Plain(self.translator, zone=self.report.zone)
        writer = RowWriter(table.columns, self._formats.style, plain, self.report.zone)
        for batch in table.batches:
            totals.add(batch)
            left, count = 0, len(batch[0])
            while left < count:
                if not _room(places[-1]):
                    places.append(self._sheet(table))
                end = min(count, left + _room(places[-1]))
                self._append(places[-1], writer, [cells[left:end] for cells in batch], len(table.columns))
                left = end
            yield count
        self._finish(table, places, totals)
        if self.report.chart is not None and self.report.chart.table == table.key:
            self._chart(self.report.chart, table, places[0])

    def _sheet(self, table: Table) -> Place:
        name = self._names.name(self.translator.text(table.name))
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        for i, column in enumerate(table.columns):
            title = shortened(heading(column, self.translator, self.report.zone))
            sheet.set_column(i, i, max(_WIDTHS[column.kind], min(40, len(title) + 3)))
            sheet.write_string(0, i, title, self._header)
        return Place(sheet, name)

    def _append(self, place: Place, writer: RowWriter, batch: Batch, width: int) -> None:
        first, count = place.last + 1, len(batch[0])
        sheet = place.sheet
        if first == place.first:
            # The header is still in memory, waiting for the next row.
            sheet._write_single_row(first - 1)  # noqa: SLF001 - see sheet_rows
        sheet.fh.write(writer.rows(batch, first))
        place.last += count
        sheet._check_dimensions(place.last - 1, width - 1)  # noqa: SLF001 - see sheet_rows
        sheet.previous_row = place.last

    def _finish(self, table: Table, places: Sequence[Place], totals: Totals) -> None:
        for place in places:
            place.sheet.autofilter(0, 0, place.last - 1, len(table.columns) - 1)
        place = places[-1]
        if not totals.values:
            return
        if table.columns[0].key not in totals.values:
            place.sheet.write_string(place.last, 0, self.translator.text(msg("Total")), self._bold)
        for i, column in enumerate(table.columns):
            if column.key in totals.values:
                name, value = column_name(i), totals.values[column.key]
                parts = [f"{_quoted(p.name)}!{name}{p.first}:{name}{max(p.first, p.last)}" for p in places[:-1]]
                parts.append(f"{name}{place.first}:{name}{max(place.first, place.last)}")
                number = float(value.exact) if isinstance(value, Money) else value
                place.sheet.write_formula(
                    place.last,
                    i,
                    f"=SUM({','.join(parts)})",
                    self._formats.cell(column.kind, column.currency, strong=True),
                    number,
                )

    def _chart(self, plan: ChartPlan, table: Table, place: Place) -> None:
        keys = [column.key for column in table.columns]
        charts = []
        for kind, columns in (("column", plan.bars), ("line", plan.lines)):
            if columns:
                chart = self.book.add_chart({"type": kind})
                for key in columns:
                    chart.add_series(
                        {
                            "name": [place.name, 0, keys.index(key)],
                            "categories": _range(place, keys.index(plan.category)),
                            "values": _range(place, keys.index(key)),
                        }
                    )
                charts.append(chart)
        if not charts:
            return
        whole = charts[0]
        for other in charts[1:]:
            whole.combine(other)
        whole.set_title({"name": shortened(self.translator.text(self.report.title))})
        whole.set_legend({"position": "bottom"})
        whole.set_size({"width": 860, "height": 420})
        place.sheet.insert_chart(1, len(keys) + 1, whole, {"description": self.report.picture_text})


def _room(place: Place) -> int:
    return ROWS_PER_SHEET - 1 - place.last


def _range(place: Place, column: int) -> list[object]:
    return [place.name, place.first - 1, column, max(place.first, place.last) - 1, column]


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
