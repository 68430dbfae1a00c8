"""The statement in the window: read, issued only when the person is sure, and refused in words."""

from collections.abc import Callable
from datetime import date

import pytest

from desktop.domain.keys import Plan
from desktop.views.desk import Surroundings
from desktop.views.frame.window import MainWindow
from desktop.views.statement_dialog import StatementDialog
from tests.desks import at
from tests.views.hands import click, the

Settled = Callable[[], None]


@pytest.fixture
def opened(open_window: MainWindow, around: Surroundings, settled: Settled) -> Callable[[], StatementDialog]:
    """Opens the dialog of a plan that began on 10 January 2026."""
    around.workspace.keys.activate("VENDOR-1", seats=10, plan=Plan.MAU)

    def open_it() -> StatementDialog:
        open_window.errands.open_statement()
        settled()
        return the(open_window, StatementDialog)

    return open_it


def test_a_running_period_is_shown_and_can_be_issued_from_the_day_it_names(
    opened: Callable[[], StatementDialog], around: Surroundings
) -> None:
    dialog = opened()
    assert dialog.heading.text() == "Not issued: Jan 2026 to Dec 2026"
    assert dialog.months.rowCount() == 1
    assert dialog.when.text() == dialog.issue.toolTip() == "It can be issued from Jan 1, 2027 on."
    assert dialog.when.isVisible()
    assert not dialog.sure.isEnabled()
    dialog.sure.setChecked(True)
    assert not dialog.issue.isEnabled()


def test_on_the_day_it_names_the_statement_can_be_issued(
    opened: Callable[[], StatementDialog], around: Surroundings
) -> None:
    around.workspace.context.leaps.ask = False
    at(around.workspace, date(2027, 1, 1))
    dialog = opened()
    assert not dialog.when.isVisible()
    dialog.sure.setChecked(True)
    assert dialog.issue.isEnabled()


def test_an_ended_period_is_issued_once(
    opened: Callable[[], StatementDialog], around: Surroundings, settled: Settled
) -> None:
    around.workspace.context.leaps.ask = False
    at(around.workspace, date(2027, 1, 2))
    dialog = opened()
    dialog.sure.setChecked(True)
    click(dialog.issue)
    settled()
    assert dialog.heading.text() == "Statement 1: Jan 2026 to Dec 2026"
    assert {one.state for one in around.workspace.statements.show().months} == {"closed"}
    assert not dialog.sure.isEnabled()
    assert not dialog.issue.isEnabled()


def test_without_a_plan_the_dialog_says_so(open_window: MainWindow, settled: Settled) -> None:
    open_window.errands.open_statement()
    settled()
    dialog = the(open_window, StatementDialog)
    assert dialog.problem.text().startswith("There is no plan period to make a statement of.")
    assert not dialog.save.isEnabled()
