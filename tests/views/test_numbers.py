"""The numbers of the rule book as the window shows them; the command line's are in tests/end_to_end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Desk
from desktop.domain.accounts import Payments
from desktop.domain.keys import Plan
from desktop.domain.payments import Outcome
from desktop.services.accounts.accounts import NewAccount
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.rules.price_lists import NewPrices
from desktop.services.usage.imports import ImportWishes
from desktop.services.workspace import Choice, Workspace
from desktop.views.amounts import Amount
from desktop.views.billing.place_order import PlaceOrderDialog
from desktop.views.billing.small_table import SmallTable
from desktop.views.billing.tab import BillingTab
from desktop.views.desk import EVERYTHING, Surroundings, Tools
from desktop.views.frame.window import MainWindow
from desktop.views.leaving.endings import FEE
from desktop.views.leaving.page import DeactivatePage
from desktop.views.orders.tab import OrdersTab
from desktop.views.start.program import tools_for
from desktop.views.statement_dialog import StatementDialog
from tests.desks import ACADEMY, at
from tests.views.conftest import OnDay
from tests.views.hands import texts, the

FIRST, SECOND, LEAVING = date(2019, 4, 18), date(2019, 5, 29), date(2019, 9, 5)
CHANGE = date(2022, 8, 1)
EVERY_ROW = ImportWishes(count_all=True)


@dataclass
class Opened:
    """A window on an account, and the hands to use it."""

    window: MainWindow
    around: Surroundings
    qtbot: QtBot

    @property
    def workspace(self) -> Workspace:
        return self.around.workspace

    def settle(self) -> None:
        assert self.around.jobs.wait_idle(50_000)

    def place(self, seats: int, day: date | None = None, token: str = "tok_visa") -> None:
        if day is not None:
            at(self.workspace, day)
        self.workspace.orders.place(NewOrderWish(seats, CardWish(token)))

    def look(self, day: date | None = None) -> None:
        """Let the window show how things stand, on a day."""
        if day is not None:
            at(self.workspace, day)
        self.around.announce(EVERYTHING)
        self.settle()

    def billing(self, day: date | None = None) -> BillingTab:
        self.look(day)
        assert self.window.page.show_tab("billing")
        self.settle()
        tab = self.window.page.current
        assert isinstance(tab, BillingTab)
        return tab

    def leaving(self, day: date) -> DeactivatePage:
        tab = self.billing(day)
        tab.deactivate()
        self.settle()
        return the(tab, DeactivatePage)

    def order(self, number: int, day: date | None = None) -> OrdersTab:
        """Order History with the order's pane open."""
        self.look(day)
        assert self.window.page.show_tab("order-history")
        self.settle()
        tab = self.window.page.current
        assert isinstance(tab, OrdersTab)
        row = next(row for row in range(tab.model.rowCount()) if tab.model.answer(row).number == number)
        tab.rows.go_to(row)
        tab.open_pane()
        self.qtbot.waitUntil(lambda: tab.pane.pane is not None and tab.pane.pane.detail.order.number == number)
        self.settle()
        return tab

    def estimate(self, seats: int, day: date | None = None) -> PlaceOrderDialog:
        tab = self.billing(day)
        tab.place_order()
        self.settle()
        self.settle()
        form = the(tab, PlaceOrderDialog)
        form.head.users.setValue(seats)
        self.qtbot.waitUntil(lambda: not form.estimating.settle.isActive())
        self.settle()
        return form


Open = Callable[..., Opened]


