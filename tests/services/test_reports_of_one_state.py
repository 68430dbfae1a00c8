"""A file is one state of the store: whatever is done while it is written, it has each row once, as it was."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import make_url

from desktop.domain.periods import Month
from desktop.domain.progress import Step
from desktop.i18n import Translator
from desktop.services.accounts.users import UserWish
from desktop.services.journal import report as history_report
from desktop.services.journal.report import write_history
from desktop.services.leaving import users as leaving_users
from desktop.services.leaving.report import write_preview
from desktop.services.orders import report as order_report
from desktop.services.orders.orders import NewOrderWish
from desktop.services.orders.wishes import OrderSort, OrderWishes
from desktop.services.payments.payment_methods import CardWish
from desktop.services.reports.files import FileWish
from desktop.services.usage import people_report
from desktop.services.usage import report as usage_report
from desktop.services.usage.imports import ImportWishes
from desktop.services.usage.people_report import PeopleReports
from desktop.services.usage.people_wishes import PeopleWishes
from desktop.services.workspace import Workspace
from tests.charts.samples import translator
from tests.desks import Desks, at

JANUARY = Month.parse("2026-01")


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows at a time, so that few rows are several pages."""
    for module in (order_report, people_report, usage_report, leaving_users):
        monkeypatch.setattr(module, "PAGE_ROWS", 2)
    monkeypatch.setattr(history_report, "_PAGE", 2)


@pytest.fixture
def words() -> Translator:
    return translator()


@pytest.fixture
def active(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Six people were active in January."""
    at(workspace, date(2026, 1, 31))
    bring(workspace, tmp_path / "first.csv", [f"learner{one}" for one in range(6)])
    return workspace


def bring(workspace: Workspace, file: Path, people: list[str], day: int = 9) -> None:
    rows = [f"{one}@example.org,2026-01-0{day}T10:00:0{place}Z" for place, one in enumerate(people)]
    file.write_text("\n".join(["user,time", *rows, ""]), encoding="utf-8")
    workspace.usage_imports.import_files([file], ImportWishes(count_all=True))


def once(act: Callable[[], object]) -> Step:
    """A step that does the act when the first page is written."""
    waiting = [act]

    def step(done: int, total: int) -> None:
        if waiting:
            waiting.pop()()

    return step


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def test_an_order_that_moves_in_the_list_meanwhile_is_written_once(
    any_store_url: str, desks: Desks, words: Translator, tmp_path: Path
) -> None:
    url = make_url(any_store_url)
    if url.database and url.get_backend_name() == "sqlite":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    workspace = desks.new(url)
    tokens = ["tok_visa", "tok_visa", "tok_mastercard", "tok_mastercard", "tok_discover", "tok_amex"]
    for token in tokens:
        workspace.orders.place(NewOrderWish(10, CardWish(token)))
    by_payment, file = OrderWishes(sort=OrderSort.PAYMENT, descending=False), tmp_path / "orders.csv"

    def change_cards() -> None:
        workspace.order_cards.change(["6"], CardWish("tok_visa"))
        workspace.order_cards.change(["1"], CardWish("tok_amex"))
        workspace.orders.place(NewOrderWish(10, CardWish("tok_visa")))

    written = workspace.order_reports.write_list(FileWish(file, words, step=once(change_cards)), by_payment)
    assert written.rows == 6
    assert sorted(row["order"] for row in rows(file)) == ["1", "2", "3", "4", "5", "6"]
    assert [row["payment"] for row in rows(file)] == sorted(row["payment"] for row in rows(file))
    assert workspace.order_list.count() == 7, "the act was done"


def test_a_preview_of_leaving_and_who_loses_access_are_of_one_state(
    workspace: Workspace, words: Translator, tmp_path: Path
) -> None:
    workspace.orders.place(NewOrderWish(10, CardWish("tok_visa")))
    learners, file = tmp_path / "learners.csv", tmp_path / "leave.csv"
    people = "".join(f"U{one},u{one}@example.org\n" for one in range(5))
    learners.write_text(f"name,email\n{people}", encoding="utf-8")
    workspace.users.import_list(learners)

    def act() -> None:
        workspace.users.change("u4@example.org", UserWish(registered=False))
        workspace.orders.place(NewOrderWish(4, CardWish("tok_visa")))

    write_preview(workspace.context, FileWish(file, words, step=once(act)))
    assert [row["user"] for row in rows(tmp_path / "leave.users.csv")] == [f"u{one}@example.org" for one in range(5)]
    assert [row["fee"] for row in rows(file)] == ["495.00"]
    now = workspace.deactivations.preview()
    assert (now.losing_access, len(now.endings)) == (4, 2), "the act was done"


def test_an_import_while_usage_is_written_is_not_in_the_file(
    active: Workspace, words: Translator, tmp_path: Path
) -> None:
    file = tmp_path / "usage.csv"
    # Earlier activity of a person who is still to be written comes from a file that was not there.
    act = once(lambda: bring(active, tmp_path / "second.csv", ["learner5", "newcomer"], day=1))
    assert active.usage_reports.report(FileWish(file, words, step=act), JANUARY, JANUARY).rows == 6
    written = [(row["user_unique_id"], row["source"]) for row in rows(file)]
    assert written == [(f"learner{one}@example.org", "first.csv") for one in range(6)]
    assert len(active.usage.people(JANUARY)) == 7, "the import was done"


def test_an_import_before_a_usage_report_comes_to_its_second_month_does_not_stop_it(
    active: Workspace, words: Translator, tmp_path: Path
) -> None:
    at(active, date(2026, 2, 20))
    february = tmp_path / "february.csv"
    february.write_text("user,time\nanna@example.org,2026-02-03T10:00:00Z\n", encoding="utf-8")
    active.usage_imports.import_files([february], ImportWishes(count_all=True))
    late, file = tmp_path / "late.csv", tmp_path / "usage.csv"
    late.write_text("user,time\nbert@example.org,2026-02-01T10:00:00Z\n", encoding="utf-8")
    act = once(lambda: active.usage_imports.import_files([late], ImportWishes(count_all=True)))
    assert active.usage_reports.report(FileWish(file, words, step=act), JANUARY, JANUARY + 1).rows == 7
    assert [row["source"] for row in rows(file)] == [*["first.csv"] * 6, "february.csv"]
    assert len(active.usage.people(JANUARY + 1)) == 2, "the import was done"


def test_the_people_of_a_month_are_as_many_as_the_file_says(
    active: Workspace, words: Translator, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    act = once(lambda: bring(active, tmp_path / "second.csv", ["newcomer"], day=1))
    written = PeopleReports(active.context).write(FileWish(file, words, step=act), JANUARY, PeopleWishes())
    assert written.rows == len(rows(file)) == 6


def test_the_journal_and_what_its_entries_changed_are_of_one_state(
    active: Workspace, words: Translator, tmp_path: Path
) -> None:
    entries, file = active.history.count(), tmp_path / "journal.csv"
    act = once(lambda: active.rules.change("trial_days", "31"))
    written = write_history(active.context, FileWish(file, words, step=act))
    assert written.rows == len(rows(file)) == entries
    changed = {int(row["entry"]) for row in rows(tmp_path / "journal.changes.csv")}
    assert changed <= {int(row["entry"]) for row in rows(file)}
    assert active.history.count() == entries + 1, "the act was done"
