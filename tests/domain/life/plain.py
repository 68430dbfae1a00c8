"""An account told a second time, day by day and as plainly as the rules are written: to compare with the engine.

Orders by card, the test provider or one elsewhere whose words are entered, the default rules. Nothing of the engine is
used, so that both cannot share a fault.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

PRICE_CHANGE = date(2022, 8, 1)
LATE_DAYS = 3
REFUSED = ("tok_declined", "tok_insufficient_funds")


@dataclass(frozen=True)
class PlainCard:
    """A token and the first day on which it cannot be charged any more."""

    token: str
    expires_on: date

    def outcome(self, day: date) -> str:
        if day >= self.expires_on or self.token in REFUSED:
            return "declined"
        return "late" if self.token == "tok_late" else "accepted"


@dataclass
class PlainOrder:
    """An order and its instalments: the day each fell due, and where it stands."""

    name: str
    placed_on: date
    seats: int
    card: PlainCard
    state: str
    since: date
    was_active: bool
    instalments: list[list[object]] = field(default_factory=list)
    settles_on: date | None = None
    ends_on: date | None = None
    fee: Fraction | None = None
    fee_paid: bool = False
    void: bool = False
    back: bool = False
    """Whether reactivating the account brings it back: it is leaving by the newest deactivation alone."""

    def due(self, number: int) -> date:
        return month_later(self.placed_on, number)

    def next_after(self, day: date) -> date:
        number = 0
        while self.due(number) <= day:
            number += 1
        return self.due(number)

    def owed(self) -> list[list[object]]:
        return [one for one in self.instalments if not self.void and one[1] in {"declined", "processing", "open"}]

    def become(self, state: str, day: date) -> None:
        self.state, self.since = state, day
        self.was_active = self.was_active or state == "active"
        if state == "canceled":
            self.ends_on = day

    def settle(self, day: date) -> None:
        for one in self.owed():
            one[1] = "paid"
        self.settles_on = None
        if self.state == "suspended":
            self.become("active", day)

    def attempt(self, day: date) -> None:
        """Try everything that is owed."""
        outcome = self.card.outcome(day)
        if outcome == "accepted":
            self.settle(day)
            return
        for one in self.owed():
            one[1] = "processing" if outcome == "late" else "declined"
        self.settles_on = day + timedelta(days=LATE_DAYS) if outcome == "late" else None

    def leave(self, day: date) -> None:
        self.ends_on = self.next_after(day)
        started = 0
        while self.due(started + 12) < self.ends_on:
            started += 12
        left = sum(self.due(number) >= self.ends_on for number in range(started, started + 12))
        price = 4 if self.placed_on < PRICE_CHANGE else 9
        self.fee = Fraction(1, 2) * left * self.seats * price if self.was_active and left else None
        self.become("cancellation_initiated", day)


@dataclass
class PlainAccount:
    """An account in Trial from its first day on; with `told` a processor elsewhere charges, and says so later."""

    day: date
    told: bool = False
    state: str = "trial"
    since: date = date.min
    orders: dict[str, PlainOrder] = field(default_factory=dict)
    paid_until: date | None = None
    grace_ends: date | None = None
    before: tuple[str, date | None, date | None] = ("", None, None)
    """The state it was Active from last, and the days that went with it."""

    reminded: bool = False
    """Whether the last reminder of the grace trial is drafted: before that it does not end."""

    def __post_init__(self) -> None:
        self.since = self.day
        self.trial_ends = self.day + timedelta(days=30)

    def until(self, day: date) -> None:
        while self.day < day:
            self.day += timedelta(days=1)
            for step in (self._ends, self._cards, self._charges, self._account):
                step()

    def _in(self, *states: str) -> list[PlainOrder]:
        return [one for one in self.orders.values() if one.state in states]

    def _ends(self) -> None:
        for one in self._in("suspended"):
            if self.day >= one.since + timedelta(days=30):
                one.become("canceled", self.day)
        for one in self._in("cancellation_initiated"):
            if one.ends_on is not None and self.day >= one.ends_on:
                one.become("canceled", self.day)

    def _cards(self) -> None:
        for one in self._in("active"):
            if self.day >= one.card.expires_on:
                one.become("suspended", self.day)

    def _charges(self) -> None:
        for one in self.orders.values():
            if one.settles_on is not None and self.day >= one.settles_on:
                one.settle(self.day)
        for one in self._in("active"):
            if any(owed[1] == "processing" for owed in one.owed()):
                one.become("suspended", self.day)
        for one in self._in("suspended"):
            tried = self.day - one.since in {timedelta(days=7), timedelta(days=21)}
            if tried and one.owed() and one.settles_on is None and not self.told:
                one.attempt(self.day)
        for one in self._in("active", "suspended"):
            if one.due(len(one.instalments)) <= self.day:
                self._fall_due(one)

    def _fall_due(self, one: PlainOrder) -> None:
        one.instalments.append([one.due(len(one.instalments)), "open"])
        if one.state == "active" and self.told:
            one.instalments[-1][1] = "expected"
        elif one.state == "active":
            one.attempt(self.day)
            if one.owed() and one.settles_on is None:
                one.become("suspended", self.day)

    def _account(self) -> None:
        live = [one for one in self._in("active", "suspended", "cancellation_initiated") if one.was_active]
        if self.state != "active" and self._in("active"):
            self._become("active")
        elif self.state == "active":
            if not live and any(one.was_active for one in self.orders.values()):
                self._become("inactive")
        elif self.state == "trial" and self.grace_ends is None:
            if self.day >= self.trial_ends:
                self._become("inactive")
        elif self.state == "activation_required" and self.paid_until is not None and self.day >= self.paid_until:
            self.grace_ends = self.paid_until + timedelta(days=30)
            self._become("trial")
        if self.state == "trial" and self.grace_ends is not None and self.paid_until is not None:
            if self.day >= self.grace_ends and self.reminded:
                self._become("inactive")
            elif self.day >= self.paid_until + timedelta(days=26):
                self.reminded = True

    def _become(self, state: str) -> None:
        if state == "active":
            self.before = (self.state, self.paid_until, self.grace_ends)
        self.state, self.since = state, self.day
        if state in {"active", "inactive"}:
            self.paid_until = self.grace_ends = None
            self.trial_ends = date.max if state == "inactive" else self.trial_ends

    def place(self, name: str, seats: int, card: PlainCard) -> None:
        outcome = "accepted" if self.told and self.day < card.expires_on else card.outcome(self.day)
        first = not any(one.was_active for one in self.orders.values())
        if name in self.orders or outcome == "declined" or seats > 3_500 or (first and seats < 10):
            return
        late = outcome == "late"
        order = PlainOrder(name, self.day, seats, card, "suspended" if late else "active", self.day, not late)
        order.instalments = [[self.day, "processing" if late else "expected" if self.told else "paid"]]
        order.settles_on = self.day + timedelta(days=LATE_DAYS) if late else None
        self.orders[name] = order
        self._account()

    def change_card(self, name: str, card: PlainCard) -> None:
        one = self.orders.get(name)
        expired = self.day >= card.expires_on
        if one is None or self.state != "active" or one.state not in {"active", "suspended"} or expired:
            return
        one.card = card
        if one.state == "suspended":
            if not one.owed():
                one.become("active", self.day)
            elif not self.told:
                one.attempt(self.day)
        self._account()

    def word(self, name: str, word: str, number: int | None) -> None:
        """The processor's word of one month, or of the newest charge; an acceptance that names none is of all."""
        one = self.orders.get(name)
        if one is None or (number is not None and not self._is_awaited(one, word, number)):
            return
        waiting = [*one.owed(), *(each for each in one.instalments if each[1] == "expected")]
        if number is None and not waiting:
            due = one.fee is not None and one.state == "canceled" and not one.fee_paid
            one.fee_paid = one.fee_paid or (due and word == "accepted")
            return
        of = [one.instalments[number - 1]] if number is not None else waiting
        if number is None and word != "accepted":
            open_too = not one.owed() or one.state == "active" or not one.was_active
            newest = [each for each in one.instalments if each[1] in {"expected", "processing", "open"}]
            of = newest[-1:] if open_too and newest else one.owed()
        owed_before = one.owed()
        for each in of:
            each[1] = {"accepted": "paid", "late": "processing"}.get(word, "declined")
        if word == "accepted":
            if any(each in owed_before for each in of) and one.state == "suspended" and not one.owed():
                one.become("active", self.day)
        else:
            self._not_accepted(one, word, of)
        self._account()

    def _is_awaited(self, one: PlainOrder, word: str, number: int) -> bool:
        if number > len(one.instalments):
            return False
        month = one.instalments[number - 1]
        return month[1] == "expected" or month in one.owed() or (word == "declined" and month[1] == "paid")

    def _not_accepted(self, one: PlainOrder, word: str, of: list[list[object]]) -> None:
        first = any(each is one.instalments[0] for each in of)
        ever_paid = one.fee_paid or any(each[1] == "paid" for each in one.instalments)
        if word == "declined" and first and not ever_paid:
            self._void(one)
            return
        owed = [one.due(place) for place, each in enumerate(one.instalments) if each in one.owed()]
        if one.state == "active" and (word == "declined" or owed[-1] < self.day):
            one.become("suspended", self.day)

    def _void(self, one: PlainOrder) -> None:
        """There is no order: whatever was Active by it alone is what it was before."""
        gone, one.fee = one.state == "canceled", None
        if not gone:
            one.become("canceled", self.day)
        one.void, one.was_active = True, False
        for each in one.instalments:
            if each[1] not in {"paid", "declined"}:
                each[1] = "waived"
        if gone or self.state != "active":
            return
        state, paid_until, grace_ends = self.before
        placed = self.since == one.placed_on
        left = placed and paid_until is not None
        live = [each for each in self._in("active", "suspended", "cancellation_initiated") if each.was_active]
        if any(not left or each.placed_on >= self.since for each in live):
            return
        if left:
            over = grace_ends is not None and self.day >= grace_ends and self.reminded
            self._become("inactive" if over else "trial" if grace_ends else "activation_required")
            self.paid_until, self.grace_ends = paid_until, grace_ends
        elif placed and state == "trial" and grace_ends is None and self.day < self.trial_ends:
            self._become("trial")
        else:
            self._become("inactive")

    def cancel(self, name: str) -> None:
        one = self.orders.get(name)
        if one is not None and one.state in {"active", "suspended"}:
            one.leave(self.day)
            self._account()

    def deactivate(self) -> None:
        if self.state != "active":
            return
        for one in self._in("cancellation_initiated"):
            one.back = False
        for one in self._in("active", "suspended"):
            one.leave(self.day)
            one.back = True
        ends = [one.ends_on for one in self._in("cancellation_initiated") if one.ends_on is not None]
        self._become("activation_required")
        self.reminded = False
        self.paid_until = max(ends, default=self.day + timedelta(days=1))

    def reactivate(self) -> None:
        leaving = self._in("cancellation_initiated")
        if self.state != "activation_required" or not leaving:
            return
        for one in leaving:
            if not one.back:
                continue
            one.ends_on = one.fee = None
            one.become("suspended" if one.owed() else "active", self.day)
        self._become("active")


def month_later(day: date, months: int) -> date:
    """The same day so many months later, or the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)
