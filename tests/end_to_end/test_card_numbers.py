"""A card number that is pasted anywhere is in no file afterwards: not in the store, its journal, a report or a mail."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from desktop.app import Desk
from tests.desks import run_seatwise

DAY, LATER = "2026-01-10", "2026-02-10"
CARDS = {
    "visa": "4242 4242 4242 4242",
    "mastercard": "5555-5555-5555-4444",
    "american express": "3782 822463 10005",
    "discover": "6011111111111117",
    "mastercard of the 2-series": "2223-0031-2200-3222",
    "visa of 13 digits": "4222222222222",
}


class Pasting:
    """A person who pastes a card number wherever a text can go."""

    def __init__(self, desk: Desk, folder: Path, card: str) -> None:
        self.desk, self.folder, self.card = desk, folder, card
        self.digits = re.sub("[ -]", "", card)
        self.refused = 0

    def does(self, *arguments: str, day: str = DAY) -> int:
        """Runs a command with CARD in its words; the refusal, if there is one, is a sentence without the number."""
        words = [word.replace("CARD", self.card) for word in arguments]
        answer = run_seatwise(self.desk, "--today", day, *words)
        said = answer.out + answer.err
        assert "Traceback" not in said
        assert "Something went wrong" not in said
        if answer.code:
            self.refused += "card number" in said
        return answer.code

    def must(self, *arguments: str, day: str = DAY) -> None:
        assert self.does(*arguments, day=day) == 0, arguments

    def file(self, name: str, text: str) -> str:
        path = self.folder / name.replace("CARD", self.card)
        path.write_text(text.replace("CARD", self.card), encoding="utf-8")
        return str(path)

    def found(self, home: Path) -> list[str]:
        """The files below the home that hold the number, as it was written, bare, or in groups."""
        gaps = re.compile("[ -]?".join(self.digits).encode())
        wide = self.digits.encode("utf-16-le")
        return sorted(
            f"{path.relative_to(home)}: {name}"
            for path in home.rglob("*")
            if path.is_file()
            for name, content in contents(path)
            if gaps.search(content) or wide in content
        )


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """A file's bytes, and those of what it packs."""
    raw = path.read_bytes()
    yield "itself", raw
    if zipfile.is_zipfile(io.BytesIO(raw)):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            yield from ((name, packed.read(name)) for name in packed.namelist())


ADDRESS = {
    "contact": "Ann",
    "company": "School",
    "lines": ["410 Pine Street"],
    "city": "Seattle",
    "region": "WA",
    "postal_code": "98101",
    "country": "US",
    "email": "ann@example.com",
    "phone": "206 555 0100",
}
TEXTS: tuple[Sequence[str], ...] = (
    ("init", "--name", "CARD"),
    ("init", "--name", "School", "--owner", "CARD"),
    ("init", "--name", "School", "--time-zone", "CARD"),
    ("init", "--name", "School", "--currency", "CARD"),
)
"""Before there is a workspace."""

WORDS: tuple[Sequence[str], ...] = (
    ("account", "add", "--name", "Card CARD"),
    ("account", "add", "--name", "Other", "--owner", "CARD"),
    ("account", "set", "--eccid", "CARD"),
    ("account", "set", "--ims-org", "CARD@AdobeOrg"),
    ("account", "set", "--country", "CARD"),
    ("account", "set-rule", "tax_rates", "CARD"),
    ("account", "set-rule", "mau_unit_price", "CARD"),
    ("account", "set-rule", "card_order_max", "CARD"),
    ("account", "set-rule", "CARD", "1"),
    ("--as", "CARD", "account", "advance"),
    ("--account", "CARD", "account", "show"),
    ("--lang", "CARD", "account", "show"),
    ("user", "set", "CARD", "--role", "billing"),
    ("user", "set", "anna@example.com", "--role", "CARD"),
    ("usage", "alias", "CARD", "a@x"),
    ("usage", "exclude", "b@x", "--reason", "pays with CARD"),
    ("usage", "exclude", "CARD", "--reason", "test"),
    ("usage", "map", "CARD", "q1"),
    ("usage", "unmap", "CARD"),
    ("usage", "remove", "CARD"),
    ("usage", "reopen-month", "2025-12", "--reason", "CARD"),
    ("order", "place", "--seats", "10", "--card-token", "CARD"),
    ("order", "place", "--seats", "10", "--card-token", "t", "--brand", "CARD"),
    ("order", "place", "--seats", "10", "--card-token", "t", "--holder", "CARD"),
    ("order", "place", "--seats", "10", "--card-token", "t", "--last4", "CARD"),
    ("order", "place", "--seats", "10", "--card-token", "t", "--expiry", "CARD"),
    ("order", "place", "--seats", "10", "--card-token", "t", "--country", "CARD"),
    ("order", "place", "--seats", "CARD", "--card-token", "t"),
    ("order", "edit", "1", "--payment-token", "CARD"),
    ("order", "edit", "1", "--payment-token", "t", "--holder", "CARD"),
    ("order", "show", "CARD"),
    ("order", "list", "--text", "CARD"),
    ("order", "outcome", "1", "CARD"),
    ("order", "cancel", "1", "--accept-fee", "CARD"),
    ("price", "add", "--from", "2026-03-01", "--price", "USD=9", "--name", "CARD"),
    ("price", "add", "--from", "2026-03-01", "--price", "USD=CARD"),
    ("price", "add", "--from", "CARD", "--price", "USD=9"),
    ("price", "remove", "CARD"),
    ("scenario", "add", "CARD", "--users", "10"),
    ("scenario", "add", "Plan", "--users", "CARD"),
    ("scenario", "change", "Next year", "--name", "CARD"),
    ("key", "activate", "CARD", "--seats", "5", "--plan", "users"),
    ("key", "activate", "KEY-CARD", "--seats", "5", "--plan", "users"),
    ("key", "issue", "--seats", "CARD", "--plan", "users"),
    ("key", "request", "--seats", "CARD"),
    ("key", "receive", "--seats", "5", "--from", "CARD"),
    ("key", "return", "CARD"),
    ("mail", "show", "CARD"),
    ("history", "--entity", "CARD"),
    ("undo", "CARD"),
    ("quote", "--seats", "CARD"),
    ("simulate", "--to", "CARD"),
)
LOG = "user,time,action\na@x,2025-12-03T10:00:00Z,completed\nb@x,2025-12-05T10:00:00Z,completed\n"


