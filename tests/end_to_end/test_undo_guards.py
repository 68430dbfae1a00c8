"""An undo, and the undo of one, leave no state that acts would have been refused."""

from __future__ import annotations

from typing import Any

from tests.desks import Seatwise as Program
from tests.end_to_end.desk import Seatwise
from tests.end_to_end.test_orders import FIRST, init, place

NEW_PRICE = "2022-08-01"


def entry(seatwise: Seatwise, verb: str) -> str:
    """The number of the newest entry that is called so."""
    acts = seatwise.ok("history")["acts"]
    return str(next(act["number"] for act in acts if said(act["verb"]).startswith(verb)))


def said(verb: Any) -> str:
    """A sentence of the journal as it is read."""
    parts = {
        name: said(part) if isinstance(part, dict) and "text" in part else part for name, part in verb["params"].items()
    }
    return str(verb["text"]).format(**parts)


def refused_alike(seatwise: Seatwise, verb: str, day: str) -> str:
    """What refuses the undo, and its preview with the same words; nothing is changed."""
    number = entry(seatwise, verb)
    sentence = seatwise.refused("undo", number, "--preview", day=day)
    seatwise.ok("account", "advance", day=day)
    before = seatwise.ok("history")
    assert sentence == seatwise.refused("undo", number, day=day)
    assert seatwise.ok("history") == before
    assert seatwise.ok("store", "check")["ok"]
    return sentence


def key(seatwise: Seatwise, name: str, seats: int, day: str, plan: str = "users") -> None:
    seatwise.ok("key", "activate", name, "--seats", str(seats), "--plan", plan, day=day)


def test_prices_that_an_order_uses_are_not_taken_out_by_the_undo_of_an_undo(seatwise: Seatwise) -> None:
    init(seatwise, "2023-01-31")
    place(seatwise, 10, "2023-01-31")
    july = ("--from", "2023-07-01", "--price", "USD=10", "--name", "july", "--reaches-existing-from", "2024-01-31")
    seatwise.ok("price", "add", *july, day="2023-01-31")
    seatwise.ok("price", "remove", "july", day="2023-02-01")
    seatwise.ok("undo", day="2023-02-01")
    seatwise.ok("account", "advance", day="2024-02-01")
    sentence = refused_alike(seatwise, "Undo: Remove prices july", "2024-02-01")
    assert sentence == "The prices july stay: an order uses them."


def test_prices_whose_day_has_come_are_neither_taken_out_nor_put_back(seatwise: Seatwise) -> None:
    init(seatwise, "2023-05-01")
    seatwise.ok("price", "add", "--from", "2023-07-01", "--price", "USD=10", "--name", "july", day="2023-05-01")
    sentence = refused_alike(seatwise, "Add prices july", "2023-08-01")
    assert sentence == "The prices july hold since Jul 1, 2023 and stay. Add prices that follow them."
    seatwise.ok("price", "add", "--from", "2023-09-01", "--price", "USD=11", "--name", "fall", day="2023-08-01")
    seatwise.ok("price", "remove", "fall", day="2023-08-01")
    sentence = refused_alike(seatwise, "Remove prices fall", "2023-09-02")
    assert sentence == "The prices fall would hold since Sep 1, 2023, which is past. Add them from a later day."


def test_prices_may_be_taken_back_on_their_first_day_while_no_order_has_them(seatwise: Seatwise) -> None:
    init(seatwise, "2023-05-01")
    seatwise.ok("price", "add", "--from", "2023-05-01", "--price", "USD=10", "--name", "typo", day="2023-05-01")
    seatwise.ok("undo", day="2023-05-01")
    seatwise.ok("price", "add", "--from", "2023-05-01", "--price", "USD=11", "--name", "right", day="2023-05-01")


def test_prices_do_not_come_back_to_reach_orders_on_a_day_that_is_applied(seatwise: Seatwise) -> None:
    init(seatwise, "2023-01-31")
    place(seatwise, 10, "2023-01-31")
    later = ("--from", "2024-03-01", "--price", "USD=10", "--name", "later", "--reaches-existing-from", "2024-03-01")
    seatwise.ok("price", "add", *later, day="2023-01-31")
    seatwise.ok("price", "remove", "later", day="2023-01-31")
    seatwise.ok("account", "advance", day="2024-03-01")
    sentence = refused_alike(seatwise, "Remove prices later", "2024-03-01")
    assert sentence.endswith("and the prices later would reach existing orders before. Add them with a later day.")


