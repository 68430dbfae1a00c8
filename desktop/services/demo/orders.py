"""The second account of the demo: an organization in the US that buys its users by card."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TypeAlias

from desktop.domain.accounts import Payments, Region
from desktop.domain.payments import Outcome
from desktop.domain.periods import add_months
from desktop.domain.scenarios import Buying
from desktop.services.accounts.accounts import NewAccount
from desktop.services.accounts.addresses import Address
from desktop.services.demo.activity import Person, write_users
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.scenarios.answers import ScenarioWish
from desktop.services.scenarios.scenarios import Scenarios
from desktop.services.workspace import Workspace

ORDERING_ACCOUNT = NewAccount(
    "Halden Learning Group", Region.US, "America/Los_Angeles", "USD", Payments.RECORDED, "Marit Halden"
)

_STARTS = date(2018, 3, 14)
_REGISTERED = 129
_OLD_CARD = CardWish("fs-5100", "Mastercard", "5100", 6, 2019, "Marit Halden")
_CARD = CardWish("fs-4242", "Visa", "4242", 9, 2019, "Marit Halden")
_ADDRESS = Address(
    "Accounts Payable",
    "Halden Learning Group",
    ("410 Pine Street, Suite 900",),
    "Seattle",
    "WA",
    "98101",
    "US",
    "billing@halden.example",
    "+1 206 555 0142",
)
_ORDERS = (
    (date(2018, 3, 14), 40, _OLD_CARD),
    (date(2018, 3, 20), 10, _OLD_CARD),
    (date(2019, 4, 18), 150, _CARD),
    (date(2019, 5, 29), 25, _CARD),
)
_SCENARIOS = (
    ScenarioWish("200 seats", Buying.SEATS, 200, date(2019, 10, 1)),
    ScenarioWish("200 seats, growing 2 %", Buying.SEATS, 200, date(2019, 10, 1), Fraction(1, 50)),
    ScenarioWish("Active users, 60 %", Buying.ACTIVE_USERS, 200, date(2019, 10, 1), active_share=Fraction(3, 5)),
)
_NOT_RENEWED = (date(2019, 2, 1), date(2019, 4, 1))
_DECLINED, _PAID_LATE = date(2019, 7, 18), date(2019, 7, 21)

Entry: TypeAlias = "tuple[date, Callable[[], object]]"


def ordering_diary(workspace: Workspace, everyone: list[Person], folder: Path, until: date) -> Iterator[Entry]:
    """What the account did, each act with its day: its orders, the processor's words, a charge declined and paid."""
    context = workspace.context
    chosen = replace(context.chosen, account=ORDERING_ACCOUNT.name)
    mine = Workspace(replace(context, chosen=chosen))
    yield _STARTS, partial(workspace.accounts.add, ORDERING_ACCOUNT)
    users = folder / "halden-users.csv"
    write_users(users, everyone[:_REGISTERED])
    yield date(2019, 4, 19), partial(mine.users.import_list, users)
    off, on = _NOT_RENEWED
    yield off, partial(mine.rules.change, "auto_renew", "off")
    yield on, partial(mine.rules.change, "auto_renew", "on")
    yield date(2019, 9, 2), partial(mine.rules.change, "mau_unit_price", "5.50")
    for wish in _SCENARIOS:
        yield date(2019, 9, 2), partial(Scenarios(mine.context).add, wish)
    for number, (day, seats, card) in enumerate(_ORDERS, 1):
        yield day, partial(mine.orders.place, NewOrderWish(seats, card, "US", _ADDRESS))
        for months in range(12):
            due = add_months(day, months)
            if due > until:
                break
            yield from _outcomes(mine, number, due)


def _outcomes(mine: Workspace, number: int, due: date) -> Iterator[Entry]:
    """What the processor says of an instalment: accepted the day it is due, but for one."""
    enter = partial(mine.outcomes.enter, str(number))
    if due == _DECLINED:
        yield due, partial(enter, Outcome.INSUFFICIENT_FUNDS)
        yield _PAID_LATE, partial(enter, Outcome.ACCEPTED)
    else:
        yield due, partial(enter, Outcome.ACCEPTED)
