"""Random acts, undos and redos over two accounts: none of them leaves a state that acts would have been refused."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from desktop.domain.errors import UserError
from desktop.domain.keys import Plan
from desktop.domain.life.placed_again import PlacedAgain
from desktop.domain.users import Role
from desktop.services.accounts.accounts import NewAccount
from desktop.services.accounts.users import UserWish
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.rules.billing_rules import tariff_of
from desktop.services.rules.price_lists import NewPrices
from desktop.services.workspace import Workspace
from desktop.store.books import read_book, told_again
from desktop.store.schema import AccountRow, ActivationKeyRow, PeerShareRow, UserRow
from tests.desks import DAY, Desks, acting, at

ACCOUNTS = ("Academy", "Branch")
TOKENS = ("tok_visa", "tok_mastercard", "tok_amex")
ACCOUNT = st.sampled_from(ACCOUNTS)


class Acts(RuleBasedStateMachine):
    """Two accounts of one store, used at random on some days."""

    desks: Desks

    @initialize()
    def opens(self) -> None:
        self.workspace, self.day = self.desks.copied(), DAY
        self.workspace.accounts.add(NewAccount("Branch", payments=self.workspace.accounts.list()[0].payments))
        for name in ACCOUNTS:
            acting(self.workspace, account=name).keys.activate(f"FIRST-{name}", seats=5, plan=Plan.USERS)

    def teardown(self) -> None:
        if hasattr(self, "workspace"):
            assert self.workspace.care.check().ok
            self.workspace.close()

    def on(self, account: str) -> Workspace:
        return acting(self.workspace, account=account)

    @rule(account=ACCOUNT, key=st.sampled_from(["VEND", "vend", "OTHER"]), plan=st.sampled_from(Plan))
    def activate(self, account: str, key: str, plan: Plan) -> None:
        tried(lambda: self.on(account).keys.activate(key, seats=3, plan=plan))

    @rule(account=ACCOUNT, seats=st.sampled_from([4, 10, 25]), token=st.sampled_from(TOKENS))
    def place(self, account: str, seats: int, token: str) -> None:
        tried(lambda: self.on(account).orders.place(NewOrderWish(seats, CardWish(token))))

    @rule(account=ACCOUNT)
    def receive(self, account: str) -> None:
        (other,) = set(ACCOUNTS) - {account}
        tried(lambda: self.on(account).peer_shares.receive(2, other))

    @rule(account=ACCOUNT)
    def end(self, account: str) -> None:
        (other,) = set(ACCOUNTS) - {account}
        tried(lambda: self.on(account).peer_shares.end(other))

    @rule(account=ACCOUNT)
    def leave_or_come_back(self, account: str) -> None:
        desk = self.on(account)
        if not tried(desk.deactivations.deactivate):
            tried(desk.deactivations.reactivate)

    @rule(account=ACCOUNT, role=st.sampled_from([Role.OWNER, Role.LEARNER, Role.BILLING]))
    def give_a_role(self, account: str, role: Role) -> None:
        desk = self.on(account)
        tried(lambda: desk.users.change(desk.users.list()[-1].identifier, UserWish(role, registered=True)))

    @rule(account=ACCOUNT, days=st.integers(0, 20))
    def add_prices(self, account: str, days: int) -> None:
        start = self.day + timedelta(days=days)
        tried(lambda: self.on(account).prices.add(NewPrices(start, {"USD": "8"}, None, None)))

    @rule(days=st.integers(1, 25))
    def days_pass(self, days: int) -> None:
        self.day += timedelta(days=days)
        at(self.workspace, self.day)
        for name in ACCOUNTS:
            self.on(name).accounts.advance()

    @rule(account=ACCOUNT, place=st.integers(0, 12))
    def undo_or_redo(self, account: str, place: int) -> None:
        desk = self.on(account)
        acts = desk.history.list()
        act = acts[place % len(acts)].act
        assert refusal_of(lambda: desk.history.preview(act)) == refusal_of(lambda: desk.history.undo(act))

    @invariant()
    def acts_could_have_made_it(self) -> None:
        if not hasattr(self, "workspace"):
            return
        with self.workspace.context.store.read() as session:
            keys = session.execute(select(ActivationKeyRow.key).where(ActivationKeyRow.activated_on.is_not(None)))
            assert max(Counter(key.casefold() for key in keys.scalars()).values(), default=0) <= 1, "R10"
            owners = select(UserRow.account_id).where(UserRow.role == Role.OWNER)
            assert max(Counter(session.execute(owners).scalars()).values(), default=0) <= 1
            running = select(PeerShareRow.account_id).where(PeerShareRow.ended_on.is_(None)).distinct()
            assert len(session.execute(running).scalars().all()) <= 1, "nobody who receives seats shares any"
            for account in session.execute(select(AccountRow)).scalars():
                tariff = tariff_of(session, self.workspace.context, account.id, account.advanced_to)
                placed = PlacedAgain()
                told = told_again(session, account, tariff, account.advanced_to, placed.look)[0]
                kept = read_book(session, account, tariff)
                assert placed.refused == {}, "R3, R5, F4"
                assert told.standing.state is kept.standing.state
                assert {one.id: one for one in told.orders} == {one.id: one for one in kept.orders}
                assert {one.id: one for one in told.shares} == {one.id: one for one in kept.shares}, "C15"


def tried(act: Any) -> bool:
    """A person tries; a refusal changes nothing. Whether it was done."""
    return refusal_of(act) is None


def refusal_of(act: Any) -> str | None:
    """What refuses the act; None where it was done."""
    try:
        act()
    except UserError as refusal:
        return str(refusal)
    return None


def test_no_undo_and_no_redo_leaves_what_acts_would_have_been_refused(desks: Desks) -> None:
    kind = type("ActsHere", (Acts,), {"desks": desks})
    run_state_machine_as_test(kind, settings=settings(max_examples=6, stateful_step_count=14, deadline=None))
