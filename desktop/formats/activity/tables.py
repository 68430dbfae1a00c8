"""Tables of text into DuckDB: at once where the file is perfectly regular, else record by record, each counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from desktop.domain.progress import Step
from desktop.formats.activity.dialect import Dialect
from desktop.formats.activity.reading import RowExample
from desktop.formats.activity.records import COLUMNS, Record, is_blank
from desktop.formats.activity.survey import Survey
from desktop.formats.activity.workbench import Workbench, quoted

EXAMPLES = 3
_BLOCK = 20_000
_LONGEST_QUICK_LINE = 2_000_000
_MOST_REJECTED = 1_000_000
_REJECTED_TYPES = {"MISSING COLUMNS", "TOO MANY COLUMNS"}


class IrregularError(Exception):
    """The quick way is not to be trusted with this file; nobody is told, it is read record by record instead."""


@dataclass
class Broken:
    """Rows that were rejected before they were rows: by reason, with a few examples each."""

    reasons: Counter[str] = field(default_factory=Counter)
    examples: list[RowExample] = field(default_factory=list)

    def add(self, reason: str, line: int | None, text: str) -> None:
        """Count one."""
        self.reasons[reason] += 1
        if self.reasons[reason] <= EXAMPLES:
            self.examples.append(RowExample(line, reason, text[:200]))

    @property
    def rows(self) -> int:
        """How many."""
        return self.reasons.total()


def quick_relation(path: Path, dialect: Dialect, *, collect: bool) -> str:
    """DuckDB's own reading of a regular UTF-8 file; with `collect` it keeps the rows it rejects, else it skips them.

    Strictness and line ends are DuckDB's defaults: naming both loses every row of a file with CRLF.
    """
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(dialect.header)))
    rejects = "store_rejects = true" if collect else "ignore_errors = true"
    return (
        f"read_csv({quoted(_literal(path))}, auto_detect = false, header = true, delim = {quoted(dialect.delimiter)}, "
        f"quote = '\"', escape = '\"', comment = '', skip = {dialect.skip}, columns = {{{columns}}}, "
        f"max_line_size = {_LONGEST_QUICK_LINE}, compression = 'none', {rejects})"
    )


def _literal(path: Path) -> str:
    """The path as itself: characters that mean patterns to DuckDB are put in brackets."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path))


def quick_rejects(bench: Workbench) -> Broken:
    """What the quick way rejected; `IrregularError` where it was for more than a wrong number of columns."""
    broken = Broken()
    rows = bench.run(
        "SELECT line, min(error_type), any_value(csv_line), count(DISTINCT error_type) FROM reject_errors GROUP "
        "BY line ORDER BY line LIMIT 1000001"
    )
    if len(rows) > _MOST_REJECTED:
        raise IrregularError
    for line, kind, text, kinds in rows:
        if kinds > 1 or kind not in _REJECTED_TYPES:
            raise IrregularError
        if not is_blank(text or ""):
            broken.add(COLUMNS, int(line), text or "")
    return broken


def regular(found: Survey, dialect: Dialect) -> bool:
    """Whether the whole file is such that the quick way may be believed."""
    return found.utf8 and not found.nul and found.newline == dialect.newline


def stage_records(bench: Workbench, records: Iterable[Record], width: int, step: Step) -> Broken:
    """Make the table `rows` of records as wide as the header; one empty field too many is no fault."""
    bench.run(f"CREATE TABLE rows (line BIGINT, {', '.join(f'c{place} VARCHAR' for place in range(width))})")
    broken = Broken()
    block: list[tuple[object, ...]] = []
    for record in records:
        fields = record.fields
        if len(fields) == width + 1 and not fields[-1]:
            fields = fields[:-1]
        if record.fault is not None:
            broken.add(record.fault, record.line, record.text)
        elif len(fields) != width:
            broken.add(COLUMNS, record.line, " | ".join(fields))
        else:
            block.append((record.line, *fields))
        if len(block) == _BLOCK:
            bench.append("rows", block)
            block = []
            step(0, 0)
    bench.append("rows", block)
    return broken
