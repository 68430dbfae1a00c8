"""Seats received from peer accounts: they count, make an account Active, and end; all of it undone and told again."""

from datetime import date

import pytest
from sqlalchemy import make_url, select

from desktop.domain.accounts import AccountState
from desktop.domain.keys import Plan
from desktop.services.accounts.accounts import NewAccount
from desktop.services.accounts.peer_shares import ShareAnswer
from desktop.services.rules.billing_rules import tariff_of
from desktop.services.workspace import Workspace
from desktop.store.books import shares_of, told_again
from desktop.store.schema import AccountRow
from tests.desks import DAY, Desks, acting, activate, at, refused

LATER = date(2026, 2, 20)


@pytest.fixture
def anywhere(desks: Desks, any_store_url: str) -> Workspace:
    return desks.new(make_url(any_store_url))


def state(workspace: Workspace) -> tuple[str, str]:
    account = workspace.accounts.show()
    return account.state.value, account.state_rule


def seats(workspace: Workspace) -> tuple[int | None, int]:
    found = workspace.accounts.show().seats
    return found.available, found.received


def told(workspace: Workspace) -> bool:
    """Whether the account told again from its acts is the one that is kept."""
    with workspace.context.store.read() as session:
        account = session.execute(select(AccountRow).order_by(AccountRow.created_on, AccountRow.id)).scalars().first()
        assert account is not None
        tariff = tariff_of(session, workspace.context, account.id, account.advanced_to)
        again = told_again(session, account, tariff, account.advanced_to)[0]
        kept = set(shares_of(session, account.id))
        return set(again.shares) == kept and again.standing.state is account.state


def test_f9_received_seats_count_and_make_the_account_active(anywhere: Workspace) -> None:
    share = anywhere.peer_shares.receive(25, "Group  Academy")
    assert share == ShareAnswer(share.share, "Group Academy", 25, DAY, None)
    assert (state(anywhere), seats(anywhere)) == (("active", "C2"), (25, 25))
    anywhere.peer_shares.receive(5, "Other")
    activate(anywhere, 10)
    assert seats(anywhere) == (40, 30)
    anywhere.peer_shares.end("group academy")
    assert seats(anywhere) == (15, 5)
    assert [(one.owner, one.seats, one.ended_on) for one in anywhere.peer_shares.list()] == [
        ("Group Academy", 25, DAY),
        ("Other", 5, None),
    ]
    assert (told(anywhere), anywhere.care.check().ok) == (True, True)


def test_c12_with_only_received_seats_the_account_is_inactive_the_same_day(anywhere: Workspace) -> None:
    share = anywhere.peer_shares.receive(25, "Group")
    at(anywhere, LATER)
    assert state(anywhere) == ("active", "C2"), "its trial would have been over"
    ended = anywhere.peer_shares.end(share.share[:8])
    assert (ended.ended_on, state(anywhere), seats(anywhere)) == (LATER, ("inactive", "C12"), (0, 0))
    with refused("These received seats do not count on 2026-02-20."):
        anywhere.peer_shares.end(share.share)
    assert told(anywhere)


def test_c15_deactivated_with_received_seats_alone_ends_the_next_day(anywhere: Workspace) -> None:
    anywhere.peer_shares.receive(25, "Group")
    preview = anywhere.deactivations.preview()
    assert (preview.paid_until, preview.fee.minor) == (date(2026, 1, 11), 0)
    anywhere.deactivations.deactivate()
    assert state(anywhere) == ("activation_required", "C4")
    at(anywhere, date(2026, 1, 11)).accounts.advance()
    assert state(anywhere) == ("trial", "C5")
    assert [one.ended_on for one in anywhere.peer_shares.list()] == [date(2026, 1, 11)]
    assert (told(anywhere), anywhere.care.check().ok) == (True, True)


def test_undo_takes_the_seats_back_and_gives_them_again(anywhere: Workspace) -> None:
    anywhere.peer_shares.receive(25, "Group")
    second = anywhere.peer_shares.receive(5, "Other")
    first_act = anywhere.history.maker_of(anywhere.peer_shares.list()[0].share)
    acts = [anywhere.history.maker_of(one.share) for one in anywhere.peer_shares.list()]
    first_act = next(act for act, one in zip(acts, anywhere.peer_shares.list(), strict=True) if one.owner == "Group")
    with refused("something else decides the account's state now"):
        anywhere.history.undo(first_act)
    anywhere.history.undo()
    assert (seats(anywhere), [one.owner for one in anywhere.peer_shares.list()]) == ((25, 25), ["Group"])
    anywhere.history.undo(first_act)
    assert (state(anywhere), anywhere.peer_shares.list()) == (("trial", "C1"), [])
    anywhere.history.undo(anywhere.history.list()[0].act)
    assert (state(anywhere), seats(anywhere)) == (("active", "C2"), (25, 25))
    assert second.owner == "Other"
    assert (told(anywhere), anywhere.care.check().ok) == (True, True)


def test_undo_of_an_end_makes_the_account_active_again(anywhere: Workspace) -> None:
    share = anywhere.peer_shares.receive(25, "Group")
    anywhere.peer_shares.end(share.share)
    with refused("changed the same thing afterwards"):
        anywhere.history.undo(anywhere.history.maker_of(share.share))
    anywhere.history.undo()
    assert (state(anywhere), seats(anywhere), told(anywhere)) == (("active", "C2"), (25, 25), True)


