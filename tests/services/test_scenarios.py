"""The scenario board on the real account: worked out, kept, compared, applied whole or not at all."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.accounts import Payments, Region
from desktop.domain.periods import add_months
from desktop.domain.scenarios import Buying
from desktop.i18n import Translator
from desktop.services.accounts.accounts import NewAccount
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.reports.files import FileWish
from desktop.services.scenarios.answers import ScenarioWish
from desktop.services.scenarios.orders import ScenarioOrders
from desktop.services.scenarios.report import write_scenarios
from desktop.services.scenarios.scenarios import Scenarios
from desktop.services.time.fork import play, told
from desktop.services.workspace import Workspace
from desktop.system.paths import resources
from tests.desks import DAY, Desks, acting, at, refused
from tests.services.journals import rows, verbs
from tests.store.evidence import add_users

RECORDED = NewAccount("Academy", Region.US, "UTC", "USD", Payments.RECORDED, "Anna")
SEATS = ScenarioWish("Seats", Buying.SEATS, 100)
CARD = CardWish("ref-1", last4="4242")


@pytest.fixture
def academy(desks: Desks) -> Workspace:
    return desks.new(account=RECORDED)


def board(workspace: Workspace) -> Scenarios:
    return Scenarios(workspace.context)


def applying(workspace: Workspace) -> ScenarioOrders:
    return ScenarioOrders(workspace.context)


def test_a_scenario_is_kept_worked_out_renamed_removed_and_each_act_undone(academy: Workspace) -> None:
    added = board(academy).add(SEATS)
    assert added.total is not None
    assert (added.total.decimal, added.starts_on, len(added.months)) == ("10800.00", DAY, 12)
    assert board(academy).show("seats") == added
    changed = board(academy).change("Seats", replace(SEATS, name="More", users=200))
    assert [one.name for one in board(academy).list()] == ["More"]
    assert changed.total is not None
    assert changed.total.decimal == "21600.00"
    assert board(academy).remove("More") == "More"
    assert board(academy).list() == []
    academy.history.undo()
    assert board(academy).list() == [changed]
    academy.history.undo(next(str(one.number) for one in academy.history.list() if "Change" in one.verb.english()))
    assert board(academy).list() == [added]
    assert verbs(academy)[1:4] == ["Add scenario Seats", "Change scenario Seats", "Remove scenario More"]
    assert academy.care.check().ok


def test_the_same_form_sent_twice_is_one_scenario(academy: Workspace) -> None:
    twice = [board(academy).add(SEATS, act_id=academy.context.ids.new()) for _ in range(1)]
    entry = twice[0].scenario
    assert board(academy).add(SEATS, act_id=entry) == twice[0]
    assert len(board(academy).list()) == 1


def test_names_are_given_once_and_what_cannot_be_is_refused(academy: Workspace) -> None:
    board(academy).add(SEATS)
    before = rows(academy)
    with refused("There is a scenario “Seats” already."):
        board(academy).add(replace(SEATS, name=" seats "))
    with refused("A scenario needs a name"):
        board(academy).add(replace(SEATS, name="  "))
    with refused("A scenario looks 1 to 120 months ahead."):
        board(academy).add(replace(SEATS, name="Long", months=121))
    with refused("There is no scenario “Nothing”."):
        board(academy).show("Nothing")
    assert rows(academy) == before


def test_r1_a_learner_keeps_no_scenario(academy: Workspace) -> None:
    add_users(academy, 1)
    with refused("Only administrators"):
        board(acting(academy, actor="user-0")).add(SEATS)


def test_the_world_is_the_account_as_it_is(academy: Workspace) -> None:
    small = replace(SEATS, users=4, months=1)
    assert board(academy).add(small).orders[0].seats == 10, "a first order is for ten"
    academy.orders.place(NewOrderWish(10, CARD))
    assert board(academy).show("Seats").orders[0].seats == 4
    academy.rules.change("tax_rates", "US=10")
    (month,) = board(academy).show("Seats").months
    assert (month.net and month.net.decimal, month.tax and month.tax.decimal) == ("36.00", "3.60")


def test_active_users_cost_what_the_account_s_rule_says(academy: Workspace) -> None:
    board(academy).add(SEATS)
    active = replace(
        SEATS, name="Active", buying=Buying.ACTIVE_USERS, active_share=Fraction(3, 5), growth=Fraction(1, 10)
    )
    assert board(academy).add(active).total is None
    academy.rules.change("mau_unit_price", "12.50")
    first, second = board(academy).compare(["Seats", "Active"])
    assert (first.more and first.more.decimal, first.dearer_from) == ("0.00", None)
    assert second.dearer_from == date(2026, 5, 10)
    assert [one.scenario.name for one in board(academy).compare()] == ["Active", "Seats"]


def test_applying_places_what_the_review_shows_to_the_hash_and_is_undone_as_one(academy: Workspace) -> None:
    board(academy).add(replace(SEATS, users=3510, growth=Fraction(1, 100), months=3))
    shown = applying(academy).preview("Seats")
    assert [one.seats for one in shown.orders] == [3500, 10]
    assert (shown.refusals, shown.seats_added, shown.monthly.decimal) == ((), 3510, "31590.00")
    assert [(one.on, one.seats) for one in shown.later] == [(date(2026, 2, 10), 36), (date(2026, 3, 10), 35)]
    before = rows(academy)
    assert applying(academy).preview("Seats") == shown
    assert rows(academy) == before, "a review changes nothing"
    done = applying(academy).apply("Seats", CARD, act_id="00000000-0000-4000-8000-0000000000aa")
    assert done.placed == (1, 2)
    placed = [academy.orders.show(str(number)) for number in done.placed]
    assert [one.instalments[0].sha256 for one in placed] == [one.sha256 for one in shown.orders]
    again = applying(academy).apply("Seats", CARD, act_id="00000000-0000-4000-8000-0000000000aa")
    assert again.placed == (1, 2), "sent twice, placed once"
    assert academy.order_list.count() == 2
    assert academy.care.check().ok
    academy.history.undo()
    assert academy.order_list.count() == 0
    assert academy.care.check().ok


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (replace(SEATS, starts_on=date(2026, 3, 1)), "The scenario begins on"),
        (replace(SEATS, buying=Buying.ACTIVE_USERS), "Active users are bought with an activation key"),
    ],
)
def test_what_places_no_order_today_is_not_applied(academy: Workspace, wish: ScenarioWish, sentence: str) -> None:
    board(academy).add(wish)
    before = rows(academy)
    shown = applying(academy).preview("Seats")
    assert shown.orders == ()
    assert shown.refusals
    with refused(sentence):
        applying(academy).apply("Seats", CARD)
    assert rows(academy) == before


def test_r2_where_cards_are_not_taken_nothing_at_all_is_placed(desks: Desks) -> None:
    made = desks.new(account=replace(RECORDED, region=Region.EU))
    board(made).add(replace(SEATS, users=4000))
    assert len(applying(made).preview("Seats").refusals) == 1
    before = rows(made)
    with refused("Credit card purchase is only available in the US region."):
        applying(made).apply("Seats", CARD)
    assert rows(made) == before


def test_a_declined_card_places_none_of_them(desks: Desks) -> None:
    made = desks.copied()
    board(made).add(replace(SEATS, users=4000))
    before = rows(made)
    with refused("No order was placed."):
        applying(made).apply("Seats", CardWish("tok_declined"))
    assert rows(made) == before


def test_a_scenario_of_the_past_is_applied_as_from_today(academy: Workspace) -> None:
    board(academy).add(replace(SEATS, growth=Fraction(1, 10)))
    shown = applying(at(academy, date(2026, 4, 1))).preview("Seats")
    assert [one.seats for one in shown.orders] == [100]


@settings(max_examples=6, deadline=None)
@given(
    users=st.integers(1, 200),
    growth=st.fractions(0, Fraction(1, 5), max_denominator=50),
    months=st.integers(1, 13),
    start=st.sampled_from([DAY, date(2026, 1, 31), date(2026, 2, 28), date(2026, 8, 31)]),
)
def test_its_total_is_the_sum_of_the_instalments_that_its_orders_would_charge(
    desks: Desks, users: int, growth: Fraction, months: int, start: date
) -> None:
    made = desks.new(account=RECORDED)
    made.rules.change("tax_rates", "US=7.25")
    worked = board(made).add(ScenarioWish("It", Buying.SEATS, users, start, growth, months=months))
    forked = made.fork(DAY)
    for order in worked.orders:
        if order.on > DAY:
            play(forked, order.on)
        forked.orders.place(NewOrderWish(order.seats, CARD))
    play(forked, add_months(start, months))
    first_months = [add_months(start, place) for place in range(months)]
    charged = 0
    for number, order in enumerate(worked.orders, 1):
        # An order placed on a month's last day keeps that day: its months are counted, not the days.
        left = months - first_months.index(order.on)
        due = [one for one in forked.orders.show(str(number)).instalments if one.status != "scheduled"]
        charged += sum(one.total.minor for one in due[:left])
    assert told(forked).until == add_months(start, months)
    forked.close()
    assert worked.total is not None
    assert worked.total.minor == charged


@pytest.mark.parametrize("name", ["board.csv", "board.xlsx", "board.pdf", "board.json", "board.svg", "board.png"])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_board_is_written_as_a_file(academy: Workspace, tmp_path: Path, name: str, language: str) -> None:
    board(academy).add(SEATS)
    board(academy).add(replace(SEATS, name="_Active", buying=Buying.ACTIVE_USERS))
    found = board(academy).compare(["Seats", "_Active"])
    translator = Translator(language, resources() / "locale")
    wish = FileWish(tmp_path / name, translator)
    written = write_scenarios(academy.context, found, wish)
    assert all(Path(one).stat().st_size > 100 for one in written.files)
    with refused("exists already"):
        write_scenarios(academy.context, found, wish)
