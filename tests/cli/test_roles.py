"""Who may do what: every command as each role (rules.md section 5; R1)."""

from __future__ import annotations

import io
import shutil
import sqlite3
from pathlib import Path

import pytest

from desktop.cli.reference import ANSWERS
from tests.desks import Answer, Seatwise

DAY = ("--today", "2026-03-20")
R1 = "Only administrators of your organization can manage billing. Anna can give you the right."
LEARNER, READER = ("--as", "lea@x.org"), ("--as", "rae@x.org")
MANAGERS = (("--as", "wim@x.org"), ("--as", "ada@x.org"), ("--as", "Anna"), ())
"""Who was given the right to change billing, an administrator, the owner, and whoever acts by default."""

LOOKS: dict[str, str] = {
    "quote": "--seats 12",
    "simulate": "--to 2026-06-30",
    "history": "",
    "account list": "",
    "account show": "",
    "account report": "-o OUT/billing.csv",
    "account rules": "",
    "account preview deactivate": "-o OUT/preview.csv",
    "account preview reactivate": "",
    "user list": "",
    "usage monthly": "",
    "usage people": "--month 2026-01",
    "usage overall": "",
    "usage explain": "",
    "usage sources": "",
    "usage report": "--from 2026-01 --to 2026-03 -o OUT/usage.csv",
    "usage chart": "-o OUT/usage.svg",
    "usage statement": "-o OUT/statement.csv",
    "usage statements": "",
    "order list": "",
    "order show": "1",
    "order due": "",
    "order curve": "1 -o OUT/curve.csv",
    "order report": "1 -o OUT/order.csv",
    "order calendar": "-o OUT/orders.ics",
    "price list": "",
    "payments show": "",
    "scenario list": "",
    "scenario show": "Plan",
    "scenario compare": "Plan Other",
    "key list": "",
    "mail list": "",
    "mail show": "order_confirmed-1",
    "mail write": "order_confirmed-1 -o OUT/draft.eml",
    "store check": "",
}
"""What looks or exports, done by whoever may look at billing."""

ACTS: dict[str, str] = {
    "undo": "",
    "account add": "--name Second",
    "account advance": "",
    "account deactivate": "--confirm",
    "account reactivate": "",
    "account set-rule": "trial_days 31",
    "account set": "--country US",
    "account address": "--address-file IN/address.json",
    "user import": "IN/users.csv",
    "user set": "lea@x.org --registered no",
    "usage import": "IN/activity.csv",
    "usage remove": "activity.csv",
    "usage alias": "a@x.org b@x.org",
    "usage exclude": "a@x.org --reason Trainer",
    "usage map": "danced Q1",
    "usage unmap": "danced",
    "usage close-month": "2026-01",
    "usage reopen-month": "2026-01 --reason Late",
    "order place": "--seats 4 --card-token t",
    "order edit": "1 --payment-token t",
    "order outcome": "1 declined",
    "order outcomes import": "IN/charges.csv",
    "order charge": "1",
    "order cancel": "1 --accept-fee 1",
    "price add": "--from 2026-06-01 --price USD=11",
    "price remove": "learners-2",
    "payments set-key": "",
    "payments forget-key": "",
    "scenario add": "Third --users 20",
    "scenario change": "Plan --users 30",
    "scenario apply": "Plan --card-token t --confirm",
    "scenario remove": "Plan",
    "key request": "--seats 5",
    "key issue": "--seats 5 --plan users",
    "key activate": "VENDOR-9 --seats 5 --plan users",
    "key receive": "--seats 5 --from Peer",
    "key return": "Peer",
}
"""What changes something, and so is R1's."""

OF_NOBODY = frozenset({"init", "demo", "about", "store migrate"})
"""What is done before there are roles, or without looking at an account."""


FILES = {
    "users.csv": "name,userEmail,state\n"
    + "".join(f"{name},{name.lower()}@x.org,ACTIVE\n" for name in ("Lea", "Rae", "Wim", "Ada")),
    "activity.csv": "user,time,action\na@x.org,2026-01-12T10:00:00Z,completed\nb@x.org,2026-02-12T10:00:00Z,danced\n",
    "charges.csv": "order,status,charged,amount,currency\n1,paid,2026-02-10,90.00,USD\n",
    "address.json": '{"contact": "Anna", "lines": ["1 Main St"], "city": "Reno", "region": "NV", '
    '"postal_code": "89501", "country": "US"}',
}
LIVED = (
    "user import IN/users.csv",
    "user set rae@x.org --role billing --billing read",
    "user set wim@x.org --role billing",
    "user set ada@x.org --role administrator",
    "usage import IN/activity.csv",
    "order place --seats 12 --card-token tok_visa",
    "key activate VENDOR-1 --seats 500 --plan mau",
    "key receive --seats 2 --from Peer",
    "scenario add Plan --users 20",
    "scenario add Other --users 30",
)
"""What has happened in the account, so that there is something of everything to look at."""