def test_r10_a_key_counts_once_whatever_is_undone(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    key(seatwise, "V1", 5, FIRST)
    key(seatwise, "V2", 3, FIRST)
    seatwise.ok("undo", day=FIRST)
    key(seatwise, "v2", 9, FIRST, "mau")
    sentence = refused_alike(seatwise, "Undo: Activate key ending V2", FIRST)
    assert sentence == "This key has already been used. Undo its other activation first."


def test_r3_no_first_order_below_the_least_is_left_by_an_undo(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    key(seatwise, "K", 5, FIRST)
    place(seatwise, 10, FIRST)
    place(seatwise, 4, FIRST, "tok_mastercard")
    assert refused_alike(seatwise, "Place order for 10", FIRST) == (
        "This would leave no room for what was done on Apr 18, 2019: "
        "Your first order must be for at least 10 users. Undo that first."
    )
    for _ in range(2):
        seatwise.ok("undo", day=FIRST)
    assert refused_alike(seatwise, "Undo: Place order for 4", FIRST) == (
        "“Undo: Place order for 4 users” cannot be undone: Your first order must be for at least 10 users. "
        "Make a correcting entry instead."
    )


def test_f4_no_order_keeps_an_earlier_price_that_no_order_would_hold(seatwise: Seatwise) -> None:
    init(seatwise, "2022-07-31")
    seatwise.ok("account", "set-rule", "grandfather_scope", "account", day="2022-07-31")
    key(seatwise, "K", 5, "2022-07-31")
    place(seatwise, 25, "2022-07-31")
    place(seatwise, 10, NEW_PRICE, "tok_mastercard")
    assert refused_alike(seatwise, "Place order for 25", NEW_PRICE) == (
        "This would leave no room for what was done on Aug 1, 2022: Another price would hold for this order. "
        "Undo that first."
    )


def test_c15_received_seats_that_come_back_in_the_grace_trial_end_where_they_would_have(seatwise: Seatwise) -> None:
    init(seatwise, "2026-01-10")
    seatwise.ok("key", "receive", "--seats", "5", "--from", "P", day="2026-01-10")
    seatwise.ok("account", "deactivate", "--confirm", day="2026-01-10")
    seatwise.ok("key", "return", "P", day="2026-01-10")
    seatwise.ok("account", "advance", day="2026-01-11")
    seatwise.ok("undo", entry(seatwise, "End 5 seats"), day="2026-01-11")
    assert [one["ended_on"] for one in seatwise.ok("key", "list", day="2026-01-11")["received"]] == ["2026-01-11"]
    assert seatwise.ok("account", "show", day="2026-02-10")["seats"]["available"] == 0
    place(seatwise, 10, "2026-02-10")
    assert seatwise.ok("account", "show", day="2026-02-10")["seats"]["available"] == 10
    assert seatwise.ok("store", "check")["ok"]


def test_r5_a_user_list_done_again_finds_no_more_seats_than_there_are(seatwise: Seatwise, tmp_path: Any) -> None:
    listed = tmp_path / "users.csv"
    listed.write_text("Name,Email\n" + "".join(f"U{n},u{n}@x.org\n" for n in range(4)))
    init(seatwise, FIRST)
    key(seatwise, "K", 3, FIRST)
    key(seatwise, "L", 1, FIRST)
    seatwise.ok("user", "import", str(listed), day=FIRST)
    assert refused_alike(seatwise, "Activate key ending L", FIRST) == (
        "“Activate key ending L” cannot be undone: 1 registered user would be without a seat. "
        "Take the seat of a user first, or add seats."
    )
    for _ in range(2):
        seatwise.ok("undo", day=FIRST)
    assert refused_alike(seatwise, "Undo: Import 4 users", FIRST) == "You can register at most 3 more users."


def test_an_order_that_left_users_without_a_seat_is_done_again_as_it_was(seatwise: Seatwise, tmp_path: Any) -> None:
    listed = tmp_path / "users.csv"
    listed.write_text("Name,Email\n" + "".join(f"U{n},u{n}@x.org\n" for n in range(15)))
    init(seatwise, FIRST)
    seatwise.ok("user", "import", str(listed), day=FIRST)
    place(seatwise, 10, FIRST)
    seatwise.ok("undo", day=FIRST)
    seatwise.ok("undo", entry(seatwise, "Undo: Place"), day=FIRST)
    assert seatwise.ok("account", "show", day=FIRST)["seats"]["without_seat"] == 5


def two(seatwise: Program) -> tuple[Any, Any]:
    """Two accounts of one store, each with its owner: how a person acts in either, and what is answered."""

    def on(account: str, *arguments: str) -> Any:
        return seatwise("--json", "--today", FIRST, "--account", account, *arguments)

    def ok(account: str, *arguments: str) -> Any:
        answer = on(account, *arguments)
        assert answer.code == 0, answer.err
        return answer.json

    first = seatwise("--json", "--today", FIRST, "init", "--name", "Kiri", "--payments", "test", "--owner", "kim@x.org")
    assert first.code == 0, first.err
    ok("Kiri", "account", "add", "--name", "Hono", "--owner", "hal@x.org")
    return on, ok


def newest(ok: Any, account: str, verb: str) -> str:
    acts = ok(account, "history")["acts"]
    return str(next(one["number"] for one in acts if said(one["verb"]).startswith(verb)))


def test_r10_a_key_of_another_account_is_not_counted_again(seatwise: Seatwise) -> None:
    on, ok = two(seatwise.call)
    ok("Kiri", "key", "activate", "VEND", "--seats", "3", "--plan", "users")
    ok("Kiri", "undo")
    ok("Hono", "key", "activate", "vend", "--seats", "3", "--plan", "users")
    for preview in ((), ("--preview",)):
        answer = on("Kiri", "undo", newest(ok, "Kiri", "Undo: Activate"), *preview)
        assert (answer.code, answer.sentence) == (
            1,
            "This key has already been used. Undo its other activation first.",
        )
    assert [one["activated_on"] for one in ok("Kiri", "key", "list")["keys"]] == []


def test_an_undo_makes_no_circle_of_shares(seatwise: Seatwise) -> None:
    on, ok = two(seatwise.call)
    ok("Hono", "key", "receive", "--seats", "5", "--from", "Kiri")
    ok("Hono", "key", "return", "Kiri")
    ok("Kiri", "key", "receive", "--seats", "5", "--from", "Hono")
    for preview in ((), ("--preview",)):
        answer = on("Hono", "undo", newest(ok, "Hono", "End 5 seats"), *preview)
        assert (answer.code, answer.sentence) == (
            1,
            (
                "“End 5 seats received from Kiri” cannot be undone: “Kiri” receives seats now, "
                "and a receiver does not share. End its share first."
            ),
        )


def test_an_entry_of_another_account_is_undone_with_the_right_there_and_its_account_is_named(
    seatwise: Seatwise,
) -> None:
    _on, ok = two(seatwise.call)
    ok("Hono", "key", "activate", "H1", "--seats", "3", "--plan", "users")
    number = newest(ok, "Hono", "Activate")
    stranger = ("--as", "kim@x.org", "--today", FIRST, "--account", "Kiri", "undo", number)
    for preview in ((), ("--preview",)):
        answer = seatwise.call(*stranger, *preview)
        assert (answer.code, answer.sentence) == (
            1,
            "“Activate key ending H1” is an entry of the account “Hono”: There is no user “kim@x.org”.",
        )
    said_before = seatwise.call("--today", FIRST, "--account", "Kiri", "undo", number, "--preview").out
    assert said_before.startswith("Would undo “Activate key ending H1” in Hono, ")
    said_after = seatwise.call("--today", FIRST, "--account", "Kiri", "undo", number).out
    assert said_after.startswith("Undone in Hono: “Activate key ending H1”, ")
