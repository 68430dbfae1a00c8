"""Whatever was done: what a desk answered on a day is what it answers for that day ever after."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.accounts import Payments, Region
from desktop.domain.errors import UserError
from desktop.domain.keys import Plan
from desktop.domain.payments import Outcome
from desktop.domain.periods import Month
from desktop.domain.qualification import Kind
from desktop.domain.scenarios import Buying
from desktop.domain.users import Role
from desktop.services.accounts.accounts import NewAccount
from desktop.services.accounts.addresses import Address
from desktop.services.accounts.details import DetailsWish
from desktop.services.accounts.users import UserWish
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.rules.price_lists import NewPrices
from desktop.services.scenarios.answers import ScenarioWish
from desktop.services.scenarios.scenarios import Scenarios
from desktop.services.usage.imports import ImportWishes
from desktop.services.usage.sources import UsageSources
from desktop.services.workspace import Workspace
from tests.desks import Desks, activate, at, new_key
from tests.services.looks import looked, looking_back

START = date(2026, 1, 10)
PEOPLE = [f"p{place}@example.org" for place in range(6)]
ACADEMY = NewAccount("Academy", Region.US, "UTC", "USD", Payments.RECORDED, "anna@example.org")


LATER = [one for one in Outcome if one is not Outcome.ACCEPTED]
"""Words of the provider that change what comes; that an expected charge was paid belongs to the day of the charge."""


@dataclass(frozen=True)
class Step:
    """Something done so many days after the last thing."""

    after: int
    what: str
    number: int


BEGIN = tuple(Step(2, what, 3) for what in ("users", "place", "import", "scenario", "details", "activate"))
"""What every story begins with, so that there is something to do the rest to."""


def _csv(folder: Path, name: str, lines: Sequence[str]) -> Path:
    path = folder / name
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def _log(folder: Path, day: date, number: int) -> Path:
    """A month's activity of some people, with an action that counts, one that nobody knows, and an enrollment."""
    first = day.replace(day=1)
    said = ["completed", "Danced", "registered"]
    rows = [
        f"{PEOPLE[(number + place) % len(PEOPLE)]},{first + timedelta(days=place % 3)}T10:0{place}:00Z,"
        f"{said[(number + place) % len(said)]},Course {place}"
        for place in range(4)
    ]
    return _csv(folder, f"log-{day}-{number}.csv", ["user,time,action,object", *rows])


def done(desk: Workspace, folder: Path, day: date, step: Step) -> None:
    """Do the step as far as the rules let one."""
    with suppress(UserError):
        DOINGS[step.what](Hand(desk, folder, day, step.number))


@dataclass(frozen=True)
class Hand:
    """A desk on a day, and a number that decides between what could be done."""

    desk: Workspace
    folder: Path
    day: date
    number: int

    @property
    def person(self) -> str:
        return PEOPLE[self.number % len(PEOPLE)]

    @property
    def order(self) -> str:
        return f"{1 + self.number % 2}"

    def users(self) -> None:
        status = "Active" if self.number % 2 else "Deleted"
        rows = [f"{one},Person {one[:2]},{status}" for one in PEOPLE[: self.number + 1]]
        self.desk.users.import_list(_csv(self.folder, f"users-{self.day}.csv", ["Email,Name,Status", *rows]))

    def remove(self) -> None:
        live = [one.source for one in self.desk.usage_changes.sources() if not one.removed]
        self.desk.usage_changes.remove(live[self.number % len(live)] if live else "none")

    def bring_back(self) -> None:
        gone = [one.source for one in self.desk.usage_changes.sources() if one.removed]
        if gone:
            UsageSources(self.desk.context).bring_back(gone[self.number % len(gone)])

    def rule(self) -> None:
        self.desk.rules.change(
            *[("trial_days", "40"), ("dunning_days", "9"), ("usage_alerts", "50,80")][self.number % 3]
        )

    def price(self) -> None:
        self.desk.prices.add(NewPrices(self.day + timedelta(days=20 * self.number), {"USD": f"{5 + self.number}"}))

    def change_scenario(self) -> None:
        wish = ScenarioWish("Plan", Buying.SEATS, 9, growth=Fraction(1, 9))
        Scenarios(self.desk.context).change(f"Plan {self.number}", wish)

    def undo_older(self) -> None:
        acts = self.desk.history.list()
        self.desk.history.undo(acts[self.number % len(acts)].act)


