"""Users and their roles; rules with versions; accounts added to a workspace."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.domain.accounts import AccountState
from desktop.domain.errors import UserError, WrongUsage
from desktop.domain.users import Role
from desktop.services.accounts.accounts import NewAccount
from desktop.services.accounts.details import DetailsWish
from desktop.services.accounts.users import UserWish
from desktop.services.workspace import Workspace
from desktop.store.schema import UserRow
from tests.desks import Desks, acting, activate, at, first_act, refused
from tests.services.journals import verbs
from tests.store.evidence import add_users


def role_of(workspace: Workspace, identifier: str) -> Role:
    return next(user.role for user in workspace.users.list() if user.identifier == identifier)


def test_the_owner_made_with_the_workspace_acts_by_default(workspace: Workspace) -> None:
    [owner] = workspace.users.list()
    assert (owner.identifier, owner.role, owner.registered) == ("Anna", Role.OWNER, False)
    workspace.rules.change("trial_days", "31")
    assert workspace.history.list()[0].actor == "Anna"


@pytest.mark.parametrize(
    ("typed", "identifier", "name", "email"),
    [
        ("Anna  de Vries", "Anna de Vries", "Anna  de Vries", None),
        (" Anna@Example.COM ", "anna@example.com", None, "Anna@Example.COM"),
        ("Ame\u0301lie@example.com", "am\u00e9lie@example.com", None, "Ame\u0301lie@example.com"),
    ],
)
def test_an_owner_is_a_name_or_an_address_joined_to_activity_by_its_normal_form(
    typed: str, identifier: str, name: str | None, email: str | None, desks: Desks
) -> None:
    [owner] = desks.new(account=NewAccount("Academy", owner=typed)).users.list()
    assert (owner.identifier, owner.name, owner.email) == (identifier, name, email)


@pytest.mark.parametrize("owner", ["", "   ", "x" * 201, "nul\0", "\ud800", "line\nbreak"])
def test_an_owner_needs_a_name(owner: str, desks: Desks) -> None:
    with refused("An account's owner needs a name or an e-mail address"):
        desks.new(account=NewAccount("Academy", owner=owner))


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_given_and_recorded(role: Role, workspace: Workspace) -> None:
    add_users(workspace, 2)
    answer = workspace.users.change("user-1", UserWish(role))
    assert (answer.identifier, answer.role) == ("user-1", role)
    assert role_of(workspace, "user-1") is role
    assert role_of(workspace, "user-0") is Role.LEARNER


def test_a_user_is_found_by_identifier_id_and_beginning_of_it(workspace: Workspace) -> None:
    add_users(workspace, 12)
    for typed in ("user-1", "  user-1 ", "user-row-1"):
        assert workspace.users.change(typed, UserWish(Role.BILLING)).identifier == "user-1", typed
    with pytest.raises(WrongUsage, match="could be more than one user"):
        workspace.users.change("user-row-", UserWish(Role.BILLING))
    for typed in ("", " ", "nobody", "%", "_"):
        with refused("There is no user"):
            workspace.users.change(typed, UserWish(Role.BILLING))


def test_an_account_keeps_its_owner(workspace: Workspace) -> None:
    add_users(workspace, 1)
    workspace.users.change("user-0", UserWish(Role.ADMINISTRATOR))
    for role in (Role.LEARNER, Role.BILLING, Role.ADMINISTRATOR):
        with refused("An account must keep its owner. Make someone else the owner first."):
            workspace.users.change("Anna", UserWish(role))
    assert role_of(workspace, "Anna") is Role.OWNER
    workspace.users.change("user-0", UserWish(Role.OWNER))
    workspace.users.change("Anna", UserWish(Role.LEARNER))
    assert workspace.rules.change("trial_days", "31").value == 31
    assert workspace.history.list()[0].actor == "user-0", "the new owner acts by default"


def test_an_owner_does_not_go_by_undo_nor_by_a_list_of_users(workspace: Workspace, tmp_path: Path) -> None:
    listed = tmp_path / "users.csv"
    listed.write_text("userEmail,state\nbob@x.org,ACTIVE\n", encoding="utf-8")
    workspace.users.import_list(listed, act_id="the list")
    workspace.users.change("bob@x.org", UserWish(Role.OWNER), act_id="handed over")
    with pytest.raises(UserError):
        workspace.history.undo("the list")
    listed.write_text("userEmail,state\nbob@x.org,DELETED\n", encoding="utf-8")
    workspace.users.import_list(listed)
    assert (role_of(workspace, "bob@x.org"), role_of(workspace, "Anna")) == (Role.OWNER, Role.ADMINISTRATOR)
    workspace.history.undo("handed over")
    assert (role_of(workspace, "bob@x.org"), role_of(workspace, "Anna")) == (Role.LEARNER, Role.OWNER)


def test_c6_who_acts_by_default_passes_the_door_too(workspace: Workspace) -> None:
    """A store of before, in which the owner's role could be taken without a new owner."""
    add_users(workspace, 1)
    workspace.users.change("user-0", UserWish(Role.ADMINISTRATOR))
    activate(workspace)
    workspace.deactivations.deactivate()
    store = workspace.context.store
    with store.write(first_act("taken", store.clock)) as write:
        write.session.execute(select(UserRow).where(UserRow.identifier == "Anna")).scalar_one().role = Role.LEARNER
    assert workspace.users.list(), "an administrator acts by default while the account lets one in"
    at(workspace, date(2027, 3, 1))
    for look in (workspace.accounts.show, workspace.users.list, workspace.drafts.list, workspace.accounts.advance):
        with refused("Only its owner can log in."):
            look()


