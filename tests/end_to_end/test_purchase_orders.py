"""Purchase orders by commands: asking for a key, and every answer to one (rules.md 1.4 R9, R10; F6, F7)."""

from __future__ import annotations

from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from desktop.app import Desk
from tests.end_to_end.desk import Seatwise
from tests.registration import register_with_adobe

START = "2018-07-17"


@pytest.fixture(name="academy")
def _academy(seatwise: Seatwise) -> Seatwise:
    seatwise.ok("init", "--name", "Academy", "--owner", "anna@example.com", day=START)
    return seatwise


def mau(academy: Seatwise, day: str) -> tuple[int, int, int]:
    found = academy.ok("account", "show", day=day)["seats"]
    return found["purchased"], found["used"], found["remaining"]


def activate(academy: Seatwise, text: str, seats: int, plan: str, *more: str, day: str = START) -> Any:
    return academy.ok("key", "activate", text, "--seats", str(seats), "--plan", plan, *more, day=day)


def test_r9_only_an_organization_registered_with_adobe_asks(academy: Seatwise) -> None:
    path = str(academy.folder / "request.eml")
    sentence = academy.refused("key", "request", "--seats", "500", "-o", path, day=START)
    assert sentence == "Your organization must be registered with Adobe before using a purchase order."
    assert not Path(path).exists()
    assert academy.ok("mail", "list", day=START)["drafts"] == []


def test_a_request_is_a_mail_to_the_sales_desk_with_learners_and_ids(academy: Seatwise, desk: Desk) -> None:
    register_with_adobe(desk, date.fromisoformat(START))
    path = str(academy.folder / "request.eml")
    academy.ok("key", "request", "--seats", "500", "--plan", "mau", "-o", path, day=START)
    account = academy.ok("account", "show", day=START)["account"]
    mail = message_from_bytes(Path(path).read_bytes(), policy=default)
    assert (mail["To"], mail["Subject"]) == ("learningmanagersales@adobe.com", "Purchase request of Academy")
    text = str(mail.get_content())
    for part in ("Number of learners: 500", "Monthly active users (MAU)", "Account Name: Academy", account):
        assert part in text
    assert "exists already" in academy.refused("key", "request", "--seats", "5", "-o", path, day=START)
    [draft] = academy.ok("mail", "list", day=START)["drafts"]
    assert (draft["notice"], draft["to"]) == ("purchase_request", "learningmanagersales@adobe.com")
    academy.ok("undo", day=START)
    assert academy.ok("mail", "list", day=START)["drafts"] == []


def test_f7_a_second_key_raises_purchased_from_its_month_on(academy: Seatwise) -> None:
    activate(academy, "VENDOR-1", 321, "mau")
    log = "user,time,action\n" + "".join(f"u{one}@x,2018-07-20T10:00:00Z,completed\n" for one in range(3))
    academy.ok("usage", "import", academy.file("log.csv", log), day="2018-10-31")
    assert mau(academy, "2018-10-31") == (321, 3, 318)
    activate(academy, "VENDOR-2", 100, "mau", day="2018-11-09")
    assert mau(academy, "2018-11-09") == (421, 3, 418)
    table = academy.ok("usage", "monthly", "--from", "2018-07", "--to", "2018-12", day="2018-12-31")["months"]
    assert [one["purchased"] for one in table] == [321, 321, 321, 321, 421, 421]
    assert [one["remaining"] for one in table][-2:] == [418, 418]


def test_r10_every_wrong_key_has_its_sentence(academy: Seatwise) -> None:
    def refused(text: str, *more: str, day: str = START) -> str:
        return academy.refused("key", "activate", text, *more, day=day)

    issued = academy.ok("key", "issue", "--seats", "5", "--plan", "users", "--expires", "2018-08-01", day=START)["key"]
    wrong = issued[:-1] + ("A" if issued[-1] != "A" else "B")
    assert refused(wrong) == "Invalid activation key."
    assert refused(" ") == "Invalid activation key."
    assert refused("VENDOR-1") == "Enter the seats and the plan that came with this key."
    assert refused(issued, day="2018-08-02") == "This key expired on Aug 1, 2018."
    used = academy.ok("key", "issue", "--seats", "5", "--plan", "users", day="2018-08-02")["key"]
    academy.ok("key", "activate", used, day="2018-08-02")
    assert refused(used, day="2018-08-02") == "This key has already been used."
    academy.ok("account", "add", "--name", "Second", "--owner", "Bob", day="2018-08-02")
    other = academy.ok("--account", "Second", "key", "issue", "--seats", "5", "--plan", "mau", day="2018-08-02")["key"]
    sentence = academy.refused("--account", "Academy", "key", "activate", other, day="2018-08-02")
    assert sentence == "This key was issued for another account."


def test_several_keys_add_up_and_each_counts_its_own_twelve_months(academy: Seatwise) -> None:
    activate(academy, "VENDOR-1", 10, "users")
    activate(academy, "VENDOR-2", 25, "users", day="2018-09-01")
    activate(academy, "VENDOR-3", 99, "add-on", day="2018-09-01")
    keys = academy.ok("key", "list", day="2018-09-01")["keys"]
    assert sorted((one["seats"], one["counts_until"]) for one in keys) == [
        (10, "2019-07-17"),
        (25, "2019-09-01"),
        (99, "2019-09-01"),
    ]
    seats = {day: academy.ok("account", "show", day=day)["seats"]["available"] for day in ("2018-09-01", "2019-07-17")}
    assert seats == {"2018-09-01": 35, "2019-07-17": 25}