def test_seats_of_a_past_day_are_told_again(anywhere: Workspace) -> None:
    at(anywhere, LATER).accounts.advance()
    assert state(anywhere) == ("inactive", "C3")
    share = anywhere.peer_shares.receive(25, "Group", date(2026, 2, 1))
    assert state(anywhere) == ("active", "C2")
    reminders = [one.notice for one in anywhere.drafts.list() if one.on > date(2026, 2, 1)]
    assert reminders == [], "the trial was left before its reminders"
    anywhere.peer_shares.end(share.share, date(2026, 2, 10))
    assert (state(anywhere), seats(anywhere)) == (("inactive", "C12"), (0, 0))
    assert (told(anywhere), anywhere.care.check().ok) == (True, True)
    at(anywhere, date(2026, 2, 5))
    assert (state(anywhere), seats(anywhere)) == (("active", "C2"), (25, 25))


def test_a_receiver_does_not_share_again(desks: Desks) -> None:
    group = desks.new(account=NewAccount("Group"))
    school = group.accounts.add(NewAccount("School")).account
    branch = group.accounts.add(NewAccount("Branch")).account
    (owner,) = (one.account for one in group.accounts.list() if one.name == "Group")
    acting(group, account=school).peer_shares.receive(20, "group")
    with refused("“School” received its seats itself and may not share them. Name the account they come from."):
        acting(group, account=branch).peer_shares.receive(5, " SCHOOL ")
    acting(group, account=branch).peer_shares.receive(5, "Group")
    with refused("This account shares seats with “Branch”, so it cannot receive any. End that share first."):
        acting(group, account=owner).peer_shares.receive(5, "Somebody")
    with refused("An account does not receive seats from itself. Name the account they come from."):
        acting(group, account=school).peer_shares.receive(5, "School")
    acting(group, account=school).peer_shares.end("Group")
    acting(group, account=branch).peer_shares.receive(5, "School")


def test_bad_words_are_refused_and_leave_nothing(workspace: Workspace) -> None:
    shares = workspace.peer_shares
    for seats_, owner, on, sentence in (
        (0, "Group", None, "Seats are a whole number from 1"),
        (5, "  ", None, "Name the account the seats come from"),
        (5, "G" * 201, None, "Name the account the seats come from"),
        (5, "4111 1111 1111 1111", None, "ending 1111"),
        (5, "Group", date(2026, 1, 11), "on a day in the future"),
        (5, "Group", date(2026, 1, 9), "The account was made on 2026-01-10"),
    ):
        with refused(sentence):
            shares.receive(seats_, owner, on)
    with refused("There is no share “Group”."):
        shares.end("Group")
    assert (shares.list(), len(workspace.history.list())) == ([], 1)


def test_a_double_click_is_one_act(workspace: Workspace) -> None:
    act_id = workspace.context.ids.new()
    first = workspace.peer_shares.receive(5, "Group", act_id=act_id)
    assert workspace.peer_shares.receive(5, "Group", act_id=act_id) == first
    assert seats(workspace) == (5, 5)


def test_two_running_shares_of_one_owner_are_told_apart_by_their_ids(workspace: Workspace) -> None:
    shares = sorted(workspace.peer_shares.receive(5 + more, "Group  One").share for more in range(2))
    with refused(f"“group  one” could be more than one share: {shares[0][:8]}, {shares[1][:8]}. Name one by its id."):
        workspace.peer_shares.end("group  one")
    assert [one.ended_on for one in workspace.peer_shares.list()] == [None, None]
    assert workspace.peer_shares.end(shares[1][:8]).ended_on == DAY
    assert workspace.peer_shares.end("Group  One").share == shares[0]


def test_a_double_click_ends_one_share(anywhere: Workspace) -> None:
    anywhere.peer_shares.receive(5, "Group")
    act_id = anywhere.context.ids.new()
    first = anywhere.peer_shares.end("Group", act_id=act_id)
    assert anywhere.peer_shares.end("Group", act_id=act_id) == first
    newer = anywhere.peer_shares.receive(7, "Group")
    assert anywhere.peer_shares.end("Group", act_id=act_id) == first
    assert [one.share for one in anywhere.peer_shares.list() if one.ended_on is None] == [newer.share]
    with refused("There is no share “Other”."):
        anywhere.peer_shares.end("Other")


def test_a_fork_has_the_seats_and_ending_them_there_reaches_nobody(anywhere: Workspace) -> None:
    share = anywhere.peer_shares.receive(25, "Group")
    ahead = anywhere.fork(date(2026, 3, 1))
    try:
        assert (seats(ahead), ahead.accounts.show().state) == ((25, 25), AccountState.ACTIVE)
        ahead.peer_shares.end(share.share)
        assert state(ahead) == ("inactive", "C12")
    finally:
        ahead.close()
    assert (state(anywhere), seats(anywhere)) == (("active", "C2"), (25, 25))


def test_f9_while_a_mau_period_runs_there_is_no_limit_beside_received_seats(workspace: Workspace) -> None:
    activate(workspace, 100, Plan.MAU)
    workspace.peer_shares.receive(25, "Group")
    found = workspace.accounts.show().seats
    assert (found.available, found.purchased, found.received) == (None, 100, 25)
