"""Before an act: who acts is let in and may, open charges are asked for again, and what is due is applied."""

from __future__ import annotations

from datetime import date

from desktop.domain.accounts import Payments
from desktop.services.context import Context, manager
from desktop.services.orders.acts import Actor
from desktop.services.payments.open_charges import settle_open
from desktop.services.time.calendar import catch_up, refuse_earlier_day
from desktop.store.schema import AccountRow, UserRow


def ready(context: Context) -> Actor:
    """Who acts, refused unless they may and the day is not past; everything due by today is applied.

    A charge that a provider has not answered yet is asked for again first; while nobody answers it stays open.
    """
    with context.store.read() as session:
        context.refuse_reading_clock(session)
        account = context.account(session)
        user = manager(context, session, account)
        today = context.today(account)
        refuse_earlier_day(account, today)
    actor = Actor(account, user, today)
    ask_again(context, actor)
    catch_up(context)
    return actor


def ready_for_usage(context: Context) -> tuple[AccountRow, UserRow, date]:
    """The account, who acts on its usage, and the day; refused unless they may, and everything due is applied.

    Providers are not asked: what counts does not wait for money.
    """
    with context.store.read() as session:
        context.refuse_reading_clock(session)
        account = context.account(session)
        user = manager(context, session, account)
    catch_up(context)
    return account, user, context.today(account)


def ask_again(context: Context, actor: Actor) -> None:
    """Ask the provider what became of charges it has not answered yet; while nobody answers they stay open."""
    if actor.account.payments is Payments.STRIPE:
        settle_open(context, actor)
