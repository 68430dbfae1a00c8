"""The demo workspace: a year and a half of believable data for two accounts, the same on every machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from desktop.domain.keys import Plan
from desktop.domain.periods import Month, add_months, months_between
from desktop.domain.progress import Step, silent
from desktop.services.demo.account import DEMO_ACCOUNT, DEMO_STARTS, DEMO_TODAY
from desktop.services.demo.activity import Event, Person, events, people, write_csv_log, write_users, write_xapi
from desktop.services.demo.orders import ordering_diary
from desktop.services.usage.imports import ImportWishes
from desktop.services.workspace import Workspace
from desktop.system.clock import FixedClock, end_of_day

_KEYS = (
    (date(2018, 3, 8), Plan.MAU, 2_400),
    (date(2018, 9, 3), Plan.ADD_ON, 50),
    (date(2018, 11, 19), Plan.MAU, 900),
    (date(2019, 3, 4), Plan.MAU, 3_600),
)
_SPANS = (
    ("2018-03", "2018-06"),
    ("2018-07", "2018-12"),
    ("2019-01", "2019-03"),
    ("2019-04", "2019-06"),
    ("2019-07", "2019-08"),
)
_CLOSED_TO = Month.parse("2019-07")
_NEXT_ROWS = 240
_LATE_ROWS = 12

_Entry: TypeAlias = "tuple[date, Callable[[], object]]"


def fill_demo(workspace: Workspace, step: Step = silent) -> None:
    """Live through the demo accounts' year and a half, each act on its own day; the clock is put back after."""
    store = workspace.context.store
    now = store.clock
    with TemporaryDirectory(dir=workspace.context.scratch, prefix="seatwise-demo-") as folder:
        ordering = ordering_diary(workspace, people(), Path(folder), DEMO_TODAY)
        diary = sorted([*_diary(workspace, people(), Path(folder)), *ordering], key=lambda entry: entry[0])
        for place, (day, act) in enumerate(diary):
            step(place, len(diary))
            store.clock = FixedClock(end_of_day(day, DEMO_ACCOUNT.time_zone))
            act()
    store.clock = now
    step(1, 1)


def file_to_import(folder: Path) -> Path:
    """A small activity file of the demo's last days, written into the folder: something to try the import with."""
    found = [event for event in events(Month.of(DEMO_TODAY), people()) if event.at.date() < DEMO_TODAY]
    path = folder / "academy-log-2019-09.csv"
    write_csv_log(path, found[-_NEXT_ROWS:])
    return path


def _diary(workspace: Workspace, everyone: list[Person], folder: Path) -> Iterator[_Entry]:
    users = folder / "learning-manager-users.csv"
    write_users(users, everyone)
    yield date(2018, 3, 2), partial(workspace.users.import_list, users)
    for day, plan, seats in _KEYS:
        yield day, partial(_activate, workspace, seats, plan)
    for place, (first, last) in enumerate(_SPANS):
        found = [
            event
            for month in months_between(Month.parse(first), Month.parse(last))
            for event in events(month, everyone)
        ]
        yield (
            Month.parse(last).end + timedelta(days=3),
            partial(_import, workspace, _file(folder, place, first, last, found)),
        )
    running = [event for event in events(Month.of(DEMO_TODAY), everyone) if event.at.date() < DEMO_TODAY]
    yield DEMO_TODAY, partial(_import, workspace, _file(folder, 1, "2019-09", "2019-09", running))
    for month in months_between(Month.of(DEMO_STARTS), _CLOSED_TO):
        yield _closing_day(month), partial(workspace.usage_changes.close_month, month)
    late = events(Month.parse("2019-03"), everyone[-30:] + everyone[:30])[-_LATE_ROWS:]
    yield date(2019, 7, 16), partial(_import, workspace, _file(folder, 0, "2019-03", "late", late))
    trainer = everyone[7].email
    yield date(2018, 7, 4), partial(workspace.usage_changes.exclude, trainer, "Trainer, tests every course")


def _closing_day(month: Month) -> date:
    """The day after the import that reaches past the month."""
    span_end = next(Month.parse(last).end for first, last in _SPANS if Month.parse(first) <= month <= Month.parse(last))
    return max(span_end + timedelta(days=4), add_months(month.first_day, 1) + timedelta(days=2))


def _file(folder: Path, place: int, first: str, last: str, found: list[Event]) -> Path:
    span = first if first == last else f"{first}-{last}"
    path = folder / (f"academy-log-{span}.csv" if place % 2 == 0 else f"xapi-statements-{span}.json")
    (write_csv_log if place % 2 == 0 else write_xapi)(path, found)
    return path


def _import(workspace: Workspace, path: Path) -> None:
    workspace.usage_imports.import_files([path], ImportWishes())


def _activate(workspace: Workspace, seats: int, plan: Plan) -> None:
    workspace.keys.activate(workspace.keys.issue(seats, plan).key)
