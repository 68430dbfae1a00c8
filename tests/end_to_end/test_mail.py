"""Notices as mail drafts: listed, shown and written as files that a mail program opens (rules.md 0.3.4, 1.7)."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.desk import Seatwise

START = "2019-04-18"
OWNER = "anna@example.com"


def drafts(seatwise: Seatwise, day: str) -> list[tuple[str, str, int]]:
    found = seatwise.ok("mail", "list", day=day)["drafts"]
    return [(one["on"], one["notice"], one["number"]) for one in reversed(found)]


def draft(seatwise: Seatwise, day: str, notice: str, number: int = 1) -> Any:
    found = seatwise.ok("mail", "list", day=day)["drafts"]
    return next(one for one in found if (one["notice"], one["number"]) == (notice, number))


def read(path: str) -> EmailMessage:
    found = message_from_bytes(Path(path).read_bytes(), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def body(mail: EmailMessage) -> str:
    return str(mail.get_content()).replace("\r\n", "\n")


@pytest.fixture(name="academy")
def _academy(seatwise: Seatwise) -> Seatwise:
    seatwise.ok("init", "--name", "Academy", "--owner", OWNER, "--payments", "recorded", day=START)
    return seatwise


def order(academy: Seatwise, seats: int = 150, day: str = START) -> None:
    academy.ok("order", "place", "--seats", str(seats), "--card-token", "t-1", "--last4", "4242", day=day)


def test_the_trial_is_told_of_7_days_and_1_day_before_its_end(academy: Seatwise) -> None:
    assert drafts(academy, "2019-05-18") == [("2019-05-11", "trial_ending", 1), ("2019-05-17", "trial_ending", 2)]
    assert [one["late"] for one in academy.ok("mail", "list", day="2019-05-18")["drafts"]] == [True, True]
    academy.ok("account", "advance", day="2019-05-11")
    assert not draft(academy, "2019-05-11", "trial_ending")["late"]
    said = academy.ok("mail", "show", draft(academy, "2019-05-18", "trial_ending")["draft"], day="2019-05-18")
    assert (said["to"], said["subject"]) == (OWNER, "The trial of Academy lasts until May 17, 2019")
    assert "From May 18, 2019 on the account is inactive" in said["text"]


def test_the_last_dunning_draft_names_the_day_of_cancellation(academy: Seatwise) -> None:
    order(academy)
    academy.ok("order", "outcome", "1", "declined", day="2019-09-18")
    assert drafts(academy, "2019-10-18")[1:] == [
        ("2019-09-18", "dunning", 1),
        ("2019-09-25", "dunning", 2),
        ("2019-10-09", "dunning", 3),
    ]
    first, last = (
        academy.ok("mail", "show", draft(academy, "2019-10-18", "dunning", number)["draft"], day="2019-10-18")
        for number in (1, 3)
    )
    assert first["subject"] == "Reminder 1: order 1 is suspended"
    assert "Oct 18" not in first["text"]
    assert last["subject"] == "Last reminder: order 1 will be canceled on Oct 18, 2019"
    assert "$600.00 is owed at present." in first["text"]
    assert "$600.00 is owed at present." in last["text"], "the instalment of 18 October had not fallen due"


def test_the_owner_is_reminded_three_times_after_a_deactivation(academy: Seatwise) -> None:
    order(academy)
    academy.ok("account", "deactivate", "--confirm", day="2019-09-05")
    assert drafts(academy, "2019-11-01")[1:] == [
        ("2019-09-18", "cancellation_confirmed", 1),
        ("2019-09-18", "grace", 1),
        ("2019-10-02", "grace", 2),
        ("2019-10-14", "grace", 3),
    ]
    said = academy.ok("mail", "show", draft(academy, "2019-11-01", "grace", 3)["draft"], day="2019-11-01")
    assert said["subject"] == "Last reminder: Academy becomes inactive on Oct 18, 2019"
    assert "Academy was deactivated on Sep 5, 2019." in said["text"]
    gone = academy.ok("mail", "show", draft(academy, "2019-11-01", "cancellation_confirmed")["draft"], day="2019-11-01")
    assert "The early termination fee is $2,100.00, due on Sep 18, 2019." in gone["text"]


def test_an_order_is_confirmed_with_its_price(academy: Seatwise) -> None:
    order(academy, 40)
    said = academy.ok("mail", "show", "order_confirmed-1", day=START)
    assert said["subject"] == "Order 1 is confirmed: 40 users"
    assert "$4.00 per user and month: $160.00 a month and $1,920.00 a year, before tax." in said["text"]


def test_a_draft_becomes_a_file_that_is_marked_as_unsent(academy: Seatwise) -> None:
    order(academy)
    path = str(academy.folder / "confirmed.eml")
    found = draft(academy, START, "order_confirmed")["draft"]
    academy.ok("mail", "write", found[:8], "-o", path, day=START)
    raw, mail = Path(path).read_bytes(), read(path)
    assert raw.count(b"\n") == raw.count(b"\r\n"), "RFC 5322 ends its lines so"
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert (mail["X-Unsent"], mail["To"], mail["From"]) == ("1", OWNER, OWNER)
    assert mail["Date"].datetime.date().isoformat() == START
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content_charset() == "utf-8"
    assert body(mail).startswith("Hello,\n\nThank you. Order 1 of Apr 18, 2019 for 150 users is confirmed.")
    assert academy.refused("mail", "write", found, "-o", path, day=START).startswith("“confirmed.eml” exists already.")
    assert "ends in .eml" in academy.refused("mail", "write", found, "-o", path + ".txt", day=START)


@pytest.mark.parametrize(("language", "greeting"), [("fr", "Bonjour,"), ("nl", "Hallo,")])
def test_a_draft_speaks_the_language_asked_for(academy: Seatwise, language: str, greeting: str) -> None:
    order(academy)
    path = str(academy.folder / "draft.eml")
    found = draft(academy, START, "order_confirmed")["draft"]
    academy.ok("--lang", language, "mail", "write", found, "-o", path, day=START)
    mail = read(path)
    assert mail["Content-Language"] == language
    assert body(mail).startswith(greeting)
    assert "Thank you" not in body(mail)


def test_all_drafts_are_written_into_a_folder_and_none_twice(academy: Seatwise) -> None:
    order(academy)
    academy.ok("order", "outcome", "1", "declined", day="2019-09-18")
    folder = academy.folder / "out"
    folder.mkdir()
    written = academy.ok("mail", "write", "--all", "-o", str(folder), day="2019-10-10")
    names = sorted(path.name[:-13] for path in folder.iterdir())
    assert names == [
        "2019-04-18 order_confirmed 1",
        "2019-09-18 dunning 1",
        "2019-09-25 dunning 2",
        "2019-10-09 dunning 3",
    ]
    assert (written["rows"], len(written["files"])) == (4, 4)
    assert "exists already" in academy.refused("mail", "write", "--all", "-o", str(folder), day="2019-10-10")


def test_reading_drafts_writes_nothing(academy: Seatwise) -> None:
    order(academy)
    before = academy.ok("history")["acts"]
    drafts(academy, "2020-01-01")
    assert academy.ok("history")["acts"] == before


def test_an_owner_without_an_address_gives_a_draft_without_a_recipient(seatwise: Seatwise) -> None:
    seatwise.ok("init", "--name", "Academy", "--owner", "Anna", day=START)
    order(seatwise, 10)
    path = str(seatwise.folder / "draft.eml")
    found = draft(seatwise, START, "order_confirmed")
    assert found["to"] is None
    seatwise.ok("mail", "write", found["draft"], "-o", path, day=START)
    assert (read(path)["To"], body(read(path)).split("\n")[0]) == (None, "Dear Anna,")


def test_one_draft_is_named_or_all_are(academy: Seatwise) -> None:
    answer = academy.call("--today", START, "mail", "write", "-o", "x.eml")
    assert (answer.code, answer.sentence) == (2, "Name one draft, or write all of them with --all.")
    assert academy.refused("mail", "show", "nothing", day=START) == "There is no mail draft “nothing”."