class Room:
    """A folder with a store in which somebody types commands on a day; `IN` and `OUT` are folders in it."""

    def __init__(self, folder: Path, seatwise: Seatwise) -> None:
        self.folder, self._seatwise = folder, seatwise
        for name in ("IN", "OUT"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, text in FILES.items():
            (folder / "IN" / name).write_text(text, encoding="utf-8")

    @property
    def store(self) -> Path:
        return self.folder / "store.db"

    def entries(self) -> int:
        """How many entries the journal has."""
        with sqlite3.connect(self.store) as read:
            [(count,)] = read.execute("select count(*) from act")
        read.close()
        return int(count)

    def __call__(self, command: str, who: tuple[str, ...] = (), day: str = "2026-03-20") -> Answer:
        words = [
            str(self.folder / word) if word.startswith(("IN/", "OUT/")) else word for word in command.split(" ") if word
        ]
        return self._seatwise("--store", str(self.store), "--today", day, *who, *words)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the store that every test begins with is kept."""
    return tmp_path_factory.mktemp("roles")


@pytest.fixture
def room(made: Path, tmp_path: Path, seatwise: Seatwise) -> Room:
    """An account with a user of each role and something of everything that can be looked at."""
    first = Room(made, seatwise)
    if not first.store.exists():
        for command in ("init --name Academy --owner Anna --payments test", *LIVED):
            answer = first(command, day="2026-01-10")
            assert answer.code == 0, (command, answer.err)
        assert first("account advance").code == 0
    room = Room(tmp_path / "room", seatwise)
    shutil.copyfile(first.store, room.store)
    return room


def test_every_command_of_the_reference_is_in_the_table() -> None:
    assert {*LOOKS, *ACTS, *OF_NOBODY} == {*ANSWERS, *OF_NOBODY}
    assert not {*LOOKS} & {*ACTS}


@pytest.mark.parametrize("command", LOOKS)
def test_who_may_read_billing_looks_and_exports_and_a_learner_does_not(command: str, room: Room) -> None:
    typed = f"{command} {LOOKS[command]}"
    if command == "account preview reactivate":
        assert room("account deactivate --confirm").code == 0
    before = room.entries()
    learner = room(typed, LEARNER)
    assert (learner.code, learner.out, learner.sentence) == (1, "", R1)
    assert not any((room.folder / "OUT").iterdir())
    for who in (READER, *MANAGERS):
        answer = room(typed + (" --overwrite" if "OUT/" in typed else ""), who)
        assert answer.code == 0, (who, answer.err)
    assert room.entries() == before


@pytest.mark.parametrize("command", ACTS)
def test_r1_neither_a_learner_nor_who_may_only_read_acts(
    command: str, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = f"{command} {ACTS[command]}"
    monkeypatch.setattr("sys.stdin", io.StringIO("rk_test_key\n"))
    before = room.entries()
    for who in (LEARNER, READER):
        answer = room(typed, who)
        assert (answer.code, answer.out, answer.sentence) == (1, "", R1), who
    assert room.entries() == before
    for manager in MANAGERS:
        assert R1 not in room(typed, manager).err, manager


@pytest.mark.parametrize("who", [LEARNER, READER])
def test_a_right_is_given_by_an_administrator_only(who: tuple[str, ...], room: Room) -> None:
    give = f"user set {who[1]} --role billing --billing write"
    assert room(give, who).sentence == R1
    assert room(give, MANAGERS[0]).sentence == "Only administrators of your organization can give roles."
    assert room(give, MANAGERS[1]).code == 0
    assert room("account set-rule trial_days 31", who).code == 0


def test_a_list_of_accounts_shows_those_that_let_one_in(room: Room) -> None:
    assert room("account add --name Second --owner Bob").code == 0
    wanted: list[tuple[tuple[str, ...], list[str]]] = [
        (READER, ["Academy"]),
        ((), ["Academy", "Second"]),
        (("--as", "Bob"), ["Second"]),
    ]
    for who, names in wanted:
        listed = room("--json account list", who).json["accounts"]
        assert [one["name"] for one in listed] == names, who
    for command in ("account list", "history", "store check"):
        assert room(command, LEARNER).sentence == R1
    assert room("account show", ("--account", "Second", *READER)).sentence == "There is no user “rae@x.org”."


def test_what_a_right_to_billing_is_is_said_and_listed(room: Room) -> None:
    assert room("user set rae@x.org --billing write").out.splitlines() == ["Rae may look at billing and change it."]
    assert room("user set rae@x.org --billing read").out.splitlines() == ["Rae may look at billing and export it."]
    assert room("user set lea@x.org --role billing --billing read").out.splitlines() == [
        "Lea is now Billing.",
        "Lea may look at billing and export it.",
    ]
    listed = room("user list").out.splitlines()
    assert [line.split()[0] for line in listed if "Look and export" in line] == ["lea@x.org", "rae@x.org"]
    assert [line.split()[0] for line in listed if "Look and change" in line] == ["Anna", "ada@x.org", "wim@x.org"]
