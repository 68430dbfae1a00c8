"""What the command palette finds in the store: orders, people, and entries of the journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.domain.orders.transitions import ORDER_STATE_LABELS
from desktop.domain.search_text import folded
from desktop.domain.users import ROLE_LABELS
from desktop.i18n import Value, msg, msgn
from desktop.models.commands import SECTION_LABELS, Entry, Section, Wanted
from desktop.models.month_names import days_named
from desktop.models.orders import method_short, next_words
from desktop.views.desk import Surroundings
from desktop.views.words import Words

if TYPE_CHECKING:
    from desktop.services.accounts.users import UserAnswer
    from desktop.services.journal.entries import ActEntry
    from desktop.services.orders.answers import OrderAnswer
    from desktop.services.usage.learners import LearnerName

_MOST = 8
_SHORTEST = 2
"""Letters that a search for people or entries needs; fewer occur everywhere."""

_ENTRIES_READ = 2_000
_ENTRIES_SHOWN = 5

_ORDERS = ("order", "orders", "commande", "commandes", "bestelling", "bestellingen")
"""What orders are called in the languages there are: who has switched still types the word known best."""

Found = Callable[[list[Entry]], None]


def find_orders(
    around: Surroundings,
    wanted: Wanted,
    found: Found,
    show: Callable[[OrderAnswer], None],
    why: Callable[[OrderAnswer], None],
) -> None:
    """Ask for the orders of that number, id, day, card or amount; with the mark alone or their name for the newest."""
    if not wanted.asks_for(Section.ORDERS) or not (wanted.text or wanted.section):
        return
    name = folded(around.words.text(SECTION_LABELS[Section.ORDERS]))
    text = "" if len(wanted.text) > _SHORTEST and name.startswith(folded(wanted.text)) else _bare(wanted.text, around)
    from desktop.services.orders.search import OrderSearch

    search, words = OrderSearch(around.workspace.context), around.words
    days = days_named(text, words.language, around.workspace.context.store.clock.now().year)

    def listed(orders: list[OrderAnswer]) -> None:
        found([_order(words, order, show, why) for order in orders])

    said = msg("Find {typed}", typed=wanted.text)
    around.jobs.read(said, lambda _step: search.like(text, days, _MOST, words.language), listed)


def _bare(typed: str, around: Surroundings) -> str:
    """What is typed of an order after its own name: "order 3" is 3."""
    first, _, rest = typed.partition(" ")
    said = (around.words.text(word) for word in (msg("Order"), msg("order"), SECTION_LABELS[Section.ORDERS]))
    named = folded(first) in {*map(folded, said), *_ORDERS}
    return rest.strip().removeprefix("#") if named and rest.strip() else typed


def _order(
    words: Words, order: OrderAnswer, show: Callable[[OrderAnswer], None], why: Callable[[OrderAnswer], None]
) -> Entry:
    day = order.placed_on
    text = msgn(
        "Order {number}: {day}, {n} user",
        "Order {number}: {day}, {n} users",
        n=order.seats,
        number=order.number,
        day=day,
    )
    going = order.next_billing_on is not None
    charge: Value = (
        msg("{amount} on {day}", amount=order.monthly, day=order.next_billing_on) if going else next_words(order)
    )
    said = (ORDER_STATE_LABELS[order.state], method_short(order.payment_method), charge)
    return Entry(
        Section.ORDERS,
        words.text(text),
        ", ".join(words.value(one) for one in said),
        icon="receipt-text",
        run=lambda: show(order),
        key=f"order-{order.order}",
        why=lambda: why(order),
    )


def find_people(
    around: Surroundings,
    wanted: Wanted,
    found: Found,
    show: Callable[[UserAnswer], None],
    show_learner: Callable[[str], None],
) -> None:
    """Ask for the users and learners in whose name, e-mail or identifier the words typed occur."""
    if not wanted.asks_for(Section.PEOPLE) or len(wanted.text) < _SHORTEST:
        return
    from desktop.services.usage.learners import UsageLearners

    users, learners = around.workspace.users, UsageLearners(around.workspace.context)

    def listed(answer: tuple[list[UserAnswer], list[LearnerName]]) -> None:
        people, names = answer
        known = {one.identifier for one in people}
        others = [_learner(around.words, one, show_learner) for one in names if one.identifier not in known]
        found([*(_person(around.words, one, show) for one in people), *others])

    def work(_step: object) -> tuple[list[UserAnswer], list[LearnerName]]:
        return list(users.search(wanted.text, _MOST)), learners.like(wanted.text, _MOST)

    around.jobs.read(msg("Find {typed}", typed=wanted.text), work, listed)


def _person(words: Words, user: UserAnswer, show: Callable[[UserAnswer], None]) -> Entry:
    text = user.name or user.identifier
    known = [words.text(ROLE_LABELS[user.role]), *(one for one in (user.identifier,) if one != text)]
    return Entry(Section.PEOPLE, text, ", ".join(known), icon="user", run=lambda: show(user), key=f"user-{user.id}")


def _learner(words: Words, learner: LearnerName, show: Callable[[str], None]) -> Entry:
    text = learner.name or learner.identifier
    known = [words.text(msg("Learner")), *(one for one in (learner.identifier,) if one != text)]
    return Entry(
        Section.PEOPLE,
        text,
        ", ".join(known),
        icon="user",
        run=lambda: show(learner.identifier),
        key=f"learner-{learner.identifier}",
    )


def find_entries(around: Surroundings, wanted: Wanted, found: Found, show: Callable[[int], None]) -> None:
    """Ask for the newest entries of the journal that say these words, in the language of the moment.

    What an entry says is known only once it is translated; so as many as a person may remember are read, no more.
    """
    if wanted.section is not None or len(wanted.text) < _SHORTEST:
        return
    history, translator = around.workspace.history, around.words.translator

    def work(step: Callable[[int, int], None]) -> list[ActEntry]:
        said: list[ActEntry] = []
        before: int | None = None
        for _ in range(_ENTRIES_READ // _PAGE):
            step(0, 0)
            page = history.list(None, _PAGE, before)
            said += [one for one in page if all(word in folded(translator.text(one.verb)) for word in wanted.words)]
            if len(said) >= _ENTRIES_SHOWN or len(page) < _PAGE:
                break
            before = page[-1].number
        return said[:_ENTRIES_SHOWN]

    def listed(entries: list[ActEntry]) -> None:
        found([_entry(around.words, one, show) for one in entries])

    around.jobs.read(msg("Find {typed}", typed=wanted.text), work, listed)


_PAGE = 200


def _entry(words: Words, entry: ActEntry, show: Callable[[int], None]) -> Entry:
    beside = f"{words.value(entry.effective_on)}, {entry.actor}"
    run = lambda: show(entry.number)  # noqa: E731
    return Entry(Section.JOURNAL, words.text(entry.verb), beside, icon="history", run=run, key=f"entry-{entry.act}")