def test_an_administrator_in_another_account_is_none_in_this(workspace: Workspace) -> None:
    workspace.accounts.add(NewAccount("Second", owner="Bob"))
    first = acting(workspace, account="Academy")
    with refused("An account must keep its owner."):
        first.users.change("Anna", UserWish(Role.LEARNER))
    with refused("There is no user “Bob”."):
        acting(workspace, account="Academy", actor="Bob").rules.change("trial_days", "31")


@pytest.mark.parametrize(
    ("role", "may"), [(Role.OWNER, True), (Role.ADMINISTRATOR, True), (Role.BILLING, True), (Role.LEARNER, False)]
)
def test_r1_who_may_manage_billing(role: Role, may: bool, workspace: Workspace) -> None:
    add_users(workspace, 1)
    workspace.users.change("user-0", UserWish(role))
    person = acting(workspace, actor="user-0")
    if may:
        assert person.rules.change("trial_days", "31").version == 1
        return
    with refused("Only administrators of your organization can manage billing."):
        person.rules.change("trial_days", "31")
    with refused("Only administrators of your organization can manage billing."):
        person.users.change("Anna", UserWish(Role.LEARNER))


def test_f080_a_role_given_twice_by_a_double_click_is_one_act(workspace: Workspace) -> None:
    add_users(workspace, 1)
    first = workspace.users.change("user-0", UserWish(Role.BILLING), act_id="click")
    assert workspace.users.change("user-0", UserWish(Role.BILLING), act_id="click") == first
    before = len(verbs(workspace))
    workspace.users.change("user-0", UserWish(Role.BILLING))
    assert len(verbs(workspace)) == before, "the role they have already is no act"


def test_a_rule_starts_with_its_default_and_gets_versions(workspace: Workspace) -> None:
    def rule() -> tuple[object, int, date | None]:
        [found] = [one for one in workspace.rules.list() if one.name == "trial_days"]
        return found.value, found.version, found.effective_from

    assert rule() == (30, 0, None)
    workspace.rules.change("trial_days", "40")
    assert rule() == (40, 1, date(2026, 1, 10))
    workspace.rules.change("trial_days", "50", on=date(2026, 2, 1))
    assert rule() == (40, 1, date(2026, 1, 10)), "not in force yet"
    at(workspace, date(2026, 2, 1))
    assert rule() == (50, 2, date(2026, 2, 1))


@pytest.mark.parametrize(
    ("name", "typed"), [("trial_days", "30"), ("po_kinds", "q5,q1, q3,q2"), ("auto_renew", "ON"), ("tax_rates", "none")]
)
def test_the_value_that_a_rule_has_already_is_no_act(name: str, typed: str, workspace: Workspace) -> None:
    before = verbs(workspace)
    assert workspace.rules.change(name, typed).version == 0
    assert verbs(workspace) == before
    workspace.rules.change("trial_days", "31")
    assert workspace.rules.change("trial_days", "31", on=date(2026, 6, 1)).version == 1
    assert len(verbs(workspace)) == len(before) + 1