@pytest.fixture
def opened(desk: Desk, qtbot: QtBot) -> Iterator[Open]:
    """Makes an account on a day and opens its window."""
    windows: list[tuple[MainWindow, Tools]] = []

    def open_it(day: date, account: NewAccount = ACADEMY) -> Opened:
        desk.folders.data.mkdir(parents=True, exist_ok=True)
        made = desk.create(Choice(store=str(desk.folders.data / "numbers.db"), day=day), account)
        made.close()
        tools = tools_for(OnDay(desk, day), desk.folders, replace(desk.settings, theme="light"), "en")
        window = MainWindow(tools)
        qtbot.addWidget(window)
        windows.append((window, tools))
        window.sitting.freshness.rest()
        window.show()
        window.sitting.open_place(made.store_place())
        assert tools.jobs.wait_idle(50_000)
        assert window.around is not None
        # Years pass in these tests; each step of them was looked at.
        window.around.workspace.context.leaps.ask = False
        return Opened(window, window.around, qtbot)

    yield open_it
    for window, tools in windows:
        window.sitting.freshness.attend(None)
        tools.jobs.wait_idle()
        window.close()
        tools.jobs.close()


@pytest.fixture
def of_2019(opened: Open) -> Opened:
    """The account of the screenshots: 150 users on 18 April 2019, 25 on 29 May, at $4."""
    account = opened(FIRST)
    account.place(150)
    account.place(25, SECOND)
    return account


def column(table: SmallTable, place: int) -> list[str]:
    return [table.rows.index(row, place).data() for row in range(table.rows.rowCount())]


def happens(page: DeactivatePage) -> list[tuple[str, str]]:
    lines = (line.split("\t") for line in page.days.told().splitlines())
    return [(day, " ".join(rest)) for day, *rest in lines]


def named(parent: BillingTab) -> list[str]:
    return [one.accessibleName() for one in parent.findChildren(Amount) if one.isVisible()]


@pytest.mark.parametrize(("day", "monthly", "annual"), [(FIRST, "$16.00", "$192.00"), (CHANGE, "$36.00", "$432.00")])
def test_f1_and_f2_four_users_cost_what_the_price_of_the_day_says(
    day: date, monthly: str, annual: str, opened: Open
) -> None:
    form = opened(day).estimate(4)
    assert form.head.monthly.accessibleName() == f"{monthly} Monthly charge on your credit card"
    assert form.head.annual.accessibleName() == f"{annual} Annual Subscription Price"
    assert form.head.problem.text() == "Your first order must be for at least 10 users."


@pytest.mark.parametrize(
    ("seats", "sentence"),
    [
        (9, "Your first order must be for at least 10 users."),
        (10, ""),
        (40, ""),
        (3_500, ""),
        (3_501, "A single credit card order cannot exceed 3,500 users."),
    ],
)
def test_r3_and_r4_bound_an_order_from_below_and_above(seats: int, sentence: str, opened: Open) -> None:
    form = opened(FIRST).estimate(seats)
    assert form.head.problem.text() == sentence
    assert form.go.isEnabled() is not bool(sentence)


def test_f2_forty_users_at_four_dollars_are_160_a_month(opened: Open) -> None:
    form = opened(FIRST).estimate(40)
    assert form.head.monthly.accessibleName() == "$160.00 Monthly charge on your credit card"


def test_r14_175_less_129_is_46(of_2019: Opened) -> None:
    of_2019.workspace.users.import_list(users(of_2019, 129))
    shown = named(of_2019.billing())
    assert {"175 Available", "129 Registered", "46 Remaining", "46 seats remaining of 175"} <= set(shown)


def test_f9_an_order_of_10_leaves_0_and_30_without_a_seat(opened: Open) -> None:
    account = opened(FIRST)
    account.workspace.users.import_list(users(account, 40))
    account.place(10)
    billing = account.billing()
    assert {"10 Available", "40 Registered", "0 Remaining"} <= set(named(billing))
    assert "30 registered users have no seat" in " ".join(texts(billing))


