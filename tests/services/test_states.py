"""Account states follow from the calendar and from keys (rules.md 0.3.1, 0.3.2, 1.3)."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.accounts import AccountState
from desktop.domain.keys import Plan
from desktop.services.accounts.accounts import AccountAnswer, NewAccount
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.time.calendar import transitions
from desktop.services.workspace import Workspace
from tests.desks import DAY, Desks, acting, activate, at, new_key, refused
from tests.services.journals import rows, verbs
from tests.store.evidence import add_users

TRIAL, ACTIVE, INACTIVE = AccountState.TRIAL, AccountState.ACTIVE, AccountState.INACTIVE


def shown(workspace: Workspace, day: date | None = None) -> tuple[AccountState, date]:
    answer = (workspace if day is None else at(workspace, day)).accounts.show()
    return answer.state, answer.state_since


def told(workspace: Workspace) -> list[tuple[str, str, date]]:
    """The calendar's entries in the journal: state, id, effective day."""
    acts = reversed(workspace.history.list(limit=1000))
    return [(one.verb.english(), one.act, one.effective_on) for one in acts if one.actor == "Seatwise"][1:]


def test_c1_a_new_account_is_in_trial_and_says_what_comes(workspace: Workspace) -> None:
    answer = workspace.accounts.show()
    assert (answer.state, answer.state_since, answer.created_on) == (TRIAL, DAY, DAY)
    assert answer.state_reason.english() == "The trial has started."
    assert answer.next_event is not None
    assert (answer.next_event.rule, answer.next_event.on, answer.next_event.state) == (
        "C3",
        date(2026, 2, 9),
        INACTIVE,
    )


def test_c9_an_account_whose_orders_are_all_suspended_says_when_it_ends_unless_somebody_pays(
    workspace: Workspace,
) -> None:
    workspace.orders.place(NewOrderWish(10, CardWish("tok_visa")))
    assert workspace.accounts.show().next_event is None, "an order goes on"
    workspace.order_cards.change("1", CardWish("tok_declined"))
    answer = at(workspace, date(2026, 2, 11)).accounts.show()
    assert (answer.state, answer.next_event is not None) == (ACTIVE, True)
    assert answer.next_event is not None
    assert (answer.next_event.rule, answer.next_event.on, answer.next_event.state) == (
        "C9",
        date(2026, 3, 12),
        INACTIVE,
    )
    assert shown(workspace, date(2026, 3, 12)) == (INACTIVE, date(2026, 3, 12))


def test_c3_a_trial_of_10_january_is_usable_to_8_february_and_inactive_on_9_february(workspace: Workspace) -> None:
    assert shown(workspace, date(2026, 2, 8)) == (TRIAL, DAY)
    assert shown(workspace, date(2026, 2, 9)) == (INACTIVE, date(2026, 2, 9))


def test_a_read_never_writes_it_shows_the_state_as_if_advanced(workspace: Workspace) -> None:
    before = (rows(workspace), len(workspace.history.list()))
    assert shown(workspace, date(2030, 1, 1)) == (INACTIVE, date(2026, 2, 9))
    assert workspace.accounts.list()[0].state is INACTIVE
    workspace.keys.list()
    workspace.rules.list()
    assert (rows(workspace), len(workspace.history.list())) == before


def test_advance_applies_what_is_due_at_its_own_date_once(workspace: Workspace) -> None:
    at(workspace, date(2026, 5, 1))
    applied = workspace.accounts.advance().events
    assert [(one.rule, one.on, one.state) for one in transitions(applied)] == [("C3", date(2026, 2, 9), INACTIVE)]
    assert [one.on for one in applied] == [date(2026, 2, 2), date(2026, 2, 8), date(2026, 2, 9)]
    after = rows(workspace)
    assert workspace.accounts.advance().events == []
    assert rows(workspace) == after
    newest = workspace.history.list()[0]
    assert (newest.effective_on, newest.recorded_at.date(), newest.actor) == (
        date(2026, 2, 9),
        date(2026, 5, 1),
        "Seatwise",
    )


