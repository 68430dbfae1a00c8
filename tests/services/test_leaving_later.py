"""Leaving looked at on a later day, and its file: one state of the store, with everybody who loses access."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.domain.keys import Plan
from desktop.domain.users import Role
from desktop.services.accounts.users import UserWish
from desktop.services.leaving.report import write_preview
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.reports.files import FileWish
from desktop.services.workspace import Workspace
from tests.charts.samples import translator
from tests.desks import DAY, at, refused


@pytest.fixture
def ordered(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Ten users ordered by a card that expires in March, and five registered learners."""
    workspace.orders.place(NewOrderWish(10, CardWish("tok_visa")))
    learners = tmp_path / "learners.csv"
    learners.write_text("name,email\n" + "".join(f"U{one},u{one}@example.org\n" for one in range(5)), encoding="utf-8")
    workspace.users.import_list(learners)
    return workspace


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def test_a_later_day_assumes_that_all_is_paid_and_says_so(ordered: Workspace) -> None:
    today, later = ordered.deactivations.preview(), ordered.deactivations.preview(on=date(2026, 7, 10))
    assert (today.later, later.later) == (False, True)
    assert (today.fee.decimal, later.fee.decimal) == ("495.00", "225.00")
    assert [(one.left, one.charged_on, one.ends_on) for one in later.endings] == [
        (5, date(2026, 7, 10), date(2026, 8, 10))
    ]
    assert later.endings[0].fee_formula is not None
    assert later.endings[0].fee_formula.english() == "50 % × 10 × 9.00 USD × 5"
    assert ordered.deactivations.preview().on == DAY, "nothing was moved"


def test_earlier_days_and_days_without_an_active_account_are_refused(ordered: Workspace) -> None:
    with refused("Leaving is looked at from today on. Name 2026-01-10 or a later day."):
        ordered.deactivations.preview(on=DAY - timedelta(days=1))
    with refused("Leaving is looked at at most 30 years ahead."):
        ordered.deactivations.preview(on=date(2060, 1, 1))
    ordered.rules.change("auto_renew", "off")
    with refused("On 2027-02-01 the account will not be active any more: nothing is left then."):
        ordered.deactivations.preview(on=date(2027, 2, 1))


def test_everybody_but_the_owner_loses_access(ordered: Workspace, tmp_path: Path) -> None:
    ordered.users.change("u1@example.org", UserWish(registered=False))
    ordered.users.change("u2@example.org", UserWish(registered=False, role=Role.ADMINISTRATOR))
    preview = ordered.deactivations.preview()
    written = write_preview(ordered.context, FileWish(tmp_path / "leave.csv", translator()))
    assert str(tmp_path / "leave.users.csv") in written.files
    losing = rows(tmp_path / "leave.users.csv")
    assert [one["user"] for one in losing] == [f"u{one}@example.org" for one in (0, 2, 3, 4)]
    assert preview.losing_access == len(losing)
    assert {one["last_paid_day"] for one in losing} == {"2026-02-09"}
    assert {one["no_access_from"] for one in losing} == {str(preview.inactive_on)}
    assert [one["role"] for one in losing] == ["Learner", "Administrator", "Learner", "Learner"]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf", "parquet", "json"])
def test_the_file_of_a_later_day_is_written_in_every_format(ordered: Workspace, tmp_path: Path, kind: str) -> None:
    written = write_preview(ordered.context, FileWish(tmp_path / f"leave.{kind}", translator()), date(2026, 7, 10))
    assert all(Path(file).stat().st_size for file in written.files)
    if kind == "csv":
        assert rows(tmp_path / "leave.csv")[0]["fee"] == "225.00"


def test_keys_that_end_are_listed_with_the_units_that_lapse(workspace: Workspace, tmp_path: Path) -> None:
    workspace.keys.activate("VENDOR-1", seats=321, plan=Plan.MAU)
    preview = workspace.deactivations.preview()
    assert preview.endings == ()
    assert [(one.key, one.seats, one.ends_on) for one in preview.keys] == [("…OR-1", 321, date(2027, 1, 1))]
    assert (preview.unused, preview.fee.minor, preview.seats) == (321, 0, ())
    write_preview(workspace.context, FileWish(tmp_path / "leave.csv", translator()))
    assert rows(tmp_path / "leave.csv")[0]["ends_on"] == "2027-01-01", "without orders the keys are the main table"


def test_a_later_day_than_the_end_of_a_key_is_refused(workspace: Workspace) -> None:
    workspace.keys.activate("VENDOR-1", seats=321, plan=Plan.MAU)
    at(workspace, date(2026, 3, 1))
    assert workspace.deactivations.preview(on=date(2026, 12, 1)).paid_until == date(2027, 1, 1)
    with refused("On 2027-01-01 the account will not be active any more: nothing is left then."):
        workspace.deactivations.preview(on=date(2027, 1, 1))