def test_f7_321_less_3_is_318_and_with_100_more_418(opened: Open) -> None:
    account = opened(date(2018, 7, 17))
    account.workspace.keys.activate("VENDOR-1", seats=321, plan=Plan.MAU)
    account.workspace.usage_imports.import_files([activity(account, {"2018-07": 1, "2018-08": 2})], EVERY_ROW)
    assert "318 Remaining" in named(account.billing(date(2018, 11, 8)))
    at(account.workspace, date(2018, 11, 9))
    account.workspace.keys.activate("VENDOR-2", seats=100, plan=Plan.MAU)
    assert "418 Remaining" in named(account.billing())


def test_f5_the_statement_of_the_example_says_5640(opened: Open) -> None:
    account = opened(date(2018, 7, 17))
    account.workspace.keys.activate("VENDOR-1", seats=321, plan=Plan.MAU)
    months = [f"2018-{month:02d}" for month in range(7, 13)] + [f"2019-{month:02d}" for month in range(1, 7)]
    counts = (50, 500, 5_000, *[10] * 9)
    at(account.workspace, date(2019, 7, 1))
    account.workspace.usage_imports.import_files([activity(account, dict(zip(months, counts, strict=True)))], EVERY_ROW)
    account.look()
    account.window.errands.open_statement()
    account.settle()
    dialog = the(account.window, StatementDialog)
    assert "5,640" in dialog.amount.text()
    assert [dialog.months.index(row, 1).data() for row in range(12)] == ["50", "500", "5,000", *["10"] * 9]


def test_f3_leaving_on_5_september_costs_2500_and_ends_on_29_october(of_2019: Opened) -> None:
    page = of_2019.leaving(LEAVING)
    assert page.head.fee.accessibleName() == "$2,500.00 early termination fee, if you deactivate today"
    assert column(page.endings.orders, 2) == ["Sep 18, 2019", "Sep 29, 2019"]
    assert column(page.endings.orders, FEE) == ["$2,100.00", "$400.00"]
    shown = happens(page)
    reminders = [day for day, what in shown if "Reminder" in what]
    assert reminders == ["Sep 29, 2019", "Oct 13, 2019", "Oct 25, 2019"]
    assert shown[-1][0] == "Oct 29, 2019"
    assert shown[-1][1].startswith("Inactive")


def test_due_first_leaving_on_18_september_costs_2200(of_2019: Opened) -> None:
    page = of_2019.leaving(date(2019, 9, 18))
    assert page.head.fee.accessibleName().startswith("$2,200.00")
    assert column(page.endings.orders, FEE) == ["$1,800.00", "$400.00"]


def test_arrears_of_600_are_owed_beside_the_fee_of_2100(opened: Open) -> None:
    account = opened(FIRST, replace(ACADEMY, payments=Payments.RECORDED))
    account.place(150)
    at(account.workspace, date(2019, 8, 18))
    account.workspace.outcomes.enter("1", Outcome.DECLINED)
    page = account.leaving(LEAVING)
    assert (column(page.endings.orders, FEE + 1), column(page.endings.orders, FEE)) == (["$600.00"], ["$2,100.00"])


def test_the_curve_says_2100_until_17_september_then_2400_and_4200_to_keep(opened: Open) -> None:
    account = opened(FIRST)
    account.place(150)
    page = account.leaving(LEAVING)
    assert column(page.choice.table, 3)[:2] == ["$2,100.00", "$2,400.00"]
    assert "Sep 17, 2019" in column(page.choice.table, 0)[0]
    assert "$4,200.00" in page.choice.summary.text()


def test_f3_ten_users_at_nine_dollars_with_seven_charged_cost_225(opened: Open) -> None:
    account = opened(date(2023, 1, 10))
    account.place(10)
    assert account.leaving(date(2023, 7, 20)).head.fee.accessibleName().startswith("$225.00")


@pytest.mark.parametrize(("scope", "month"), [("order", "$190.00"), ("account", "$140.00")])
def test_f4_ten_users_more_after_the_change_cost_what_the_scope_says(scope: str, month: str, opened: Open) -> None:
    account = opened(date(2022, 3, 1))
    account.place(25)
    at(account.workspace, CHANGE)
    account.workspace.rules.change("grandfather_scope", scope)
    account.place(10)
    headline = named(account.billing())[1]
    assert headline.startswith(f"{month} per month")