def test_an_earlier_today_shows_what_was_true_then(workspace: Workspace) -> None:
    at(workspace, date(2026, 2, 20))
    activate(workspace)
    assert shown(workspace) == (ACTIVE, date(2026, 2, 20))
    assert shown(workspace, date(2026, 2, 19)) == (INACTIVE, date(2026, 2, 9))
    assert shown(workspace, date(2026, 2, 8)) == (TRIAL, DAY)
    assert workspace.accounts.show().seats.available is None, "unlimited then"


def test_an_earlier_today_after_a_backdated_activation_shows_the_account_active_then(workspace: Workspace) -> None:
    at(workspace, date(2026, 3, 1))
    activate(workspace, on=date(2026, 1, 15))
    assert shown(workspace) == (ACTIVE, date(2026, 1, 15))
    assert shown(workspace, date(2026, 2, 20)) == (ACTIVE, date(2026, 1, 15))
    assert shown(workspace, date(2026, 1, 20)) == (ACTIVE, date(2026, 1, 15))
    assert shown(workspace, date(2026, 1, 14)) == (TRIAL, DAY)


def test_c2_activating_a_key_in_the_trial_makes_the_account_active_the_same_day(workspace: Workspace) -> None:
    at(workspace, date(2026, 1, 20))
    activate(workspace)
    assert shown(workspace) == (ACTIVE, date(2026, 1, 20))
    assert workspace.accounts.show().state_reason.english() == "An activation key was activated."
    assert shown(workspace, date(2026, 2, 9)) == (ACTIVE, date(2026, 1, 20)), "the trial's end no longer counts"


def test_trial_over_and_a_key_on_the_same_day_are_inactive_then_active_both_of_that_day(workspace: Workspace) -> None:
    at(workspace, date(2026, 2, 9))
    activate(workspace)
    assert [(one, on) for one, _, on in told(workspace)][-1] == (
        "Account became Inactive: The trial is over.",
        date(2026, 2, 9),
    )
    assert shown(workspace) == (ACTIVE, date(2026, 2, 9))
    assert verbs(workspace)[-2].startswith("Account became Inactive")


def test_c8_a_key_makes_an_inactive_account_active(workspace: Workspace) -> None:
    at(workspace, date(2026, 6, 1)).accounts.advance()
    activate(workspace)
    assert shown(workspace) == (ACTIVE, date(2026, 6, 1))


def test_c14_the_account_is_inactive_when_the_last_keys_term_is_over(workspace: Workspace) -> None:
    activate(workspace)
    at(workspace, date(2026, 7, 1))
    activate(workspace, 5)
    answer = workspace.accounts.show()
    assert answer.next_event is not None
    assert (answer.next_event.rule, answer.next_event.on) == ("C14", date(2027, 7, 1))
    assert shown(workspace, date(2027, 6, 30)) == (ACTIVE, DAY)
    assert shown(workspace, date(2027, 7, 1)) == (INACTIVE, date(2027, 7, 1))
    assert workspace.accounts.show().state_reason.english() == "The last activation key's term is over."


def test_c15_a_mau_keys_seats_end_with_its_period(workspace: Workspace) -> None:
    at(workspace, date(2026, 7, 17))
    activate(workspace, 321, Plan.MAU)
    assert workspace.keys.list()[0].counts_until == date(2027, 7, 1)
    at(workspace, date(2026, 11, 9))
    activate(workspace, 100, Plan.MAU)
    assert [one.counts_until for one in workspace.keys.list()] == [date(2027, 7, 1)] * 2
    assert [one.on for one in at(workspace, date(2027, 7, 1)).accounts.advance().events] == [date(2027, 7, 1)]


def test_a_key_of_before_the_account_was_made_is_refused(workspace: Workspace) -> None:
    with refused("The account was made on 2026-01-10; no key was activated before."):
        activate(workspace, on=date(2026, 1, 9))
    assert workspace.keys.list() == []
    assert shown(workspace) == (TRIAL, DAY)