DOINGS: Mapping[str, Callable[[Hand], object]] = {
    "users": Hand.users,
    "role": lambda do: do.desk.users.change(do.person, UserWish(list(Role)[do.number % len(Role)])),
    "seat": lambda do: do.desk.users.change(do.person, UserWish(registered=bool(do.day.day % 2))),
    "import": lambda do: do.desk.usage_imports.import_files([_log(do.folder, do.day, do.number)], ImportWishes()),
    "import two": lambda do: do.desk.usage_imports.import_files(
        [_log(do.folder, do.day, do.number + 1)], ImportWishes()
    ),
    "remove": Hand.remove,
    "bring back": Hand.bring_back,
    "alias": lambda do: do.desk.usage_changes.alias(do.person, PEOPLE[(do.number + 1) % len(PEOPLE)]),
    "exclude": lambda do: do.desk.usage_changes.exclude(do.person, "a test account"),
    "map": lambda do: do.desk.map_changes.map_actions({"Danced": list(Kind)[do.number % len(Kind)]}),
    "unmap": lambda do: do.desk.map_changes.unmap("Danced"),
    "close": lambda do: do.desk.usage_changes.close_month(Month.of(do.day) + -1),
    "reopen": lambda do: do.desk.usage_changes.reopen_month(Month.of(do.day) + -1, "a mistake"),
    "state": lambda do: do.desk.statements.issue(),
    "place": lambda do: do.desk.orders.place(NewOrderWish(10 + do.number, CardWish(f"ref-{do.number}", last4="1111"))),
    "card": lambda do: do.desk.orders.change_payment(do.order, CardWish(f"new-{do.day}", last4="2222")),
    "order address": lambda do: do.desk.orders.change_address(do.order, _address(f"{do.day.day} Order Street")),
    "outcome": lambda do: do.desk.outcomes.enter(do.order, LATER[do.number % len(LATER)]),
    "cancel": lambda do: do.desk.orders.cancel(do.order, do.desk.orders.fee(do.order).fee),
    "deactivate": lambda do: do.desk.deactivations.deactivate(),
    "reactivate": lambda do: do.desk.deactivations.reactivate(),
    "issue": lambda do: new_key(do.desk, 10 + do.number),
    "activate": lambda do: activate(do.desk, 10 + do.number),
    "mau": lambda do: activate(do.desk, 3 + do.number, Plan.MAU),
    "receive": lambda do: do.desk.peer_shares.receive(2 + do.number, f"Peer {do.number}"),
    "give back": lambda do: do.desk.peer_shares.end(f"Peer {do.number}"),
    "rule": Hand.rule,
    "price": Hand.price,
    "scenario": lambda do: Scenarios(do.desk.context).add(ScenarioWish(f"Plan {do.number}", Buying.SEATS, 20)),
    "change scenario": Hand.change_scenario,
    "remove scenario": lambda do: Scenarios(do.desk.context).remove(f"Plan {do.number}"),
    "details": lambda do: do.desk.account_details.change(
        DetailsWish(name=f"Academy {do.number}", registered_with_adobe=True)
    ),
    "address": lambda do: do.desk.account_details.address(_address(f"{do.day.day} Account Street")),
    "request": lambda do: do.desk.purchase_requests.request(10 + do.number),
    "undo": lambda do: do.desk.history.undo(),
    "undo again": lambda do: do.desk.history.undo(),
    "undo older": Hand.undo_older,
}
"""What is done; nothing is entered for an earlier day, nor that an earlier charge was paid: that belongs to its day."""

BEGIN = tuple(Step(2, what, 3) for what in ("users", "place", "import", "scenario", "details", "activate"))
"""What every story begins with, so that there is something to do the rest to."""

STEPS = st.builds(Step, st.integers(0, 40), st.sampled_from(sorted(DOINGS)), st.integers(0, 5))


def _address(street: str) -> Address:
    return Address("Anna", "Academy", (street,), "Springfield", "IL", "62701", "US", "anna@example.org")


def entries(desk: Workspace, day: date) -> dict[str, Any]:
    """The journal by entry, without what the calendar brought: that is recorded when somebody looks after it."""
    return {one.act: one for one in desk.history.list(limit=1000) if one.actor != "Seatwise"}


@given(steps=st.lists(STEPS, min_size=1, max_size=6))
@settings(max_examples=4)
@pytest.mark.timeout(300)
def test_what_was_answered_on_a_day_is_answered_for_it_ever_after(
    desks: Desks, tmp_path: Path, steps: list[Step]
) -> None:
    desk, day = desks.new(day=START, account=ACADEMY), START
    at_the_time = {}
    for step in (*BEGIN, *steps):
        day += timedelta(days=step.after)
        done(at(desk, day), tmp_path, day, step)
        if step not in BEGIN:
            at_the_time[day] = (looked(desk), entries(desk, day))
    for day, (answers, journal) in at_the_time.items():
        past = looking_back(desk, day)
        now = looked(past)
        for name, answer in answers.items():
            assert now[name] == answer, (name, day)
        assert entries(past, day) == journal, day
        if past.context.store is not desk.context.store:
            past.context.store.engine.dispose()
    desks.close()


@given(issued=st.integers(0, 20), after=st.integers(0, 20), early=st.integers(0, 40), vendors=st.booleans())
@settings(max_examples=8)
def test_a_key_is_there_from_the_day_it_counts_or_was_issued_however_late_it_was_activated(
    desks: Desks, issued: int, after: int, early: int, vendors: bool
) -> None:
    desk = desks.copied(day=START)
    made = START + timedelta(days=issued)
    done_on, day = made + timedelta(days=after), max(START, made + timedelta(days=after - early))
    key = "" if vendors else new_key(at(desk, made), 7)
    at(desk, done_on)
    activated = True
    if vendors:
        activate(desk, 7, on=day)
    else:
        try:
            desk.keys.activate(key, on=day)
        except UserError:
            activated = False
        assert activated == (day >= made)
    known = day if vendors else made
    for looked_at in (START, known - timedelta(days=1), known, day, done_on, done_on + timedelta(days=1)):
        past = looking_back(desk, looked_at)
        shown = [(one.seats, one.activated_on) for one in past.keys.list()]
        expected = (7, day if activated and looked_at >= day else None)
        assert shown == ([expected] if looked_at >= known else []), looked_at
        if past.context.store is not desk.context.store:
            past.context.store.engine.dispose()
    desks.close()