def test_a_fee_of_yen_is_rounded_once_to_whole_yen(opened: Open) -> None:
    account = opened(date(2023, 1, 10), replace(ACADEMY, currency="JPY"))
    account.workspace.rules.change("first_order_min", "1")
    account.workspace.prices.add(NewPrices(date(2023, 1, 10), {"JPY": "545"}))
    account.place(1)
    assert account.leaving(date(2023, 11, 15)).head.fee.accessibleName().startswith("¥273 ")


def test_a_month_of_dinars_is_rounded_once_to_three_decimals(opened: Open) -> None:
    account = opened(date(2023, 1, 10), replace(ACADEMY, currency="KWD"))
    account.workspace.prices.add(NewPrices(date(2023, 1, 10), {"KWD": "1.2345"}))
    assert "3.704" in account.estimate(3).head.monthly.accessibleName()


def test_month_steps_come_from_31_august_2019(opened: Open) -> None:
    account = opened(date(2019, 8, 31))
    account.place(10)
    rows = account.order(1).pane.instalments
    assert [rows.index(row, 1).data() for row in range(12)] == [
        *("Aug 31, 2019", "Sep 30, 2019", "Oct 31, 2019", "Nov 30, 2019", "Dec 31, 2019", "Jan 31, 2020"),
        *("Feb 29, 2020", "Mar 31, 2020", "Apr 30, 2020", "May 31, 2020", "Jun 30, 2020", "Jul 31, 2020"),
    ]


def test_dunning_from_18_september_cancels_on_18_october(opened: Open) -> None:
    account = opened(FIRST, replace(ACADEMY, payments=Payments.RECORDED))
    account.place(150)
    at(account.workspace, date(2019, 9, 18))
    account.workspace.outcomes.enter("1", Outcome.DECLINED)
    tab = account.order(1, date(2019, 10, 18))
    pane = tab.pane.pane
    assert pane is not None
    befell = [(one.on, one.rule) for one in pane.detail.timeline]
    assert (date(2019, 10, 18), "O6") in befell
    shown = " ".join(texts(tab.pane))
    assert all(day in shown for day in ("Sep 18, 2019", "Sep 25, 2019", "Oct 9, 2019", "Oct 18, 2019"))


def test_c3_the_trial_of_10_january_is_over_on_9_february(opened: Open) -> None:
    account = opened(date(2026, 1, 10))
    assert "Feb 9, 2026" in " ".join(texts(account.billing()))
    assert "Trial" in texts(account.billing(date(2026, 2, 8)))
    assert "Inactive" in texts(account.billing(date(2026, 2, 9)))


def test_c15_a_mau_key_ends_with_its_period(opened: Open) -> None:
    account = opened(date(2018, 7, 17))
    account.workspace.keys.activate("VENDOR-1", seats=321, plan=Plan.MAU)
    page = account.leaving(date(2018, 9, 5))
    assert page.head.until.accessibleName().startswith("Jun 30, 2019")
    assert happens(page)[-1][0] == "Jul 31, 2019"


def users(account: Opened, count: int) -> Path:
    """A list of so many registered learners."""
    path = account.workspace.context.scratch / "users.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"u{person},u{person}@example.com\n" for person in range(count))
    path.write_text(f"name,email\n{rows}", encoding="utf-8")
    return path


def activity(account: Opened, counts: dict[str, int]) -> Path:
    """A log of so many people active in each month."""
    path = account.workspace.context.scratch / "log.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        f"u{person}@example.com,{month}-15T10:00:00Z\n" for month, count in counts.items() for person in range(count)
    ]
    path.write_text("user,time\n" + "".join(rows), encoding="utf-8")
    return path
