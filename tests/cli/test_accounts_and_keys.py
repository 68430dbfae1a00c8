"""init, account, user, key: what they do and the JSON they answer with (cli.md)."""

from pathlib import Path
from typing import Any

import pytest

from tests.desks import Seatwise

DAY = ("--today", "2026-01-10")
TRIAL_SEATS = {
    "available": None,
    "registered": 0,
    "remaining": None,
    "without_seat": 0,
    "purchased": None,
    "used": None,
    "overage": 0,
    "received": 0,
}


@pytest.fixture
def rehearsal(seatwise: Seatwise) -> Seatwise:
    assert seatwise(*DAY, "init", "--name", "Academy", "--owner", "anna@example.com").code == 0
    return seatwise


def on(seatwise: Seatwise, day: str, *arguments: str) -> Any:
    """The JSON a command answers with on a day."""
    answer = seatwise("--json", "--today", day, *arguments)
    assert (answer.code, answer.err) == (0, ""), answer.err
    return answer.json


def test_init_makes_a_workspace_in_trial_in_the_persons_own_folder(seatwise: Seatwise, home: Path) -> None:
    answer = seatwise("--json", *DAY, "init", "--name", "Académie", "--region", "eu", "--time-zone", "Europe/Paris")
    assert answer.code == 0
    shown = answer.json
    assert shown.pop("account")
    assert shown == {
        "name": "Académie",
        "region": "eu" if shown["region"] == "eu" else "EU",
        "time_zone": "Europe/Paris",
        "currency": "USD",
        "payments": "recorded",
        "created_on": "2026-01-10",
        "state": "trial",
        "state_reason": {"text": "The trial has started.", "params": {}},
        "state_since": "2026-01-10",
        "next_event": {
            "rule": "C3",
            "on": "2026-02-09",
            "state": "inactive",
            "reason": {"text": "The trial is over.", "params": {}},
        },
        "seats": TRIAL_SEATS,
        "rehearsal": True,
        "demo": False,
        "in_grace": False,
        "state_rule": "C1",
    }
    assert (home / "data" / "seatwise.db").exists()


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}"])
def test_the_store_may_be_named_as_a_path_or_an_address_or_by_the_environment(
    form: str, seatwise: Seatwise, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = form.format(home / "elsewhere" / "my store.db")
    assert seatwise("--store", place, "init", "--name", "There").code == 0
    monkeypatch.setenv("SEATWISE_STORE", place)
    assert seatwise("--json", "account", "show").json["name"] == "There"
    assert not (home / "data" / "seatwise.db").exists()


def test_a_store_made_without_a_day_is_no_rehearsal(seatwise: Seatwise) -> None:
    assert seatwise("--json", "init").json["rehearsal"] is False


def test_the_calendar_is_shown_before_it_is_applied_and_applied_once(rehearsal: Seatwise) -> None:
    assert on(rehearsal, "2026-02-08", "account", "show")["state"] == "trial"
    due = on(rehearsal, "2026-03-01", "account", "show")
    assert (due["state"], due["state_since"], due["next_event"]) == ("inactive", "2026-02-09", None)
    assert len(on(rehearsal, "2026-03-01", "history")["acts"]) == 1, "a read writes nothing"
    transition = {
        "rule": "C3",
        "on": "2026-02-09",
        "state": "inactive",
        "reason": {"text": "The trial is over.", "params": {}},
    }
    advanced = on(rehearsal, "2026-03-01", "account", "advance")
    assert advanced["transitions"] == [transition]
    assert [event["on"] for event in advanced["events"]] == ["2026-02-02", "2026-02-08", "2026-02-09"]
    again = on(rehearsal, "2026-03-01", "account", "advance")
    assert again == {"transitions": [], "events": [], "attempts": [], "not_charged": []}
    assert rehearsal("--today", "2026-03-01", "account", "advance").out == "Nothing is due.\n"
    early = rehearsal("--today", "2026-02-28", "account", "advance")
    assert (early.code, early.sentence) == (
        1,
        "This store already has acts of Mar 1, 2026. Let its clock stand at that day or later.",
    )
    assert on(rehearsal, "2026-02-01", "account", "show")["state"] == "trial", "what was true then"


def test_a_key_is_issued_activated_and_listed(rehearsal: Seatwise) -> None:
    issued = on(rehearsal, "2026-01-11", "key", "issue", "--seats", "25", "--plan", "users", "--expires", "2026-01-20")
    assert issued["key"].startswith("SW-")
    assert {name: issued[name] for name in issued if name not in {"id", "key"}} == {
        "plan": "users",
        "seats": 25,
        "verified": True,
        "issued_on": "2026-01-11",
        "expires_on": "2026-01-20",
        "activated_on": None,
        "activated_by": None,
        "counts_until": None,
    }
    late = rehearsal("--today", "2026-01-21", "key", "activate", issued["key"])
    assert (late.code, late.sentence) == (1, "This key expired on Jan 20, 2026.")
    taken = on(rehearsal, "2026-01-21", "key", "activate", issued["key"].lower(), "--on", "2026-01-20")
    assert taken == issued | {
        "key": f"…{issued['key'][-4:]}",
        "activated_on": "2026-01-20",
        "activated_by": "anna@example.com",
        "counts_until": "2027-01-20",
    }
    assert on(rehearsal, "2026-01-21", "key", "list") == {"keys": [taken], "received": []}
    again = rehearsal("--today", "2026-01-21", "key", "activate", issued["key"])
    assert (again.code, again.sentence) == (1, "This key has already been used.")
    shown = on(rehearsal, "2026-01-21", "account", "show")
    assert (shown["state"], shown["state_since"]) == ("active", "2026-01-20")
    assert shown["seats"] == TRIAL_SEATS | {"available": 25, "remaining": 25}


def test_a_mau_key_brings_purchased_units(rehearsal: Seatwise) -> None:
    on(rehearsal, "2026-01-10", "key", "activate", "ALM-1", "--seats", "321", "--plan", "mau")
    on(rehearsal, "2026-05-09", "key", "activate", "ALM-2", "--seats", "100", "--plan", "MAU")
    seats = on(rehearsal, "2026-05-09", "account", "show")["seats"]
    assert seats == TRIAL_SEATS | {"purchased": 421, "used": 0, "remaining": 421}
    assert [key["counts_until"] for key in on(rehearsal, "2026-05-09", "key", "list")["keys"]] == ["2027-01-01"] * 2


def test_a_vendors_key_is_said_to_be_unverifiable(rehearsal: Seatwise) -> None:
    answer = rehearsal(*DAY, "key", "activate", "ALM-1", "--seats", "5", "--plan", "add-on")
    assert answer.code == 0
    assert "not verifiable offline" in answer.out
    assert on(rehearsal, "2026-01-10", "key", "list")["keys"][0]["plan"] == "add_on"


def test_r1_a_learner_is_refused(rehearsal: Seatwise, home: Path) -> None:
    users = home / "users.csv"
    users.write_text("name,userEmail,state\nLea,lea@example.com,ACTIVE\n", encoding="utf-8")
    assert rehearsal(*DAY, "user", "import", str(users)).code == 0
    for who in ("lea@example.com", " LEA@example.com"):
        for arguments in (
            ["key", "issue", "--seats", "1", "--plan", "mau"],
            ["key", "activate", "V-1", "--seats", "1", "--plan", "mau"],
            ["account", "advance"],
            ["account", "set-rule", "trial_days", "31"],
            ["user", "set", "lea@example.com", "--role", "owner"],
            ["undo"],
        ):
            answer = rehearsal(*DAY, "--as", who, *arguments)
            assert answer.code == 1
            assert answer.sentence.startswith("Only administrators of your organization can manage billing.")
    assert on(rehearsal, "2026-01-10", "user", "set", "lea@example.com", "--role", "billing")["role"] == "billing"
    assert rehearsal(*DAY, "--as", "lea@example.com", "key", "issue", "--seats", "1", "--plan", "mau").code == 0
    acts = on(rehearsal, "2026-01-10", "history")["acts"]
    assert acts[0]["actor"] not in {"anna@example.com", "Seatwise"}


def test_rules_are_shown_and_changed_from_a_day_on(rehearsal: Seatwise) -> None:
    changed = on(rehearsal, "2026-01-10", "account", "set-rule", "trial_days", "40", "--from", "2026-01-05")
    assert (changed["name"], changed["value"], changed["version"]) == ("trial_days", 40, 1)
    listed = on(rehearsal, "2026-01-10", "account", "rules")["rules"]
    assert [(rule["name"], rule["version"]) for rule in listed if rule["name"] == "trial_days"] == [("trial_days", 1)]
    wrong = rehearsal(*DAY, "account", "set-rule", "trial_days", "40", "--from", "soon")
    assert wrong.code == 2


def test_tables_are_for_people(rehearsal: Seatwise) -> None:
    rehearsal(*DAY, "key", "issue", "--seats", "3", "--plan", "mau")
    for arguments, words in {
        ("account", "show"): ["Academy", "Trial", "Unlimited", "Inactive on Feb 9, 2026"],
        ("account", "list"): ["Academy", "Trial", "UTC"],
        ("account", "rules"): ["trial_days", "30"],
        ("key", "list"): ["Monthly active users (MAU)", "Yes"],
        ("user", "list"): ["anna@example.com", "Owner", "No"],
        ("history",): ["Issue a key for 3 seats", "Make workspace for Academy"],
    }.items():
        answer = rehearsal(*DAY, *arguments)
        assert (answer.code, answer.err) == (0, "")
        for word in words:
            assert word in answer.out, (arguments, word)


def test_text_with_marks_of_other_programs_is_shown_as_it_is(seatwise: Seatwise) -> None:
    name = "[bold red]not bold[/] {x} <b> %s"
    assert seatwise(*DAY, "init", "--name", name).code == 0
    assert name in seatwise("account", "show").out
    assert seatwise("--json", "account", "show").json["name"] == name


def test_seats_are_received_listed_and_returned(rehearsal: Seatwise) -> None:
    share = on(rehearsal, "2026-01-10", "key", "receive", "--seats", "25", "--from", "Group")
    assert {**share, "share": ""} == {
        "share": "",
        "owner": "Group",
        "seats": 25,
        "received_on": "2026-01-10",
        "ended_on": None,
    }
    assert on(rehearsal, "2026-02-20", "key", "list") == {"keys": [], "received": [share]}
    shown = on(rehearsal, "2026-02-20", "account", "show")
    assert (shown["state"], shown["seats"]["available"], shown["seats"]["received"]) == ("active", 25, 25)
    assert "Of these received  25" in rehearsal("--today", "2026-02-20", "account", "show").out
    said = rehearsal("--today", "2026-02-20", "key", "return", "Group", "--on", "2026-02-15")
    assert (said.code, said.out) == (0, "25 seats received from Group ended on Feb 15, 2026.\n")
    listed = rehearsal("--today", "2026-02-20", "key", "list").out
    assert "Received seats" in listed
    assert "Feb 15, 2026" in listed
    assert on(rehearsal, "2026-02-20", "account", "show")["state_rule"] == "C12"
    refusal = rehearsal("--today", "2026-02-20", "key", "return", "Group")
    assert (refusal.code, refusal.sentence) == (1, "There is no share “Group”.")


def test_a_day_is_that_day_for_accounts_of_every_zone(seatwise: Seatwise) -> None:
    def made(name: str, zone: str, *command: str) -> Any:
        return on(seatwise, "2026-01-31", *command, "--name", name, "--time-zone", zone)["created_on"]

    assert made("P", "Pacific/Pago_Pago", "init") == "2026-01-31"
    assert made("K", "Pacific/Kiritimati", "account", "add") == "2026-01-31"
    assert made("Q", "UTC", "account", "add") == "2026-01-31"
    for name in ("P", "K", "Q", "P", "K"):
        key = ("--account", name, "key", "activate", f"V-{name}", "--seats", "5", "--plan", "users")
        answer = seatwise("--json", "--today", "2026-01-31", *key)
        assert answer.code == 0 or answer.sentence == "This key has already been used.", answer.err
    listed = on(seatwise, "2026-01-31", "account", "list")["accounts"]
    assert [(one["created_on"], one["state"], one["state_since"]) for one in listed] == [
        ("2026-01-31", "active", "2026-01-31")
    ] * 3
    for name in ("P", "K", "Q"):
        early = seatwise("--today", "2026-01-30", "--account", name, "account", "advance")
        assert early.sentence == (
            "This store already has acts of Jan 31, 2026. Let its clock stand at that day or later."
        )


def test_an_earlier_day_elsewhere_that_is_the_same_instant_is_not_refused(seatwise: Seatwise) -> None:
    on(seatwise, "2026-02-01", "init", "--name", "Hono", "--time-zone", "Pacific/Honolulu")
    on(seatwise, "2026-02-01", "account", "add", "--name", "Kiri", "--time-zone", "Pacific/Kiritimati")
    key = ("key", "activate", "V-1", "--seats", "5", "--plan", "users")
    on(seatwise, "2026-02-09", "--account", "Kiri", *key)
    on(seatwise, "2026-02-08", "--account", "Hono", "key", "activate", "V-2", *key[3:])
    early = seatwise("--today", "2026-02-07", "--account", "Hono", "account", "advance")
    assert early.sentence.startswith("This store already has acts of Feb 9, 2026.")


def test_codes_of_no_country_and_no_currency_are_refused(rehearsal: Seatwise) -> None:
    not_a_country = "“ZZ” is not a country. Write its two letters, such as FR."
    details = rehearsal(*DAY, "account", "set", "--country", "ZZ")
    order = ("order", "place", "--seats", "10", "--card-token", "tok_visa")
    ordered = rehearsal(*DAY, *order, "--country", "zz")
    assert (details.code, details.sentence) == (2, not_a_country)
    assert (ordered.code, ordered.sentence) == (2, not_a_country.replace("ZZ", "zz"))
    assert rehearsal(*DAY, *order, "--country", "fr").code == 0
    for code, why in (
        ("QQQ", "“QQQ” is not a currency code. Use one such as USD or EUR."),
        ("XXX", "Nobody pays with XXX on Jan 10, 2026. Use a currency such as USD or EUR."),
        ("XTS", "Nobody pays with XTS on Jan 10, 2026. Use a currency such as USD or EUR."),
    ):
        added = rehearsal(*DAY, "account", "add", "--name", "New", "--currency", code)
        assert (added.code, added.sentence) == (2, why)
