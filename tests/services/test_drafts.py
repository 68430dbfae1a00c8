"""Mail drafts: in the recipient's language, with what was true on the draft's own day."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from desktop.domain.accounts import Payments
from desktop.domain.life.events import Notice
from desktop.domain.payments import Outcome
from desktop.i18n import msg
from desktop.services.accounts.addresses import Address
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.workspace import Workspace
from desktop.store.schema import AccountRow
from tests.desks import ACADEMY, DAY, Desks, at


def settle_in(workspace: Workspace, country: str) -> None:
    """Say in an act of its own where the account is."""
    context = workspace.context
    with context.store.read() as session:
        account = session.execute(select(AccountRow)).scalar_one()
        actor = context.actor(session, account)
    act = context.act(msg("Settle in {country}", country=country), on=DAY, account=account, actor=actor)
    with context.store.write(act) as write:
        write.session.get_one(AccountRow, account.id).country = country


def order(workspace: Workspace) -> None:
    workspace.orders.place(NewOrderWish(10, CardWish("tok_visa")))


@pytest.mark.parametrize(
    ("country", "language"), [("FR", "fr"), ("NL", "nl"), ("BE", "nl"), ("US", "en"), ("CA", "en"), ("JP", "nl")]
)
def test_a_letter_speaks_the_accounts_country_else_the_desk(country: str, language: str, workspace: Workspace) -> None:
    settle_in(workspace, country)
    order(workspace)
    [draft] = workspace.drafts.list()
    assert workspace.drafts.show(draft.draft, None, "nl").language == language
    assert workspace.drafts.show(draft.draft, "fr", "nl").language == "fr"


def test_a_reminder_says_what_was_owed_on_its_own_day(workspace: Workspace) -> None:
    order(workspace)
    at(workspace, date(2026, 2, 10))
    workspace.orders.change_payment("1", CardWish("tok_declined"))
    at(workspace, date(2026, 3, 20))
    workspace.accounts.advance()
    reminders = [one for one in workspace.drafts.list() if one.notice is Notice.DUNNING]
    texts = {one.number: workspace.drafts.show(one.draft).text for one in reminders}
    assert reminders, "the charge of March was declined"
    assert "$90.00 is owed at present." in texts[1]
    workspace.orders.change_payment("1", CardWish("tok_visa"))
    assert workspace.drafts.show(reminders[-1].draft).text == texts[1], "paying later changes no earlier letter"


def test_an_outcome_that_comes_late_drafts_what_would_have_been(desks: Desks) -> None:
    workspace = desks.new(account=replace(ACADEMY, payments=Payments.RECORDED))
    order(workspace)
    at(workspace, date(2026, 3, 5))
    workspace.outcomes.enter("1", Outcome.DECLINED, date(2026, 2, 10))
    late = [(one.on, one.late) for one in workspace.drafts.list() if one.notice is Notice.DUNNING]
    assert late == [(date(2026, 3, 3), True), (date(2026, 2, 17), True), (date(2026, 2, 10), True)]


def test_a_confirmation_goes_to_the_contact_of_the_order_and_everything_else_to_the_owner(
    workspace: Workspace,
) -> None:
    contact = Address("Marit Halden", "Halden", ("410 Pine Street",), "Seattle", "WA", "98101", "US", "marit@x.org")
    workspace.orders.place(NewOrderWish(10, CardWish("tok_visa"), address=contact))
    workspace.orders.place(NewOrderWish(10, CardWish("tok_visa"), address=replace(contact, email="")))
    at(workspace, date(2026, 2, 9))
    workspace.deactivations.deactivate()
    at(workspace, date(2026, 3, 20))
    workspace.accounts.advance()
    drafts = workspace.drafts.list()
    by_contact = {(one.notice, one.order) for one in drafts if one.to == "marit@x.org"}
    assert by_contact == {(Notice.ORDER_CONFIRMED, 1), (Notice.CANCELLATION_CONFIRMED, 1)}
    others = [one for one in drafts if (one.notice, one.order) not in by_contact]
    assert {one.notice for one in others} >= {Notice.ORDER_CONFIRMED, Notice.CANCELLATION_CONFIRMED, Notice.GRACE}
    owner = workspace.users.list()[0]
    assert {one.to for one in others} == {owner.email or (owner.identifier if "@" in owner.identifier else None)}
    letters = {(one.notice, one.order): workspace.drafts.show(one.draft) for one in drafts}
    assert letters[Notice.ORDER_CONFIRMED, 1].to_name == "Marit Halden"
    assert letters[Notice.ORDER_CONFIRMED, 1].text.startswith("Dear Marit Halden,")
    assert letters[Notice.ORDER_CONFIRMED, 2].text.startswith(f"Dear {owner.name},")
