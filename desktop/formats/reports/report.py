"""What a report holds, before any format: facts, tables that are streamed, and charts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, TypeAlias, TypeVar

from desktop.domain.periods import Month
from desktop.i18n import Amount, Message, Value, msg

Cell: TypeAlias = "str | int | Month | date | datetime | Amount | Message | None"
"""A value of the column's kind, or None where there is none. Instants are aware."""

Batch: TypeAlias = Sequence[Sequence[Cell]]
"""Some rows of a table: one list per column, all of the same length."""

Picture: TypeAlias = Callable[[Literal["png", "svg", "pdf"]], bytes]


T = TypeVar("T")


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    INT = "int"
    MONTH = "month"
    DATE = "date"
    INSTANT = "instant"
    MONEY = "money"
    MESSAGE = "message"


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        key: Its English name in formats read by machines; lower_snake.
        title: Its name for people.
        kind: What its cells are.
        currency: For money, the one currency of all its cells; None where they differ, then each cell names its own.
        guard: Whether texts that a spreadsheet would take for formulas are neutralised in CSV. Leave it on for
            everything that comes from people or files.
    """

    key: str
    title: Message
    kind: Kind = Kind.TEXT
    currency: str | None = None
    guard: bool = True


@dataclass(frozen=True)
class Table:
    """One table, whose rows are produced while they are written.

    Attributes:
        key: Its English name, unique in the report; lower_snake.
        name: Its name for people, on sheets and headings.
        columns: Its columns, at least one.
        batches: The rows; read once, by one writer.
        totals: Keys of the int and money columns (of one currency) that are summed up.
        rows: How many rows there will be, for the progress; 0 where nobody knows.
    """

    key: str
    name: Message
    columns: tuple[Column, ...]
    batches: Iterable[Batch]
    totals: tuple[str, ...] = ()
    rows: int = 0


@dataclass(frozen=True)
class ChartPlan:
    """A chart made by the spreadsheet itself from the columns of one table, by their keys."""

    table: str
    category: str
    bars: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """A report in no language yet; whoever writes it gives a translator.

    Attributes:
        key: Its English name; lower_snake.
        title: Its name for people.
        facts: What was asked: account, period, as-of, zone, filters, journal head; in the order they are printed.
        tables: The tables; the first is the main one.
        mark: Words that go with every format, such as "Demo data".
        zone: The IANA zone that instants are written in for people; machines get UTC.
        picture: Gives the chart as bytes of a kind, in the reader's language.
        picture_text: What the picture shows, in words and in the reader's language; needed with `picture`.
        chart: The same chart as the spreadsheet draws it.
        made_at: The instant in the files' own properties; without it none is written, so bytes can be compared.
    """

    key: str
    title: Message
    facts: tuple[tuple[Message, Value], ...]
    tables: tuple[Table, ...]
    mark: Message | None = None
    zone: str = "UTC"
    picture: Picture | None = None
    picture_text: str = ""
    chart: ChartPlan | None = None
    made_at: datetime | None = None

    def only(self, key: str) -> Report:
        """The same report with one of its tables, for formats that hold one table a file."""
        return replace(self, tables=tuple(table for table in self.tables if table.key == key))


def table_of(
    key: str,
    name: Message,
    cells: Sequence[tuple[Column, Callable[[T], Cell]]],
    answers: Sequence[T],
    totals: tuple[str, ...] = (),
) -> Table:
    """A short table: its columns, each with the cell it shows of an answer, and a row for each answer."""
    batch = [[cell(answer) for answer in answers] for _, cell in cells]
    columns = tuple(column for column, _ in cells)
    return Table(key, name, columns, [batch] if answers else [], totals, len(answers))


def marked(table: Table, mark: Message | None) -> Table:
    """The table with the report's mark as a last column, for formats that have no other place for it."""
    if mark is None:
        return table
    return replace(
        table,
        columns=(*table.columns, Column("mark", msg("Mark"), Kind.MESSAGE)),
        batches=_with_mark(table.batches, mark),
    )


def _with_mark(batches: Iterable[Batch], mark: Message) -> Iterator[Batch]:
    for batch in batches:
        yield [*batch, [mark] * len(batch[0])]
