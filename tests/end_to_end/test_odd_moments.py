"""What people do at odd moments: on the same day, twice, too late, or of another thing than they meant."""

from __future__ import annotations

from tests.end_to_end.desk import Seatwise
from tests.end_to_end.test_orders import FIRST, LEAVING, init, place, state


def vendor_key(seatwise: Seatwise, text: str, day: str) -> None:
    seatwise.ok("key", "activate", text, "--seats", "10", "--plan", "users", day=day)


def test_a_key_of_the_day_of_a_deactivation_is_told_again_after_it(seatwise: Seatwise) -> None:
    init(seatwise, "2018-07-17")
    place(seatwise, 10, "2018-07-17")
    seatwise.ok("account", "deactivate", "--confirm", day="2018-09-05")
    vendor_key(seatwise, "KEY2", "2018-09-05")
    assert state(seatwise, "2018-09-05") == ("active", "2018-09-05")
    seatwise.ok("order", "outcome", "1", "declined", "--on", "2018-08-20", day="2018-09-05")
    assert state(seatwise, "2018-09-05") == ("active", "2018-09-05")
    for _ in range(3):
        seatwise.ok("undo", day="2018-09-05")
    assert state(seatwise, "2018-09-05") == ("active", "2018-07-17")
    assert seatwise.ok("store", "check")["ok"]


def test_keys_of_one_day_are_told_again_in_the_order_they_were_activated(seatwise: Seatwise) -> None:
    """Several, so that for some the order of their ids is another one."""
    init(seatwise, FIRST)
    vendor_key(seatwise, "KEY0", FIRST)
    for number in range(1, 5):
        seatwise.ok("account", "deactivate", "--confirm", day=FIRST)
        vendor_key(seatwise, f"KEY{number}", FIRST)
        seatwise.ok("undo", day=FIRST)
        seatwise.ok("undo", str(seatwise.ok("history")["acts"][0]["number"]), day=FIRST)
        assert state(seatwise, FIRST) == ("active", FIRST)


def test_a_key_is_used_once_however_it_is_written(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    vendor_key(seatwise, "AAAA-BBBB", FIRST)
    again = ("key", "activate", "aaaa bbbb", "--seats", "10", "--plan", "users")
    assert seatwise.refused(*again, day=FIRST) == "This key has already been used."


def test_f3_a_fee_is_confirmed_or_declined_and_changes_no_state(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    place(seatwise, 150, FIRST)
    seatwise.ok("order", "cancel", "1", "--accept-fee", "2100", day=LEAVING)
    seatwise.ok("order", "outcome", "1", "accepted", day="2019-09-18")
    declined = seatwise.ok("order", "outcome", "1", "declined", day="2019-09-18")
    assert (declined["fee"]["status"], declined["order"]["state"]) == ("open", "canceled")
    paid = seatwise.ok("order", "outcome", "1", "accepted", day="2019-09-20")
    assert paid["fee"]["status"] == "paid"
    assert seatwise.refused("order", "outcome", "1", "accepted", day="2019-09-20") == "Nothing is owed on this order."


def test_leaving_is_not_worked_out_for_an_order_that_ends_already(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    place(seatwise, 150, FIRST)
    seatwise.ok("order", "cancel", "1", "--accept-fee", "2100", day=LEAVING)
    assert "Cancellation initiated" in seatwise.refused("order", "curve", "1", day=LEAVING)


def test_a_mistyped_number_is_no_other_order(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    place(seatwise, 150, FIRST)
    for digit in range(2, 10):
        assert seatwise.refused("order", "show", str(digit), day=FIRST) == f"There is no order “{digit}”."


def test_an_order_shows_what_has_fallen_due_before_anybody_acts(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    place(seatwise, 10, FIRST)
    seen = seatwise.ok("order", "show", "1", day="2019-07-18")["timeline"]
    assert [one["on"] for one in seen if one["kind"] == "instalment"] == [
        *("2019-04-18", "2019-05-18", "2019-06-18", "2019-07-18")
    ]
    seatwise.ok("account", "advance", day="2019-07-18")
    written = seatwise.ok("order", "show", "1", day="2019-07-18")["timeline"]
    assert [one["text"] for one in written] == [one["text"] for one in seen]


def test_an_order_whose_first_charge_settles_late_is_confirmed_then(seatwise: Seatwise) -> None:
    init(seatwise, FIRST, "test")
    place(seatwise, 10, FIRST, "tok_late")
    seatwise.ok("account", "advance", day="2019-04-21")
    told = [(one["on"], one["text"]["text"]) for one in seatwise.ok("order", "show", "1", day="2019-04-21")["timeline"]]
    assert ("2019-04-21", "Order of 2019-04-18 confirmed") in told


def test_what_concerns_the_whole_store_needs_no_account_chosen(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    seatwise.ok("account", "add", "--name", "Second", day=FIRST)
    assert len(seatwise.ok("account", "list", day=FIRST)["accounts"]) == 2
    assert seatwise.call("--today", FIRST, "account", "show").code == 2


def test_an_account_has_one_owner(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    people = seatwise.file("people.csv", "name,userEmail,state\nLea,lea@x.org,ACTIVE\n")
    seatwise.ok("user", "import", people, day=FIRST)
    seatwise.ok("user", "set", "lea@x.org", "--role", "owner", day=FIRST)
    roles = {one["identifier"]: one["role"] for one in seatwise.ok("user", "list", day=FIRST)["users"]}
    assert roles == {"lea@x.org": "owner", "Owner": "administrator"}


def test_the_preview_of_a_deactivation_is_written_to_a_file(seatwise: Seatwise) -> None:
    init(seatwise, FIRST)
    place(seatwise, 150, FIRST)
    file = seatwise.folder / "leaving.json"
    seatwise.ok("account", "preview", "deactivate", "-o", str(file), day=LEAVING)
    written = file.read_text(encoding="utf-8")
    assert "2100.00" in written
    assert "2019-09-17" in written, "the last day of paid access, as the window says it"
    again = ("account", "preview", "deactivate", "-o", str(file))
    assert "leaving.json" in seatwise.refused(*again, day=LEAVING)