def test_a_trial_gets_the_length_that_a_rule_of_a_later_day_says(workspace: Workspace) -> None:
    workspace.rules.change("trial_days", "40", on=date(2026, 1, 20))
    at(workspace, date(2026, 1, 25)).rules.change("trial_days", "40")
    assert at(workspace, date(2026, 2, 15)).accounts.show().state is AccountState.TRIAL


def test_the_journal_says_a_rule_and_its_value_as_a_person_knows_them(workspace: Workspace) -> None:
    workspace.rules.change("grace_starts", "deactivation")
    entry = workspace.history.list()[0]
    assert entry.verb.english() == (
        "Change rule “When the grace begins: after the last paid day, or at the deactivation” to at the deactivation"
    )
    [line] = [
        one for one in workspace.history.lines(workspace.history.preview().changes) if "grace begins" in str(one.what)
    ]
    assert (str(line.before), str(line.after)) == ("at the deactivation", "after the last paid day")


def test_the_newest_version_of_a_day_is_in_force(workspace: Workspace) -> None:
    workspace.rules.change("trial_days", "40")
    assert workspace.rules.change("trial_days", "41").version == 2
    assert next(one.value for one in workspace.rules.list() if one.name == "trial_days") == 41


def test_what_is_due_is_applied_before_a_rule_changes(workspace: Workspace) -> None:
    at(workspace, date(2026, 3, 1))
    workspace.rules.change("trial_days", "300")
    assert workspace.accounts.show().state is AccountState.INACTIVE, "a trial that was over is not revived"


@pytest.mark.parametrize("typed", ["0", "-1", "1.5", "thirty", "", "1e3", "١٢", "NaN"])
def test_f083_a_number_that_is_none_is_refused(typed: str, workspace: Workspace) -> None:
    with refused("trial_days is a whole number, at least 1."):
        workspace.rules.change("trial_days", typed)


@pytest.mark.parametrize("typed", ["", "q6", "q1;q2", "everything"])
def test_a_list_of_kinds_that_is_none_is_refused(typed: str, workspace: Workspace) -> None:
    with pytest.raises(UserError, match="po_kinds is "):
        workspace.rules.change("po_kinds", typed)


def test_kinds_are_kept_sorted_and_once(workspace: Workspace) -> None:
    assert workspace.rules.change("po_kinds", " Q5, q4,q3 ,q2,Q1,q1").value == ["q1", "q2", "q3", "q4", "q5"]


def test_a_rule_that_does_not_exist_is_refused_with_those_that_do(workspace: Workspace) -> None:
    with refused("There is no rule “dunning”. The rules are: trial_days, po_kinds"):
        workspace.rules.change("dunning", "3")


def test_f080_a_rule_changed_by_a_double_click_gets_one_version(workspace: Workspace) -> None:
    first = workspace.rules.change("trial_days", "40", act_id="click")
    assert workspace.rules.change("trial_days", "40", act_id="click") == first
    assert first.version == 1


def test_each_account_has_rules_of_its_own(workspace: Workspace) -> None:
    workspace.accounts.add(NewAccount("Second"))
    acting(workspace, account="Second").rules.change("trial_days", "50")
    assert {one.version for one in acting(workspace, account="Academy").rules.list()} == {0}


def test_accounts_are_listed_in_the_order_they_were_made(workspace: Workspace) -> None:
    at(workspace, date(2026, 1, 12))
    workspace.accounts.add(NewAccount("Second"))
    assert [one.name for one in workspace.accounts.list()] == ["Academy", "Second"]


