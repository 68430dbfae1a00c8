"""For any history: one leap equals day by day, nothing is done twice, and a running order keeps its price."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.accounts import AccountState, Payments
from desktop.domain.billing_rules import BillingRules, GraceStarts, RuleBook
from desktop.domain.errors import UserError
from desktop.domain.keys import Plan, activated_keys
from desktop.domain.life.acts import (
    Act,
    ActivateKey,
    CancelOrder,
    ChangeCard,
    Deactivate,
    EndShare,
    EnterOutcome,
    PlaceOrder,
    Reactivate,
    ReceiveSeats,
    by_day,
)
from desktop.domain.life.book import Book, opened
from desktop.domain.life.calendar import advance, work_day
from desktop.domain.life.doing import do
from desktop.domain.life.events import DueEvent
from desktop.domain.money import Money
from desktop.domain.orders.leaving import termination_fee
from desktop.domain.orders.order import FEE, LIVE, Order
from desktop.domain.orders.transitions import OrderState
from desktop.domain.payments import Card, Outcome, card_of_test_token
from desktop.domain.pricing.grandfathering import Scope
from tests.domain.pricing.lists import learners

START = date(2021, 11, 20)
LAST = 900
NAMES = st.sampled_from(["one", "two", "three"])
ON = st.integers(0, LAST).map(lambda after: START + timedelta(days=after))
CARDS = st.one_of(
    st.sampled_from(["tok_visa", "tok_declined", "tok_insufficient_funds", "tok_late"]).map(card_of_test_token),
    st.builds(Card, st.just("tok_visa"), st.just("Visa"), st.just("4242"), st.integers(1, 12), st.integers(2021, 2024)),
)
FIRST = PlaceOrder(START + timedelta(days=1), "one", 12, card_of_test_token("tok_visa"))
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(PlaceOrder, ON, NAMES, st.integers(8, 40), CARDS),
    st.builds(PlaceOrder, ON, NAMES, st.integers(8, 40), st.just(card_of_test_token("tok_visa"))),
    st.builds(EnterOutcome, ON, NAMES, st.sampled_from(Outcome), st.sampled_from([None, FEE, 1, 2])),
    st.builds(ChangeCard, ON, NAMES, CARDS),
    st.builds(CancelOrder, ON, NAMES, st.none()),
    st.builds(Deactivate, ON),
    st.builds(Reactivate, ON),
    st.builds(ReceiveSeats, ON, NAMES, st.just("Group"), st.integers(1, 3)),
    st.builds(EndShare, ON, NAMES),
    st.tuples(ON, st.sampled_from(Plan)).map(
        lambda key: ActivateKey(key[0], activated_keys([(str(key[0]), key[1], 30, key[0])]))
    ),
)
HISTORIES = st.tuples(st.booleans(), st.builds(ChangeCard, ON, st.just("one"), CARDS), st.lists(ACTS, max_size=8)).map(
    lambda drawn: [*((FIRST, drawn[1]) if drawn[0] else ()), *drawn[2]]
)
"""Half of them begin with an order whose payment method changes later."""

RULES = st.builds(
    BillingRules,
    grace_starts=st.sampled_from(GraceStarts),
    grace_reminder_days=st.sampled_from([(0, 14, 26), (3,), (0, 40)]),
    dunning_reminder_days=st.sampled_from([(0, 7, 21), (0, 7, 35), (1, 2)]),
    dunning_days=st.sampled_from([10, 30]),
    retry_days=st.sampled_from([(7, 21), (5, 12), ()]),
    auto_renew=st.booleans(),
    fee_on_nonpayment=st.booleans(),
    grandfather_scope=st.sampled_from(Scope),
)
VERSIONS = st.tuples(RULES, ON, RULES).map(lambda two: RuleBook(((date.min, two[0]), (two[1], two[2]))))


@st.composite
def books(draw: st.DrawFn) -> Book:
    book = opened("account", START, learners(), draw(VERSIONS))
    return replace(book, payments=draw(st.sampled_from([Payments.TEST, *Payments])))


def lived(book: Book, acts: Sequence[Act], until: date, *, daily: bool) -> tuple[Book, list[DueEvent]]:
    """The account after all acts that are not refused, walked day by day or in leaps from act to act."""
    events: list[DueEvent] = []
    for act in by_day(acts):
        if isinstance(act, PlaceOrder) and any(order.id == act.order_id for order in book.orders):
            continue
        book, found = walked(book, act.on if daily else book.advanced_to)
        events += found
        book, found = accepted(book, act)
        events += found
    book, found = walked(book, until) if daily else advance(book, until)
    return book, [*events, *found]


def accepted(book: Book, act: Act) -> tuple[Book, list[DueEvent]]:
    """The act done, at the fee it asks for; refused, only what fell due."""
    if isinstance(act, CancelOrder) and any(order.id == act.order_id for order in book.orders):
        due = advance(book, act.on)[0].order(act.order_id)
        fee = termination_fee(due, act.on, BillingRules().termination_fee_rate).total
        act = replace(act, accepted=fee if due.was_active else Money(0, "USD"))
    try:
        return do(book, act)
    except UserError:
        return advance(book, act.on)


def walked(book: Book, until: date) -> tuple[Book, list[DueEvent]]:
    """The account worked on each single day, whether or not anything is known to fall due."""
    events: list[DueEvent] = []
    while book.advanced_to < until:
        book, found = work_day(book, book.advanced_to + timedelta(days=1))
        events += found
    return book, events


@settings(max_examples=60, deadline=None)
@given(book=books(), acts=HISTORIES, until=st.integers(0, 1200))
def test_one_leap_is_the_same_as_day_by_day(book: Book, acts: list[Act], until: int) -> None:
    end = max([START + timedelta(days=until), *(act.on for act in acts)])
    leap, once = lived(book, acts, end, daily=False)
    daily, each = lived(book, acts, end, daily=True)
    assert daily == leap
    assert each == once
    assert advance(leap, end) == (leap, [])


@pytest.mark.parametrize(
    "card",
    [card_of_test_token("tok_declined"), card_of_test_token("tok_late"), Card("tok_visa", "Visa", "4242", 2, 2022)],
    ids=lambda card: f"{card.token} {card.exp_year}",
)
@pytest.mark.parametrize("payments", list(Payments))
@pytest.mark.parametrize("days", [(5, 12), (29,)])
def test_one_leap_is_the_same_for_arrears_that_are_tried_again(
    card: Card, payments: Payments, days: tuple[int, ...]
) -> None:
    rules = RuleBook(((date.min, BillingRules(retry_days=days)),))
    book = replace(opened("account", START, learners(), rules), payments=payments)
    acts: list[Act] = [FIRST, ChangeCard(START + timedelta(days=40), "one", card)]
    end = START + timedelta(days=400)
    assert lived(book, acts, end, daily=True) == lived(book, acts, end, daily=False)


@settings(max_examples=60, deadline=None)
@given(book=books(), acts=HISTORIES)
def test_what_falls_due_falls_due_once_and_in_order(book: Book, acts: list[Act]) -> None:
    _, events = lived(book, acts, START + timedelta(days=1100), daily=False)
    ids = [one.id("account") for one in events]
    assert len(set(ids)) == len(ids)
    worked = [one.on for one in events if one.kind != "notice"]
    assert worked == sorted(worked)


@settings(max_examples=60, deadline=None)
@given(book=books(), acts=HISTORIES)
def test_f4_grandfathering_never_changes_a_running_order_s_price(book: Book, acts: list[Act]) -> None:
    after, _ = lived(book, acts, START + timedelta(days=1100), daily=False)
    for order in after.orders:
        assert {one.rating.lines[0].item.price.unit for one in order.instalments} == {order.price}
        assert [one.number for one in order.instalments] == list(range(1, len(order.instalments) + 1))
        assert all(one.due_on == order.due_on(one.number) for one in order.instalments)


@settings(max_examples=60, deadline=None)
@given(book=books(), acts=HISTORIES)
def test_states_always_agree_with_each_other(book: Book, acts: list[Act]) -> None:
    after, _ = lived(book, acts, START + timedelta(days=1100), daily=False)
    active = after.standing.state is AccountState.ACTIVE
    held = after.live_orders() or after.keys_on(after.advanced_to) or after.shares_on(after.advanced_to)
    assert active == bool(held) or after.standing.state is AccountState.ACTIVATION_REQUIRED
    for order in after.orders:
        assert (order.state is OrderState.CANCELED) == (order.ended_by is not None)
        assert order.state is not OrderState.ACTIVE or order.was_active
        _fee_is_in_order(order)


def _fee_is_in_order(order: Order) -> None:
    if order.fee is not None:
        assert order.fee.rating.net.minor > 0
        assert order.was_active
        assert order.state not in LIVE or order.state is OrderState.CANCELLATION_INITIATED