def lives(person: Pasting) -> None:
    """A workspace with an order, usage, a key, a scenario and drafts, made without the number."""
    person.must("init", "--name", "School", "--owner", "anna@example.com")
    person.must("usage", "import", person.file("log.csv", LOG))
    person.must("order", "place", "--seats", "10", "--card-token", "t")
    person.must("scenario", "add", "Next year", "--users", "20")
    person.must("account", "set", "--registered-with-adobe", "yes")
    person.must("usage", "close-month", "2025-12")


def files(person: Pasting) -> None:
    """Files that hold the number in each of their fields, and files that are called so."""
    for name in ADDRESS:
        address = {**ADDRESS, name: ["CARD"] if name == "lines" else "CARD"}
        file = person.file(f"{name}.json", json.dumps(address))
        person.does("account", "address", "--address-file", file)
        person.does("order", "edit", "1", "--address-file", file)
    charges = "order,due date,amount,currency,status\n1,2026-02-10,90.00,USD,paid\n"
    for file in (
        person.file("charges.csv", charges + "CARD,2026-02-10,90.00,USD,paid\n1,2026-02-10,90.00,USD,CARD\n"),
        person.file("references.csv", "reference,charged,amount,status\nCARD,2026-02-10,90.00,paid\n"),
        person.file("charges CARD.csv", charges),
    ):
        person.does("order", "outcomes", "import", file, day=LATER)
    users = "name,userEmail,state\nAnn,a@x,ACTIVE\nCARD,c@x,ACTIVE\nBob,CARD@x,ACTIVE\n"
    person.must("user", "import", person.file("users.csv", users), day=LATER)
    person.must(
        "user", "import", person.file("ids.csv", "name,uniqueId,state\nDora,CARD,ACTIVE\nEve,e-1,ACTIVE\n"), day=LATER
    )
    person.must("user", "import", person.file("CARD users.csv", "name,userEmail\nFay,f@x\n"), day=LATER)
    person.does("usage", "map", person.file("map.csv", "action,kind\nCARD,q1\n"), day=LATER)
    person.must("usage", "import", person.file("CARD.csv", LOG + "d@x,yesterday,completed\n"), day=LATER)
    person.must("usage", "import", person.file("rejected.csv", LOG + "e@x,paid with CARD,completed\n"), day=LATER)
    person.does(
        "usage", "import", person.file("head.csv", LOG.replace("user,", "CARD,", 1)), "--user", "CARD", day=LATER
    )


def exports(person: Pasting, home: Path) -> None:
    """Everything that can be written, below the home."""
    into = home / "exports"
    into.mkdir()
    for kind in ("csv", "xlsx", "pdf", "json", "parquet"):
        person.must("order", "report", "-o", str(into / f"orders.{kind}"), day=LATER)
        report = ("usage", "report", "--from", "2025-12", "--to", "2026-01", "-o", str(into / f"usage.{kind}"))
        person.must(*report, "--draft-mail", day=LATER)
    person.must("order", "report", "1", "-o", str(into / "order.xlsx"), day=LATER)
    person.must("order", "calendar", "-o", str(into / "calendar.ics"), day=LATER)
    person.must("key", "request", "--seats", "5", "-o", str(into / "request.eml"), day=LATER)
    person.must("account", "preview", "deactivate", "-o", str(into / "preview.json"), day=LATER)
    person.must("simulate", "--to", "2026-06-01", "-o", str(into / "simulation.csv"), day=LATER)
    person.must("mail", "write", "--all", "-o", str(into), day=LATER)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("brand", CARDS)
def test_h112_a_card_number_pasted_anywhere_is_in_no_file_afterwards(
    desk: Desk, home: Path, tmp_path: Path, brand: str
) -> None:
    folder = tmp_path / "what the person has"
    folder.mkdir()
    person = Pasting(desk, folder, CARDS[brand])
    for words in TEXTS:
        assert person.does(*words) != 0
    assert list(home.rglob("*.db")) == [], "a refused init leaves no store behind"
    lives(person)
    for words in WORDS:
        person.does(*words)
    files(person)
    assert person.refused > 30
    exports(person, home)
    person.must("store", "check", day=LATER)
    assert any(path.suffix == ".db" for path in home.rglob("*")), "the store is where this test looks for it"
    assert person.found(home) == []
    (home / "control.txt").write_text(f"paid with {person.card}", encoding="utf-8")
    assert person.found(home) == ["control.txt: itself"], "a number that is there would be found"
