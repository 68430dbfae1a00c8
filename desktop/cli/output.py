"""What a command prints: one JSON document, or a table for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

from desktop.cli.interrupts import noted
from desktop.domain.errors import Canceled
from desktop.domain.explanation import Explanation, said
from desktop.domain.money import Money
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.domain.progress import Step, silent
from desktop.i18n import Message, Translator, Value
from desktop.system.clock import zone_named


def plain(value: Any) -> Any:  # noqa: C901, PLR0911 - one case a kind of value
    """A service's answer as JSON values: dataclasses by field, lower_snake enums, ISO dates, Messages in parts."""
    if isinstance(value, Explanation):
        return value.as_json()
    if isinstance(value, Message):
        return value.as_json()
    if isinstance(value, Money | UnitPrice):
        return {"amount": value.decimal, "currency": value.currency}
    if isinstance(value, Enum):
        return value.value.replace("-", "_") if isinstance(value.value, str) else value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction | Decimal | Path):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(one) for one in value]
    return value


@dataclass(frozen=True)
class Output:
    """Where a command's answer goes."""

    json: bool
    translator: Translator

    @property
    def language(self) -> str:
        """The language it is printed in, in which numbers are typed too."""
        return self.translator.language

    def document(self, value: Any) -> None:
        """One JSON document."""
        text = json.dumps(plain(value), ensure_ascii=False, indent=2)
        sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")

    def line(self, message: Message) -> None:
        """A sentence."""
        sys.stdout.write(self.translator.text(message) + "\n")

    def note(self, message: Message) -> None:
        """A sentence beside the answer, on stderr."""
        sys.stderr.write(self.translator.text(message) + "\n")

    def table(self, heads: Sequence[Message], rows: Sequence[Sequence[Value]], title: Message | None = None) -> None:
        """An aligned table; numbers to the right."""
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(
            title=None if title is None else self.translator.text(title),
            title_justify="left",
            box=None,
            pad_edge=False,
            header_style="bold",
        )
        for place, head in enumerate(heads):
            number = any(_is_number(row[place]) for row in rows)
            table.add_column(Text(self.translator.text(head)), justify="right" if number else "left", overflow="fold")
        for row in rows:
            table.add_row(*(Text(self.translator.value(value)) for value in row))
        wide = None if sys.stdout.isatty() else 160
        Console(width=wide, highlight=False).print(table)

    def explanation(self, tree: Explanation) -> None:
        """A derivation, one step a line."""
        for depth, step in tree.walk():
            value = "" if step.value is None else f"  {self.translator.value(said(step.value))}"
            rule = f"  [{step.rule}]" if step.rule else ""
            sys.stdout.write(f"{'  ' * depth}{self.translator.text(step.text)}{value}{rule}\n")

    @contextmanager
    def progress(self, what: Message) -> Iterator[Step]:
        """A progress bar on stderr while a person watches; silent otherwise. Ctrl-C cancels at the next step."""
        with noted() as stopped:
            if not sys.stderr.isatty():
                yield _ending(silent, stopped)
                return
            yield from self._bar(what, stopped)

    def _bar(self, what: Message, stopped: Callable[[], bool]) -> Iterator[Step]:
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(self.translator.text(what), total=None)
            yield _ending(lambda done, total: bar.update(task, completed=done, total=total or None), stopped)


def _ending(step: Step, stopped: Callable[[], bool]) -> Step:
    """The step, which ends the work once the person asked to stop."""

    def told(done: int, total: int) -> None:
        if stopped():
            raise Canceled
        step(done, total)

    return told


def _is_number(value: Value) -> bool:
    return isinstance(value, int | Money | UnitPrice) and not isinstance(value, bool)


def local_time(instant: datetime, zone: str) -> datetime:
    """The instant as clocks of the zone show it."""
    return instant.astimezone(zone_named(zone))
