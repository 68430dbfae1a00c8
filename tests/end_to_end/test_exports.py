"""Every list and every chart of billing becomes a file, with what was asked and the day it is true of."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from desktop.services.reports.files import REPORT_KINDS
from tests.end_to_end.desk import Seatwise

DAY, LATER = "2019-04-18", "2019-09-05"
LISTS: tuple[tuple[str, ...], ...] = (
    ("quote", "--seats", "40"),
    ("order", "curve", "1"),
    ("order", "due"),
    ("mail", "list"),
    ("key", "list"),
    ("price", "list"),
    ("history",),
    ("account", "report"),
    ("account", "preview", "deactivate"),
    ("scenario", "compare"),
    ("simulate", "--to", "2020-04-18"),
    ("usage", "statements"),
)
CHARTS: tuple[tuple[str, ...], ...] = (
    ("order", "curve", "1"),
    ("account", "preview", "deactivate"),
    ("scenario", "compare"),
)


@pytest.fixture
def halden(seatwise: Seatwise) -> Seatwise:
    """The account of 2019: 150 users on 18 April, 25 on 29 May, at $4; a key, a draft, a what-if."""
    seatwise.ok("init", "--name", "Halden", day=DAY)
    seatwise.ok("order", "place", "--seats", "150", "--card-token", "REF-1", "--last4", "4242", day=DAY)
    seatwise.ok("order", "place", "--seats", "25", "--card-token", "REF-1", "--last4", "4242", day="2019-05-29")
    seatwise.ok("key", "issue", "--seats", "10", "--plan", "users", day="2019-06-01")
    seatwise.ok("scenario", "add", "Seats", "--users", "200", day="2019-06-01")
    return seatwise


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def texts_of(path: Path) -> str:
    """Everything written in a file, whole or packed."""
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8-sig")
    with ZipFile(path) as packed:
        return "".join(packed.read(part).decode() for part in packed.namelist() if part.endswith(".xml"))


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_every_list_is_written_in_every_format_and_never_over_another_file(
    halden: Seatwise, tmp_path: Path, command: tuple[str, ...]
) -> None:
    for kind in REPORT_KINDS:
        file = tmp_path / f"list.{kind}"
        halden.ok(*command, "-o", str(file), day=LATER)
        assert file.stat().st_size > 0
    answer = halden.call("--today", LATER, *command, "-o", str(tmp_path / "list.csv"))
    assert (answer.code, answer.out, "exists already" in answer.err) == (1, "", True)
    halden.ok(*command, "-o", str(tmp_path / "list.csv"), "--overwrite", day=LATER)
    answer = halden.call("--today", LATER, *command, "-o", str(tmp_path / "list.odt"))
    assert (answer.code, "Name a file that ends in" in answer.err) == (1, True)


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_a_file_says_whose_list_it_is_and_of_which_day(
    halden: Seatwise, tmp_path: Path, command: tuple[str, ...]
) -> None:
    file = tmp_path / "list.json"
    halden.ok(*command, "-o", str(file), day=LATER)
    facts = {fact["name"]: fact["value"] for fact in read(file)["facts"]}
    assert facts["Account"] == "Halden"
    assert (facts.get("As of") or facts.get("From")) == LATER


@pytest.mark.parametrize("command", CHARTS, ids=" ".join)
@pytest.mark.parametrize(("kind", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_every_chart_is_written_by_itself(
    halden: Seatwise, tmp_path: Path, command: tuple[str, ...], kind: str, begins: bytes
) -> None:
    file = tmp_path / f"chart.{kind}"
    halden.ok(*command, "--chart", str(file), day=LATER)
    assert file.read_bytes().startswith(begins)


def test_an_estimate_is_written_with_its_explanation(halden: Seatwise, tmp_path: Path) -> None:
    file = tmp_path / "quote.json"
    quoted = halden.ok("quote", "--seats", "4", "-o", str(file), day=LATER)
    written = read(file)
    amounts = {line["step"]: line["amount"]["amount"] for line in written["tables"]["estimate"]}
    assert amounts == {
        "Unit price": "4.00",
        "Monthly charge": "16.00",
        "Tax": "0.00",
        "Charge a month": "16.00",
        "Annual commitment": "192.00",
    }
    assert written["tables"]["derivation"][0] == {
        "depth": 0,
        "step": "Annual Subscription Price",
        "comes_to": "192.00 USD",
        "rule": "F1",
    }
    assert {fact["name"]: fact["value"] for fact in written["facts"]}["Quote"] == quoted["sha256"]


def test_the_file_of_the_curve_has_the_numbers_of_the_curve(halden: Seatwise, tmp_path: Path) -> None:
    file = tmp_path / "curve.csv"
    steps = halden.ok("order", "curve", "1", "-o", str(file), day=LATER)["steps"]
    written = [(row["fee"], row["outlay"]) for row in rows(file)]
    shown = [(step["fee"]["amount"], step["outlay"]["amount"]) for step in steps]
    assert written == shown
    assert written[0] == ("2100.00", "2100.00")
    assert rows(file)[1]["explanation"].startswith("Instalments that still fall due by then = 600.00 USD (F2)")


def test_what_is_owed_is_written_whole(halden: Seatwise, tmp_path: Path) -> None:
    file = tmp_path / "due.csv"
    shown = halden.ok("order", "due", "--limit", "1", "-o", str(file), day=LATER)
    assert shown["expected"]["count"] == len(rows(file)) == 9
    assert {row["what"] for row in rows(file)} == {"Expected, not confirmed"}


def test_the_journal_is_written_with_what_each_entry_changed(halden: Seatwise, tmp_path: Path) -> None:
    file = tmp_path / "journal.csv"
    halden.ok("history", "--limit", "1", "-o", str(file), day=LATER)
    entries, changes = rows(file), rows(tmp_path / "journal.changes.csv")
    assert [row["what"] for row in entries if "25" in row["what"]] == ["Place order for 25 users"]
    entry = next(row["entry"] for row in entries if "25" in row["what"])
    assert any(row["entry"] == entry and row["after"] == "25" for row in changes)
    only = tmp_path / "scenarios.csv"
    halden.ok("history", "--entity", "scenario", "-o", str(only), day=LATER)
    assert [row["what"] for row in rows(only)] == ["Add scenario Seats"]


@pytest.mark.parametrize("name", ["history.csv", "history.json", "history.xlsx"])
def test_no_file_of_the_history_holds_a_whole_key(seatwise: Seatwise, tmp_path: Path, name: str) -> None:
    seatwise.ok("init", day=DAY)
    issued = seatwise.ok("key", "issue", "--seats", "10", "--plan", "users", day=DAY)["key"]
    vendors = "VENDOR-2018-SECRET"
    seatwise.ok("key", "activate", issued, day=DAY)
    activated = seatwise.ok("key", "activate", vendors, "--seats", "5", "--plan", "users", day=DAY)
    preview = seatwise.ok("undo", "--preview", day=DAY)
    said = [seatwise.ok("key", "list", day=DAY), activated, preview, seatwise.ok("undo", day=DAY)]
    said.append(seatwise.ok("history", "-o", str(tmp_path / name), day=DAY))
    assert vendors not in str(said)
    assert issued not in str(said)
    assert "…CRET" in str(said[-1])
    written = "".join(texts_of(path) for path in tmp_path.glob("history*"))
    assert "…CRET" in written
    assert vendors not in written
    assert issued not in written
    assert seatwise.ok("key", "activate", vendors, "--seats", "5", "--plan", "users", day=DAY)["key"] == "…CRET"


def test_the_lists_of_billing_say_why_and_add_up(halden: Seatwise, tmp_path: Path) -> None:
    file = tmp_path / "billing.json"
    halden.ok("account", "report", "-o", str(file), day=LATER)
    tables = read(file)["tables"]
    assert [row["total"]["amount"] for row in tables["charges"]] == ["600.00", "100.00", "600.00", "100.00"]
    assert tables["charges"][0]["explanation"].startswith("Learners Annual Subscription [150] = 600.00 USD (F2)")
    assert [row["key"] for row in tables["keys"]] == [f"…{halden.ok('key', 'list')['keys'][0]['key'][-4:]}"]


def test_a_chart_that_cannot_be_drawn_is_refused_in_one_sentence(seatwise: Seatwise, tmp_path: Path) -> None:
    seatwise.ok("init", day=DAY)
    seatwise.ok("key", "issue", "--seats", "10", "--plan", "users", day=DAY)
    key = seatwise.ok("key", "list", day=DAY)["keys"][0]["key"]
    seatwise.ok("key", "activate", key, day=DAY)
    answer = seatwise.call("--today", DAY, "account", "preview", "deactivate", "--chart", str(tmp_path / "c.png"))
    assert (answer.code, "There is no running order" in answer.err) == (1, True)
    assert not (tmp_path / "c.png").exists()
