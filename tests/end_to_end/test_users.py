"""Who may be registered, who manages billing and whom an account lets in (rules.md 1.3; R1, R5, F9)."""

from __future__ import annotations

import pytest

from tests.end_to_end.desk import Seatwise

START = "2026-01-10"
TRIAL_OVER = "2026-02-09"


def people(seatwise: Seatwise, count: int, first: int = 0) -> str:
    rows = "".join(f"user{place}@example.com,ACTIVE\n" for place in range(first, first + count))
    return seatwise.file(f"users-{first}-{count}.csv", "userEmail,state\n" + rows)


def seats(seatwise: Seatwise, day: str) -> tuple[int | None, int, int | None, int]:
    found = seatwise.ok("account", "show", day=day)["seats"]
    return found["available"], found["registered"], found["remaining"], found["without_seat"]


@pytest.fixture(name="academy")
def _academy(seatwise: Seatwise) -> Seatwise:
    seatwise.ok("init", "--name", "Academy", "--owner", "anna@example.com", day=START)
    return seatwise


def order(academy: Seatwise, count: int, day: str = START) -> None:
    academy.ok("order", "place", "--seats", str(count), "--card-token", "t-1", day=day)


def administrator(academy: Seatwise, day: str = START) -> None:
    academy.ok("user", "import", academy.file("bob.csv", "userEmail,state\nbob@example.com,DELETED\n"), day=day)
    academy.ok("user", "set", "bob@example.com", "--role", "administrator", day=day)


def test_f9_40_registered_in_the_trial_and_an_order_of_10_leave_0_and_30_without_seat(academy: Seatwise) -> None:
    assert academy.ok("user", "import", people(academy, 40), day=START)["added"] == 40
    assert seats(academy, START) == (None, 40, None, 0)
    order(academy, 10)
    assert seats(academy, START) == (10, 40, 0, 30)
    sentence = academy.refused("user", "import", people(academy, 1, first=90), day=START)
    assert sentence == "You can register at most 0 more users."
    assert len(academy.ok("user", "list", day=START)["users"]) == 41, "nobody is removed, nobody added"


def test_r14_175_less_129_is_46_and_no_more_can_be_registered(academy: Seatwise) -> None:
    order(academy, 150)
    order(academy, 25)
    academy.ok("user", "import", people(academy, 129), day=START)
    assert seats(academy, START) == (175, 129, 46, 0)
    sentence = academy.refused("user", "import", people(academy, 47, first=129), day=START)
    assert sentence == "You can register at most 46 more users."
    assert seats(academy, START) == (175, 129, 46, 0), "all or nothing"
    academy.ok("user", "import", people(academy, 46, first=129), day=START)
    assert seats(academy, START) == (175, 175, 0, 0)
    assert academy.ok("store", "check")["ok"]


def test_r5_one_user_too_many_is_refused_until_a_seat_is_free(academy: Seatwise) -> None:
    order(academy, 10)
    academy.ok("user", "import", people(academy, 10), day=START)
    academy.ok("user", "import", academy.file("x.csv", "userEmail,state\nx@example.com,DELETED\n"), day=START)
    register = ("user", "set", "x@example.com", "--registered", "yes")
    assert academy.refused(*register, day=START) == "You can register at most 0 more users."
    assert academy.ok("user", "set", "user0@example.com", "--registered", "no", day=START)["registered"] is False
    assert academy.ok(*register, day=START)["registered"] is True
    assert seats(academy, START) == (10, 10, 0, 0)
    academy.ok("undo", day=START)
    assert seats(academy, START) == (10, 9, 1, 0)


def test_a_list_that_frees_as_many_seats_as_it_takes_is_taken(academy: Seatwise) -> None:
    order(academy, 10)
    academy.ok("user", "import", people(academy, 10), day=START)
    rows = "userEmail,state\nuser0@example.com,DELETED\nnew@example.com,ACTIVE\n"
    academy.ok("user", "import", academy.file("swap.csv", rows), day=START)
    assert seats(academy, START) == (10, 10, 0, 0)


def test_r5_where_the_rule_limits_orders_only_a_full_account_refuses(academy: Seatwise) -> None:
    order(academy, 10)
    academy.ok("account", "set-rule", "remaining_limits", "orders", day=START)
    academy.ok("user", "import", people(academy, 12), day=START)
    assert seats(academy, START) == (10, 12, 0, 2)
    assert "at most 0 more" in academy.refused("user", "import", people(academy, 1, first=50), day=START)


def test_while_a_mau_period_runs_registrations_are_not_limited(academy: Seatwise) -> None:
    order(academy, 10)
    academy.ok("key", "activate", "VENDOR-1", "--seats", "5", "--plan", "mau", day=START)
    assert academy.ok("user", "import", people(academy, 30), day=START)["added"] == 30


