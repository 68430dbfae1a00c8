"""JSON: the whole report as one document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from desktop.domain.progress import Step, silent
from desktop.formats.reports.files import landing
from desktop.formats.reports.plain import utc_text
from desktop.formats.reports.report import Column, Kind, Report, Table
from desktop.formats.reports.totals import Totals
from desktop.i18n import Amount, Message, Translator, Value


def write_json(
    report: Report, path: Path, translator: Translator, *, overwrite: bool = False, step: Step = silent
) -> tuple[Path, ...]:
    """Write `{key, title, language, mark, zone, facts: [{name, value}], tables: {key: [{..}]}, totals: {key: {..}}}`.

    Rows are objects under the columns' keys: whole numbers, `YYYY-MM`, ISO days, instants in UTC, money as
    `{amount, currency}`, null where there is nothing; titles and messages are in the reader's language.

    Raises:
        UserError: See `files.landing`.
    """
    done, total = 0, sum(table.rows for table in report.tables)
    # A lone half of a surrogate pair becomes an escape, which JSON has and UTF-8 has not.
    with (
        landing(path, overwrite=overwrite) as part,
        part.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file,
    ):
        head = json.dumps(_head(report, translator), ensure_ascii=False, indent=1)
        file.write(f'{head.removesuffix(chr(10) + "}")},\n "tables": {{')
        totals = {}
        for i, table in enumerate(report.tables):
            file.write(f"{',' if i else ''}\n  {json.dumps(table.key)}: [")
            sums = Totals(table)
            for text, rows in _rows(table, translator, sums):
                file.write(text)
                done += rows
                step(done, total)
            file.write("\n  ]")
            totals[table.key] = {key: _plain(value, translator) for key, value in sums.values.items()}
        file.write(f'\n }},\n "totals": {json.dumps(totals, ensure_ascii=False)}\n}}\n')
    return (path,)


def _head(report: Report, translator: Translator) -> dict[str, object]:
    return {
        "key": report.key,
        "title": translator.text(report.title),
        "language": translator.language,
        "mark": None if report.mark is None else translator.text(report.mark),
        "zone": report.zone,
        "facts": [{"name": translator.text(name), "value": _plain(value, translator)} for name, value in report.facts],
    }


def _rows(table: Table, translator: Translator, sums: Totals) -> Iterator[tuple[str, int]]:
    keys = [column.key for column in table.columns]
    writes = [_writing(column, translator) for column in table.columns]
    separator = "\n   "
    for batch in table.batches:
        sums.add(batch)
        columns = [
            list(cells) if write is None else [None if cell is None else write(cell) for cell in cells]
            for write, cells in zip(writes, batch, strict=True)
        ]
        rows = [json.dumps(dict(zip(keys, row, strict=True)), ensure_ascii=False) for row in zip(*columns, strict=True)]
        if rows:
            yield separator + ",\n   ".join(rows), len(rows)
            separator = ",\n   "


def _writing(column: Column, translator: Translator) -> Callable[[Any], object] | None:
    if column.kind in (Kind.TEXT, Kind.INT):
        return None
    return str if column.kind is Kind.MONTH else lambda cell: _plain(cell, translator)


def _plain(value: Value, translator: Translator) -> object:
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Message | tuple):
        return translator.value(value)
    if isinstance(value, str | int | None):
        return value
    return _money(value) if isinstance(value, Amount) else str(value)


def _money(amount: Amount) -> dict[str, str]:
    return {"amount": amount.decimal, "currency": amount.currency}
