"""Everything a desk answers on a day: every list, page and single thing that a command or a tab shows."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, TypeAlias

from desktop.domain.errors import UserError
from desktop.domain.orders.transitions import OrderState
from desktop.domain.periods import Month
from desktop.services.orders.wishes import OrderWishes
from desktop.services.scenarios.scenarios import Scenarios
from desktop.services.time.past import as_it_was
from desktop.services.usage.learners import UsageLearners
from desktop.services.usage.mapping import UsageMap
from desktop.services.usage.page import UsagePages
from desktop.services.usage.people import MonthPeople
from desktop.services.usage.people_wishes import PeopleWishes
from desktop.services.usage.person import MonthPerson
from desktop.services.workspace import Workspace
from desktop.system.clock import FixedClock, end_of_day

Look: TypeAlias = Callable[[Workspace], Any]
ALL = PeopleWishes()


def looking_back(workspace: Workspace, day: date, zone: str = "UTC") -> Workspace:
    """The workspace as it was on the day, as `--today` opens it."""
    workspace.context.store.clock = FixedClock(end_of_day(day, zone))
    return Workspace(as_it_was(workspace.context))


def _months(desk: Workspace) -> list[Month]:
    return [Month.parse(one.month) for one in desk.usage.monthly()]


def _people(desk: Workspace) -> Any:
    known = MonthPeople(desk.context)
    return [
        (desk.usage.people(month), known.head(month, ALL), known.page(month, ALL, 0, None)) for month in _months(desk)
    ]


def _persons(desk: Workspace) -> Any:
    card = MonthPerson(desk.context)
    return [
        (card.last_month(person.learner), card.read(month, person.learner))
        for month in _months(desk)
        for person in desk.usage.people(month)
    ]


def _each_order(look: Callable[[Workspace, str], Any]) -> Look:
    def each(desk: Workspace) -> Any:
        return [answered(desk, partial(_of_order, look, order.order)) for order in desk.order_list.page().orders]

    return each


def _of_order(look: Callable[[Workspace, str], Any], order: str, desk: Workspace) -> Any:
    return look(desk, order)


def _by_state(desk: Workspace) -> Any:
    return {
        state: ([one.number for one in desk.order_list.page(wishes).orders], desk.order_list.count(wishes))
        for state in OrderState
        for wishes in [OrderWishes(states=(state,))]
    }


def _scenarios(desk: Workspace) -> Any:
    return Scenarios(desk.context).list()


def _compared(desk: Workspace) -> Any:
    return Scenarios(desk.context).compare()


LOOKS: Mapping[str, Look] = {
    "account list": lambda desk: desk.accounts.list(),
    "account show": lambda desk: desk.accounts.show(),
    "account details": lambda desk: desk.account_details.show(),
    "account rules": lambda desk: [replace(one, earliest=None) for one in desk.rules.list()],
    "key shares": lambda desk: desk.peer_shares.list(),
    "account preview": lambda desk: desk.deactivations.preview(),
    "billing page": lambda desk: desk.billing_page.show(),
    "user list": lambda desk: desk.users.list(),
    "user search": lambda desk: desk.users.search("a", 50),
    "key list": lambda desk: desk.keys.list(),
    "price list": lambda desk: desk.prices.list(),
    "quote": lambda desk: desk.orders.quote(12),
    "order list": lambda desk: [*desk.order_list.page().orders],
    "order totals": lambda desk: desk.order_list.totals(),
    "order states": _by_state,
    "order show": _each_order(lambda desk, order: desk.orders.show(order)),
    "order curve": _each_order(lambda desk, order: desk.deactivations.curve(order)),
    "order due": lambda desk: desk.due.show(),
    "leaving": lambda desk: desk.leaving.curve(),
    "mail list": lambda desk: desk.drafts.list(),
    "mail show": lambda desk: [desk.drafts.show(one.draft) for one in desk.drafts.list()],
    "usage monthly": lambda desk: desk.usage.monthly(),
    "usage people": _people,
    "usage person": _persons,
    "usage overall": lambda desk: desk.usage.overall(),
    "usage explain": lambda desk: desk.usage.explain(),
    "usage sources": lambda desk: desk.usage_changes.sources(),
    "usage map": lambda desk: UsageMap(desk.context).lines(),
    "usage learners": lambda desk: (UsageLearners(desk.context).aliases(), UsageLearners(desk.context).exclusions()),
    "usage page": lambda desk: UsagePages(desk.context).read(year_before=True),
    "usage statement": lambda desk: desk.statements.show(),
    "usage statements": lambda desk: desk.statements.issued(),
    "scenario list": _scenarios,
    "scenario compare": _compared,
}
"""By what it shows; what the journal shows is compared by itself."""


def answered(desk: Workspace, look: Look) -> Any:
    """What the look answers, or the sentence that refuses it."""
    try:
        return look(desk)
    except UserError as refusal:
        return refusal.message


def looked(desk: Workspace) -> dict[str, Any]:
    """Every look at the desk."""
    return {name: answered(desk, look) for name, look in LOOKS.items()}