def test_an_account_is_chosen_by_name_id_or_unique_beginning(workspace: Workspace) -> None:
    second = workspace.accounts.add(NewAccount("Second")).account
    for typed in ("Second", "second", " Second ", second, second[:8]):
        assert acting(workspace, account=typed).accounts.show().account == second
    with pytest.raises(WrongUsage, match=r"This store holds several accounts: .*Second \(.*Choose one. Name it with"):
        workspace.accounts.show()
    with refused("There is no account “Third”."):
        acting(workspace, account="Third").accounts.show()
    for taken in ("Second", " second ", "ACADEMY"):
        with refused(f"There is an account “{taken.strip()}” already. Choose another name."):
            workspace.accounts.add(NewAccount(taken))
    there = acting(workspace, account="Second")
    with refused("There is an account “Academy” already."):
        there.account_details.change(DetailsWish(name="Academy"))
    assert there.account_details.change(DetailsWish(name="SECOND")).name == "SECOND"
    assert len(workspace.accounts.list()) == 2


@pytest.mark.parametrize("currency", ["usd", "XYZZY", "", "€", "US", "ZZZ"])
def test_a_currency_is_one_of_iso_4217(currency: str, desks: Desks) -> None:
    with refused("is not a currency code. Use one such as USD or EUR."):
        desks.new(account=NewAccount(currency=currency))


@pytest.mark.parametrize("currency", ["FRF", "XAU", "XXX", "CLF", "HRK"])
def test_f084_an_account_is_in_a_currency_that_is_paid_with_on_its_first_day(currency: str, desks: Desks) -> None:
    with refused(f"Nobody pays with {currency} on 2026-01-10. Use a currency such as USD or EUR."):
        desks.new(account=NewAccount(currency=currency))
    kuna = desks.new(account=NewAccount(currency="HRK"), day=date(2019, 4, 18))
    assert kuna.accounts.show().currency == "HRK"


CONTRADICTIONS = (
    ("dunning_reminders", "5", "An unpaid order would never end", "dunning_reminder_days", "0, 3, 7, 14, 21"),
    ("dunning_reminder_days", "0, 7", "An unpaid order would never end", "dunning_reminders", "2"),
    ("dunning_reminder_days", "0, 7, 21, 40", "The reminder on day 40 would never come", "dunning_days", "41"),
    ("retry_days", "7, 30", "What is owed would never be tried on day 30", "dunning_days", "31"),
    ("trial_days", "5", "The reminder 7 days before the end would never come", "trial_reminder_days", "1"),
    ("trial_reminder_days", "31", "The reminder 31 days before the end would never come", "trial_days", "31"),
    ("card_order_max", "9", "No first order could be placed", "first_order_min", "9"),
    ("first_order_min", "3501", "No first order could be placed", "card_order_max", "3501"),
)


@pytest.mark.parametrize(("name", "value", "why", "other", "fits"), CONTRADICTIONS)
def test_a_rule_that_another_could_never_follow_is_refused_until_that_one_is_changed(
    name: str, value: str, why: str, other: str, fits: str, workspace: Workspace
) -> None:
    before = verbs(workspace)
    with refused(why) as told:
        workspace.rules.change(name, value)
    assert str(told.value).endswith(f"Change {other} first.")
    assert verbs(workspace) == before
    workspace.rules.change(other, fits)
    workspace.rules.change(name, value, act_id="fits")
    with refused("Change "):
        workspace.history.undo(workspace.history.list()[1].act)
    workspace.history.undo("fits")


def test_rules_are_held_against_each_other_on_every_day_to_come(workspace: Workspace) -> None:
    workspace.rules.change("dunning_reminder_days", "0, 3, 7, 14, 21", on=date(2026, 3, 1))
    with refused("An unpaid order would never end: 5 reminders are needed, and there are days for 3."):
        workspace.rules.change("dunning_reminders", "5", on=date(2026, 2, 1))
    workspace.rules.change("dunning_reminders", "5", on=date(2026, 3, 1))
    with refused("An unpaid order would never end"):
        workspace.rules.change("dunning_reminder_days", "0, 7, 21", on=date(2026, 4, 1))


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "UTC+1", "europe/paris", "../etc/passwd", "Europe/"])
def test_a_time_zone_is_one_of_iana(zone: str, workspace: Workspace) -> None:
    with refused("is not a time zone. Use a name such as Europe/Paris or UTC."):
        workspace.accounts.add(NewAccount(time_zone=zone))
    assert len(workspace.accounts.list()) == 1


def test_a_workspace_is_made_once(workspace: Workspace) -> None:
    with refused("There is a workspace here already. Use account add for another account."):
        workspace.accounts.init(NewAccount(), "another id", rehearsal=True)
