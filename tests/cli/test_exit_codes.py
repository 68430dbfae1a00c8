"""Exit codes and sentences: 0 done, 1 refused, 2 wrong usage, 3 done but look at it, 130 canceled (cli.md)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop.app import Desk
from desktop.services.workspace import Choice
from desktop.store.schema import AccountRow
from tests.desks import Seatwise, first_act

ROOT = Path(__file__).resolve().parents[2]
DAY = ("--today", "2026-01-10")


@pytest.fixture
def rehearsal(seatwise: Seatwise) -> Seatwise:
    """The command line of a desk with a rehearsal workspace made on 10 January 2026."""
    assert seatwise(*DAY, "init", "--name", "Academy", "--owner", "Anna").code == 0
    return seatwise


@pytest.mark.parametrize(
    "command",
    [
        "account show",
        "account list",
        "account advance",
        "key list",
        "key activate X",
        "user list",
        "history",
        "undo",
        "store check",
        "store migrate",
        "usage monthly",
    ],
)
def test_every_command_but_init_and_demo_needs_a_workspace(command: str, seatwise: Seatwise, home: Path) -> None:
    answer = seatwise(*command.split())
    assert (answer.code, answer.out) == (1, "")
    assert answer.sentence.startswith("There is no workspace here yet. Run seatwise init")
    assert not (home / "data").exists()


WRONG = {
    "a month too far": ["usage", "monthly", "--to", "9999-12"],
    "a month that is none": ["usage", "monthly", "--from", "2019-13"],
    "a currency nobody knows": ["account", "add", "--name", "B", "--currency", "XX"],
    "a time zone nobody knows": ["account", "add", "--name", "B", "--time-zone", "Mars"],
    "a day that is none": ["--today", "2019-02-30", "account", "show"],
    "a day of another form": ["--today", "05/09/2019", "account", "show"],
    "a day with a week": ["--today", "2019-W01-1", "account", "show"],
    "a day in other digits": ["--today", "\uff12\uff10\uff11\uff19-09-05", "account", "show"],
    "a day the clock cannot stand at": ["--today", "9999-12-31", "account", "show"],
    "a language nobody speaks here": ["--lang", "de", "account", "show"],
    "a region that is none": ["init", "--region", "Mars"],
    "a way to pay that is none": ["init", "--payments", "cash"],
    "a plan that is none": ["key", "issue", "--seats", "1", "--plan", "gold"],
    "a role that is none": ["user", "set", "Anna", "--role", "boss"],
    "a day of expiry that is none": ["key", "issue", "--seats", "1", "--plan", "users", "--expires", "soon"],
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_meant_is_wrong_usage_in_one_sentence(what: str, rehearsal: Seatwise) -> None:
    answer = rehearsal(*WRONG[what])
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.sentence) > 20


USAGE = {
    "a command nobody knows": ["dance"],
    "an option nobody knows": ["account", "show", "--loud"],
    "a missing option": ["key", "issue", "--seats", "1"],
    "a missing argument": ["key", "activate"],
    "one argument too many": ["account", "show", "now"],
    "a length that is no number": ["history", "--limit", "many"],
    "half a line": ["history", "--limit", "1.5"],
    "no page at all": ["history", "--limit", "0"],
    "options and no command": ["--today", "2026-02-01"],
}


@pytest.mark.parametrize("what", USAGE)
def test_a_call_that_is_no_call_is_wrong_usage_and_names_the_help(what: str, rehearsal: Seatwise) -> None:
    answers = [rehearsal("--lang", language, *USAGE[what]) for language in ("en", "fr", "nl")]
    assert {(answer.code, answer.out, "--help" in answer.sentence) for answer in answers} == {(2, "", True)}
    assert len({answer.sentence for answer in answers}) == 3


def test_options_without_a_command_say_that_one_is_missing(seatwise: Seatwise) -> None:
    answer = seatwise("--today", "2026-02-01")
    assert (answer.code, answer.out) == (2, "")
    assert answer.sentence == (
        "A command is missing: options such as --today need one. seatwise --help lists what there is."
    )


def test_a_group_without_a_command_shows_its_help(rehearsal: Seatwise) -> None:
    answer = rehearsal("account")
    assert answer.code == 2
    assert "set-rule" in answer.out + answer.err


def test_strict_tells_doubts_by_the_exit_code(rehearsal: Seatwise, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("user,time,action\na@example.org,2026-01-05T10:00:00Z,danced\n", encoding="utf-8")
    call = ("usage", "import", "--dry-run", str(log))
    assert (rehearsal(*call).code, rehearsal("--strict", *call).code) == (0, 3)
    log.write_text("user,time,action\na@example.org,2026-01-05T10:00:00Z,completed\n", encoding="utf-8")
    assert rehearsal("--strict", *call).code == 0


REFUSED = {
    "a card's number as a key": (
        ["key", "activate", "4111 1111 1111 1111", "--seats", "1", "--plan", "mau"],
        "what looks like a card number (ending 1111)",
    ),
    "a card's number in a name": (["account", "add", "--name", "Visa 4111-1111-1111-1111"], "a card number"),
    "looking as a person nobody knows": (["--as", "Eve", "account", "show"], "no user “Eve”"),
    "an account without a name": (["account", "add", "--name", " "], "An account needs a name"),
    "a key of the desk with a letter lost": (["key", "activate", "SW-ABCDE-FGHI"], "Invalid activation key."),
    "seats that are no whole number": (
        ["key", "issue", "--seats", "10.5", "--plan", "users"],
        "Seats are a whole number",
    ),
    "seats in words": (["key", "receive", "--seats", "ten", "--from", "Peer"], "Seats are a whole number from 1 to"),
    "a rule's value below nothing": (
        ["account", "set-rule", "trial_days", "-5"],
        "trial_days is a whole number, at least 1.",
    ),
    "an order without end": (
        ["order", "place", "--seats", "9" * 5000, "--card-token", "tok_visa"],
        "A single credit card order cannot exceed 3,500 users.",
    ),
    "an estimate without end": (
        ["quote", "--seats", "9" * 20],
        "A single credit card order cannot exceed 3,500 users.",
    ),
    "an address file that is not there": (
        ["order", "edit", "1", "--address-file", "/nope.json"],
        "nope.json cannot be read: No such file or directory.",
    ),
    "a folder for an address": (["order", "edit", "1", "--address-file", "/"], " cannot be read: Is a directory."),
    "no seats": (["key", "issue", "--seats", "0", "--plan", "users"], "Seats are a whole number from 1 to"),
    "too many seats": (["key", "issue", "--seats", "9" * 30, "--plan", "users"], "Seats are a whole number from 1 to"),
    "a key that is none": (["key", "activate", "SW-" + "A" * 39], "Invalid activation key."),
    "a vendor's key alone": (["key", "activate", "V-1"], "Enter the seats and the plan that came with this key."),
    "a day in the future": (
        ["key", "activate", "V-1", "--seats", "1", "--plan", "mau", "--on", "2099-01-01"],
        "A key cannot be activated in the future.",
    ),
    "a rule nobody knows": (["account", "set-rule", "x", "1"], "There is no rule “x”."),
    "a value a rule cannot have": (["account", "set-rule", "trial_days", "0"], "trial_days is a whole number"),
    "an entry nobody made": (["undo", "77"], "There is no entry “77”."),
    "nothing to undo": (["undo"], "There is nothing to undo."),
    "the workspace": (["undo", "1"], "The workspace itself cannot be undone. Delete its file instead."),
    "a second workspace": (["init"], "exists already. Choose another place, or use the store that is there."),
    "an account nobody has": (["--account", "B", "account", "show"], "There is no account “B”."),
    "a person nobody knows": (["--as", "Eve", "key", "issue", "--seats", "1", "--plan", "mau"], "no user “Eve”"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_is_one_sentence_on_stderr(what: str, rehearsal: Seatwise) -> None:
    arguments, sentence = REFUSED[what]
    answer = rehearsal(*DAY, *arguments)
    assert (answer.code, answer.out) == (1, "")
    assert sentence in answer.sentence


@pytest.mark.parametrize("what", REFUSED)
def test_a_refusal_says_the_same_with_json(what: str, rehearsal: Seatwise) -> None:
    arguments, sentence = REFUSED[what]
    answer = rehearsal("--json", *DAY, *arguments)
    assert (answer.code, answer.out) == (1, "")
    assert sentence in answer.sentence


@pytest.mark.parametrize(
    ("store", "sentence"),
    [
        ("mysql://host/db", "A store is a SQLite file or a PostgreSQL database, not “mysql”."),
        ("ftp://host/db", "not “ftp”"),
        ("://", "is not a store address"),
        ("sqlite://", "A store needs a file: sqlite:///PATH."),
        ("postgresql://nobody@/db?host=/nowhere", "The database server cannot be reached."),
        ("postgresql+psycopg://nobody@127.0.0.1:1/db", "The database server cannot be reached."),
        ("/", "cannot be read"),
        ("a" * 300, "File name too long"),
    ],
)
def test_a_store_that_cannot_be_is_refused(store: str, sentence: str, seatwise: Seatwise) -> None:
    answer = seatwise("--store", store, "account", "show")
    assert (answer.code, answer.out) == (1, "")
    assert sentence in answer.sentence


def test_a_store_address_shows_no_password(seatwise: Seatwise) -> None:
    answer = seatwise("--store", "postgresql://ann:hunter2@127.0.0.1:1/db", "account", "show")
    assert answer.code == 1
    assert "hunter2" not in answer.err


def test_several_accounts_without_a_choice_are_named(rehearsal: Seatwise) -> None:
    assert rehearsal(*DAY, "account", "add", "--name", "Second").code == 0
    for arguments in (["account", "show"], [*DAY, "account", "show"], [*DAY, "key", "list"], ["undo"]):
        answer = rehearsal(*arguments)
        assert (answer.code, answer.out) == (2, ""), arguments
        assert answer.sentence.startswith("This store holds several accounts: ")
        assert "Academy (" in answer.sentence
        assert "Second (" in answer.sentence
    shown = rehearsal("--json", "--account", "second", "account", "show").json
    assert shown["name"] == "Second"
    assert rehearsal("--json", "--account", shown["account"][:6], "account", "show").json == shown
    assert rehearsal("account", "list").code == 0, "lists need no choice"


def test_in_any_other_store_today_only_reads(seatwise: Seatwise) -> None:
    assert seatwise("init").code == 0
    assert seatwise("--json", "--today", "2099-01-01", "account", "show").json["state"] == "inactive"
    for arguments in (
        ["key", "activate", "V-1", "--seats", "1", "--plan", "mau"],
        ["account", "advance"],
        ["account", "add", "--name", "B"],
        ["account", "set-rule", "trial_days", "31"],
        ["user", "set", "Owner", "--role", "administrator"],
        ["undo"],
    ):
        answer = seatwise("--today", "2099-01-01", *arguments)
        assert (answer.code, answer.sentence[:35]) == (1, "In this store another day than toda"), arguments
    assert seatwise("--json", "account", "show").json["state"] == "trial"
    assert len(seatwise("--json", "history").json["acts"]) == 1


def test_json_is_one_document_on_stdout_and_nothing_on_stderr(rehearsal: Seatwise) -> None:
    for arguments in (["account", "show"], ["key", "list"], ["history"], ["store", "check"], ["user", "list"]):
        for place in ([*DAY, "--json", *arguments], [*DAY, *arguments, "--json"]):
            answer = rehearsal(*place)
            assert (answer.code, answer.err) == (0, "")
            assert isinstance(answer.json, dict)


def test_the_version_is_told(seatwise: Seatwise) -> None:
    answer = seatwise("--version")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("seatwise ")


def test_texts_are_in_the_language_asked_for_and_json_in_english(rehearsal: Seatwise) -> None:
    assert rehearsal("--lang", "fr", "account", "show").code == 0
    in_english = rehearsal("--json", "account", "show").out
    assert rehearsal("--lang", "nl", "--json", "account", "show").out == in_english


@pytest.mark.parametrize(
    "odd", ["\udcff", "a\udc80b", "caf\u00e9", "名前 🎓", "--", "-", "%s {0} \\", "'; DROP TABLE act"]
)
def test_f091_odd_text_is_kept_or_refused_never_a_traceback(odd: str, rehearsal: Seatwise) -> None:
    commands: tuple[Callable[[str], list[str]], ...] = (
        lambda text: ["account", "add", "--name", text],
        lambda text: ["--account", text, "account", "show"],
        lambda text: ["--as", text, "account", "advance"],
        lambda text: ["user", "set", text, "--role", "billing"],
        lambda text: ["key", "activate", text, "--seats", "1", "--plan", "users"],
        lambda text: ["history", "--entity", text],
        lambda text: ["undo", text],
        lambda text: ["account", "set-rule", text, text],
        lambda text: ["--today", text, "account", "show"],
        lambda text: ["--lang", text, "account", "show"],
    )
    for command in commands:
        answer = rehearsal(*DAY, *command(odd))
        assert answer.code in {0, 1, 2}, command(odd)
        assert "Traceback" not in answer.err, command(odd)
        assert "Something went wrong" not in answer.err, answer.err
    assert rehearsal("store", "check").code == 0


@pytest.mark.parametrize("seats", ["abc", "10.5", "0", "-3"])
@pytest.mark.parametrize("command", ["quote", "order place --card-token tok_visa", "key request"])
def test_users_that_are_no_whole_number_are_refused_by_the_rule(command: str, seats: str, rehearsal: Seatwise) -> None:
    answer = rehearsal(*DAY, *command.split(), "--seats", seats)
    assert (answer.code, answer.sentence) == (2, "The number of users is a whole number, at least 1.")


def test_an_expiry_without_its_token_is_refused(rehearsal: Seatwise) -> None:
    answer = rehearsal(*DAY, "order", "edit", "1", "--expiry", "01/2025")
    assert (answer.code, answer.sentence) == (
        2,
        "What is said of a card is given with its token. Add --payment-token.",
    )


@pytest.mark.parametrize(
    ("currency", "typed", "how"),
    [
        ("USD", "12,5,0", "Write it in digits, such as 1600.50."),
        ("KWD", "12,5,0", "Write it in digits, such as 1600.500."),
        ("JPY", "12.50", "This currency has no decimals: write it in digits alone, such as 1600."),
    ],
)
def test_an_amount_that_cannot_be_read_says_how_to_write_it(
    currency: str, typed: str, how: str, rehearsal: Seatwise
) -> None:
    assert rehearsal(*DAY, "account", "add", "--name", "Other", "--currency", currency).code == 0
    answer = rehearsal(*DAY, "--account", "Other", "order", "cancel", "1", "--accept-fee", typed)
    assert (answer.code, answer.sentence) == (2, f"“{typed}” is not an amount in {currency}. {how}")


def test_a_name_is_of_one_account_and_of_a_store_of_before_each_is_named_by_its_id(
    rehearsal: Seatwise, desk: Desk
) -> None:
    assert rehearsal(*DAY, "account", "add", "--name", "Twin").code == 0
    again = rehearsal(*DAY, "account", "add", "--name", "twin")
    assert (again.code, again.sentence) == (1, "There is an account “twin” already. Choose another name.")
    other = rehearsal("--json", *DAY, "account", "add", "--name", "Other").json["account"]
    workspace = desk.open(Choice(day=date(2026, 1, 10)))
    with workspace.context.store.write(first_act("twin", workspace.context.store.clock)) as write:
        write.session.get_one(AccountRow, other).name = "Twin"
    workspace.close()
    answer = rehearsal(*DAY, "--account", "Twin", "account", "show")
    assert answer.code == 2
    assert answer.sentence.startswith("“Twin” could be more than one account. Name one by its id: ")
    assert other in answer.sentence


def test_an_empty_list_of_charges_is_said_to_be_empty(rehearsal: Seatwise, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    answer = rehearsal(*DAY, "order", "outcomes", "import", str(empty))
    assert answer.sentence.startswith("“empty.csv” is empty.")