def test_r1_who_may_only_read_billing_looks_and_exports(academy: Seatwise) -> None:
    order(academy, 10)
    academy.ok("user", "import", people(academy, 2), day=START)
    reader = academy.ok("user", "set", "user0@example.com", "--role", "billing", "--billing", "read", day=START)
    assert (reader["role"], reader["billing"]) == ("billing", "read")
    acting = ("--as", "user0@example.com")
    assert len(academy.ok(*acting, "order", "list", day=START)["orders"]) == 1
    academy.ok(*acting, "usage", "monthly", day=START)
    academy.ok(*acting, "mail", "write", "order_confirmed-1", "-o", str(academy.folder / "draft.eml"), day=START)
    writing = (
        ("order", "place", "--seats", "10", "--card-token", "t"),
        ("order", "edit", "1", "--payment-token", "t"),
        ("order", "outcome", "1", "declined"),
        ("order", "cancel", "1", "--accept-fee", "1"),
        ("account", "deactivate", "--confirm"),
        ("account", "reactivate"),
        ("account", "advance"),
        ("account", "set-rule", "trial_days", "31"),
        ("key", "issue", "--seats", "1", "--plan", "mau"),
        ("key", "activate", "VENDOR-2", "--seats", "1", "--plan", "mau"),
        ("user", "set", "user1@example.com", "--role", "administrator"),
        ("user", "import", people(academy, 2)),
        ("usage", "close-month", "2026-01"),
        ("undo",),
        ("price", "add", "--from", "2026-03-01", "--price", "USD=9"),
        ("price", "remove", "learners-1"),
        ("key", "request", "--seats", "5"),
        ("usage", "statement", "--issue"),
        ("usage", "import", people(academy, 2)),
        ("usage", "alias", "a@x", "b@x"),
        ("usage", "exclude", "a@x", "--reason", "Trainer"),
        ("usage", "map", "played", "Q1"),
    )
    for command in writing:
        sentence = academy.refused(*acting, *command, day=START)
        assert sentence.startswith("Only administrators of your organization can manage billing."), command
    academy.ok("user", "set", "user0@example.com", "--billing", "write", day=START)
    assert academy.ok(*acting, "account", "set-rule", "trial_days", "31", day=START)["value"] == 31
    sentence = academy.refused(*acting, "user", "set", "user0@example.com", "--role", "owner", day=START)
    assert sentence == "Only administrators of your organization can give roles."


def test_a_right_of_its_own_belongs_to_the_role_billing(academy: Seatwise) -> None:
    academy.ok("user", "import", people(academy, 1), day=START)
    sentence = academy.refused("user", "set", "user0@example.com", "--billing", "read", day=START)
    assert sentence.startswith("Only the role billing has a right to billing of its own.")
    given = academy.ok("user", "set", "user0@example.com", "--role", "billing", day=START)
    assert given["billing"] == "write"
    assert academy.ok("user", "set", "user0@example.com", "--role", "learner", day=START)["billing"] is None


def test_c3_an_account_whose_trial_is_over_lets_any_administrator_in(academy: Seatwise) -> None:
    administrator(academy)
    academy.ok("user", "import", people(academy, 1), day=START)
    academy.ok("user", "set", "user0@example.com", "--role", "billing", "--billing", "read", day=START)
    academy.ok("--as", "user0@example.com", "account", "show", day="2026-02-08")
    for command in (("account", "show"), ("account", "list"), ("usage", "monthly"), ("history",), ("mail", "list")):
        sentence = academy.refused("--as", "user0@example.com", *command, day=TRIAL_OVER)
        assert sentence.startswith("The account is inactive since Feb 9, 2026. Only an administrator can log in."), (
            command
        )
    assert academy.ok("--as", "bob@example.com", "account", "show", day=TRIAL_OVER)["state"] == "inactive"
    academy.ok("--as", "bob@example.com", "order", "place", "--seats", "10", "--card-token", "t", day=TRIAL_OVER)
    academy.ok("--as", "user0@example.com", "account", "show", day=TRIAL_OVER)


def test_c6_after_a_deactivation_only_the_owner_is_let_in(academy: Seatwise) -> None:
    administrator(academy)
    order(academy, 10)
    academy.ok("account", "deactivate", "--confirm", day="2026-01-20")
    bob = ("--as", "bob@example.com")
    assert academy.ok(*bob, "account", "show", day="2026-03-11")["state"] == "trial"
    for command in (("account", "show"), ("order", "place", "--seats", "4", "--card-token", "t")):
        sentence = academy.refused(*bob, *command, day="2026-03-12")
        assert sentence.startswith("The account is inactive since Mar 12, 2026. Only its owner can log in.")
    assert academy.ok("--as", "anna@example.com", "account", "show", day="2026-03-12")["state"] == "inactive"
    academy.ok("order", "place", "--seats", "4", "--card-token", "t", day="2026-03-12")
    academy.ok(*bob, "account", "show", day="2026-03-12")


def test_an_account_keeps_its_owner_whose_role_is_handed_over(academy: Seatwise) -> None:
    administrator(academy)
    for role in ("administrator", "billing", "learner"):
        sentence = academy.refused("user", "set", "anna@example.com", "--role", role, day=START)
        assert sentence == "An account must keep its owner. Make someone else the owner first."
    academy.ok("user", "set", "bob@example.com", "--role", "owner", day=START)
    academy.ok("user", "set", "anna@example.com", "--role", "learner", day=START)
