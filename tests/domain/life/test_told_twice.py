"""Two tellings of the same rules, one written only to be plain, come to the same on every day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TypeAlias

from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.domain.accounts import Payments
from desktop.domain.life.acts import Act, CancelOrder, ChangeCard, Deactivate, EnterOutcome, PlaceOrder, Reactivate
from desktop.domain.life.book import Book, opened
from desktop.domain.life.calendar import advance
from desktop.domain.payments import Card, Outcome
from desktop.domain.periods import Month
from tests.domain.life.plain import PlainAccount, PlainCard
from tests.domain.life.test_properties import accepted
from tests.domain.pricing.lists import learners

START = date(2021, 11, 20)
TOKENS = ("tok_visa", "tok_visa", "tok_visa", "tok_declined", "tok_insufficient_funds", "tok_late")
Step: TypeAlias = tuple[int, str, str, int, tuple[str, int]]
LAST_MONTHS = (Month.parse("2022-03"), Month.parse("2022-09"), Month.parse("2023-05"), Month.parse("2099-12"))
FIRST: Step = (0, "place", "one", 12, ("tok_visa", 3))
LEFT_AND_BACK: tuple[Step, ...] = ((31, "deactivate", "", 8, ("", 3)), (1, "reactivate", "", 8, ("", 3)))
STEPS: st.SearchStrategy[Step] = st.tuples(
    st.sampled_from([0, 1, 6, 15, 29, 45, 100]),
    st.sampled_from(["place", "card", "card", "cancel", "deactivate", "reactivate"]),
    st.sampled_from(["one", "two", "three"]),
    st.integers(8, 40),
    st.tuples(st.sampled_from(TOKENS), st.integers(0, 3)),
)


WORDS = {"accepted": Outcome.ACCEPTED, "declined": Outcome.DECLINED, "late": Outcome.LATE}
TOLD_STEPS: st.SearchStrategy[Step] = st.tuples(
    st.sampled_from([0, 1, 6, 15, 29, 45, 100]),
    st.sampled_from(["place", "word", "word", "card", "cancel", "deactivate", "reactivate"]),
    st.sampled_from(["one", "two", "three"]),
    st.integers(8, 40),
    st.tuples(st.sampled_from([*WORDS, "declined"]), st.integers(0, 3)),
)


@settings(max_examples=200)
@given(steps=st.lists(TOLD_STEPS, min_size=4, max_size=12).map(lambda more: [FIRST, *more]), after=st.integers(0, 500))
@example(steps=[FIRST, (1, "word", "one", 8, ("declined", 0))], after=50)
@example(steps=[FIRST, (45, "word", "one", 8, ("declined", 1))], after=50)
@example(steps=[FIRST, (1, "word", "one", 8, ("accepted", 0)), (1, "word", "one", 8, ("declined", 1))], after=50)
@example(
    steps=[
        FIRST,
        (0, "deactivate", "", 8, ("", 0)),
        (0, "place", "two", 8, ("", 0)),
        (60, "word", "two", 8, ("declined", 1)),
    ],
    after=5,
)
@example(steps=[FIRST, (1, "deactivate", "", 8, ("", 0)), (1, "word", "one", 8, ("declined", 1))], after=90)
@example(
    steps=[
        FIRST,
        (45, "deactivate", "", 8, ("", 0)),
        (1, "place", "two", 8, ("", 3)),
        (1, "word", "two", 8, ("declined", 0)),
    ],
    after=120,
)
def test_an_account_comes_to_the_same_by_the_words_of_a_processor(steps: list[Step], after: int) -> None:
    book, plain = (
        replace(opened("account", START, learners()), payments=Payments.RECORDED),
        PlainAccount(START, told=True),
    )
    day = START
    for wait, what, name, seats, (said, place) in steps:
        day, month = day + timedelta(days=wait), LAST_MONTHS[3 if what == "word" else place]
        number = place or None
        plain.until(day)
        if what == "word":
            book = accepted(book, EnterOutcome(day, name, WORDS[said], number))[0]
            plain.word(name, said, number)
        else:
            book = done(
                book, day, what, name, seats, Card("token", "", "", month.first_day.month, month.first_day.year)
            )
            do_plainly(plain, what, name, seats, PlainCard("tok_visa", month.end))
        assert told(book) == (plain.state, plain.since, plainly(plain)), (day, what)
    last = day + timedelta(days=after)
    plain.until(last)
    assert told(advance(book, last)[0]) == (plain.state, plain.since, plainly(plain))


@settings(max_examples=200)
@given(steps=st.lists(STEPS, min_size=4, max_size=12).map(lambda more: [FIRST, *more]), after=st.integers(0, 500))
@example(steps=[FIRST, (100, "deactivate", "", 8, ("", 3))], after=50)
@example(steps=[FIRST, (100, "card", "one", 8, ("tok_late", 3))], after=250)
@example(steps=[FIRST, (100, "card", "one", 8, ("tok_declined", 3)), (15, "deactivate", "", 8, ("", 3))], after=40)
@example(steps=[FIRST, (0, "card", "one", 8, ("tok_declined", 3)), *LEFT_AND_BACK], after=60)
def test_an_account_comes_to_the_same_however_it_is_told(steps: list[Step], after: int) -> None:
    book, plain = replace(opened("account", START, learners()), payments=Payments.TEST), PlainAccount(START)
    day = START
    for wait, what, name, seats, (token, place) in steps:
        day, month = day + timedelta(days=wait), LAST_MONTHS[place]
        book = done(book, day, what, name, seats, Card(token, "", "", month.first_day.month, month.first_day.year))
        plain.until(day)
        do_plainly(plain, what, name, seats, PlainCard(token, month.end))
        assert told(book) == (plain.state, plain.since, plainly(plain)), (day, what)
    last = day + timedelta(days=after)
    book, _ = advance(book, last)
    plain.until(last)
    assert told(book) == (plain.state, plain.since, plainly(plain))


def done(book: Book, day: date, what: str, name: str, seats: int, card: Card) -> Book:
    if what == "place" and any(one.id == name for one in book.orders):
        return advance(book, day)[0]
    acts: dict[str, Act] = {
        "place": PlaceOrder(day, name, seats, card),
        "card": ChangeCard(day, name, card),
        "cancel": CancelOrder(day, name, None),
        "deactivate": Deactivate(day),
        "reactivate": Reactivate(day),
    }
    return accepted(book, acts[what])[0]


def do_plainly(plain: PlainAccount, what: str, name: str, seats: int, card: PlainCard) -> None:
    match what:
        case "place":
            plain.place(name, seats, card)
        case "card":
            plain.change_card(name, card)
        case "cancel":
            plain.cancel(name)
        case "deactivate":
            plain.deactivate()
        case _:
            plain.reactivate()


def told(book: Book) -> tuple[str, date, list[object]]:
    orders: list[object] = [
        (
            one.id,
            str(one.state),
            one.since,
            one.ends_on,
            None if one.fee is None else one.fee.rating.net.exact,
            [(due.due_on, str(due.status)) for due in one.instalments],
        )
        for one in sorted(book.orders, key=lambda one: one.id)
    ]
    return str(book.standing.state), book.standing.since, orders


def plainly(plain: PlainAccount) -> list[object]:
    return [
        (one.name, one.state, one.since, one.ends_on, one.fee, [(due, status) for due, status in one.instalments])
        for one in sorted(plain.orders.values(), key=lambda one: one.name)
    ]