def test_a_key_whose_term_is_already_over_is_refused(workspace: Workspace) -> None:
    at(workspace, date(2027, 3, 1))
    for over in (date(2026, 2, 28), date(2026, 3, 1)):
        with refused(f"The term of this key is over: its seats counted until {over.replace(year=2027)}."):
            workspace.keys.activate("VENDOR-1", seats=10, plan=Plan.USERS, on=over)
    assert workspace.keys.list() == []
    assert workspace.keys.activate("VENDOR-1", seats=10, plan=Plan.USERS, on=date(2026, 3, 2)).activated_on


def test_acts_of_the_calendar_have_ids_that_follow_from_what_they_are(desks: Desks) -> None:
    one, two = desks.copied(), desks.copied()
    two.context.ids.new()
    for workspace, days in ((one, [date(2026, 2, 9)]), (two, [date(2026, 2, 12), date(2026, 4, 1)])):
        for day in days:
            at(workspace, day).accounts.advance()
    assert told(one) == told(two)
    assert len(told(one)) == 3


def test_an_act_before_the_last_day_applied_is_refused(workspace: Workspace) -> None:
    at(workspace, date(2026, 3, 1)).accounts.advance()
    sentence = "This store already has acts of 2026-03-01."
    at(workspace, date(2026, 2, 28))
    with refused(sentence):
        workspace.accounts.advance()
    with refused(sentence):
        new_key(workspace)
    with refused(sentence):
        activate(workspace)
    at(workspace, date(2026, 3, 1))
    activate(workspace)


def test_a_learner_cannot_advance(workspace: Workspace) -> None:
    add_users(workspace, 1)
    with refused("Only administrators of your organization can manage billing."):
        acting(workspace, actor="user-0").accounts.advance()


def test_the_days_are_the_accounts_own(desks: Desks) -> None:
    workspace = desks.new(account=NewAccount("Auckland", time_zone="Pacific/Auckland"))
    assert at(workspace, date(2026, 2, 8), "Pacific/Auckland").accounts.show().state is TRIAL
    # 8 February, 23:59 UTC is the 9th in Auckland.
    assert at(workspace, date(2026, 2, 8), "UTC").accounts.show().state is INACTIVE


def test_the_length_of_the_trial_is_a_rule_of_the_account(workspace: Workspace) -> None:
    workspace.rules.change("trial_days", "40")
    assert shown(workspace, date(2026, 2, 18)) == (TRIAL, DAY)
    assert shown(workspace, date(2026, 2, 19)) == (INACTIVE, date(2026, 2, 19))


HISTORY = st.lists(
    st.tuples(st.integers(0, 300), st.sampled_from([Plan.USERS, Plan.MAU, Plan.ADD_ON]), st.integers(0, 60)),
    max_size=5,
)


def live(workspace: Workspace, history: list[tuple[int, Plan, int]], until: int, step: int) -> AccountAnswer:
    """Live through a history of activations, opening the desk every `step` days."""
    keys = {offset: [one for one in history if one[0] == offset] for offset, _, _ in history}
    for offset in range(until + 1):
        at(workspace, DAY + timedelta(days=offset))
        if offset % step == 0 or offset == until:
            workspace.accounts.advance()
        for _, plan, back in keys.get(offset, ()):
            activate(workspace, 10, plan, on=DAY + timedelta(days=max(0, offset - back)))
    return workspace.accounts.show()


@settings(max_examples=4)
@given(history=HISTORY, extra=st.integers(0, 450))
def test_opening_daily_or_after_a_year_comes_to_the_same(
    desks: Desks, history: list[tuple[int, Plan, int]], extra: int
) -> None:
    until = max([one[0] for one in history], default=0) + extra
    daily, seldom, fresh = desks.copied(), desks.copied(), desks.copied()
    answers = [live(workspace, history, until, step) for workspace, step in ((daily, 1), (seldom, 10_000), (fresh, 37))]
    assert answers[0] == answers[1] == answers[2]
    assert told(daily) == told(seldom) == told(fresh)
    for workspace in (daily, seldom, fresh):
        assert workspace.accounts.advance().events == []
        assert workspace.care.check().ok
        workspace.close()
