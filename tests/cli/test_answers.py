"""Each command answers with `--json` what docs/cli.md says it does."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from desktop.app import Desk
from desktop.cli.output import plain
from desktop.cli.reference import ANSWERS
from desktop.domain.explanation import Explanation
from desktop.domain.money import Money
from desktop.domain.pricing.unit_prices import UnitPrice
from desktop.i18n import Message
from tests.desks import Seatwise
from tests.registration import register_with_adobe

LOG = """user,time,action
a@x,2026-01-03T10:00:00Z,completed
b@x,2026-01-05T10:00:00Z,Simulation played
,2026-01-05T10:00:00Z,completed
c@x,yesterday,completed
"""
USERS = "name,userEmail,state\nAnn,a@x,ACTIVE\nBob,b@x,ACTIVE\n"
CHARGES = "order,due date,amount,currency,status\n1,2026-02-20,90.00,USD,paid\n7,2026-02-20,90.00,USD,paid\n"
ADDRESS = {
    "contact": "Ann",
    "lines": ["410 Pine Street"],
    "city": "Seattle",
    "region": "WA",
    "postal_code": "98101",
    "country": "US",
}
MESSAGE = {"text": str, "params": dict[str, Any]}
STEP = MESSAGE | {"value": Any, "rule": str | None, "source": str | None, "steps": list[Any]}
WITH_A_KEYRING = ("payments set-key", "payments forget-key")
"""Tested where there is a keyring, with the payments."""
STORY = (
    "init --time-zone Europe/Paris",
    "about",
    "payments show",
    "account show",
    "account list",
    "account advance",
    "account rules",
    "account set-rule po_kinds Q1,Q2,Q3,Q5",
    "account set --country US --ims-org ORG@AdobeOrg --registered-with-adobe yes",
    "account address --address-file address.json",
    "user import users.csv",
    "user list",
    "user set a@x --role administrator",
    "usage import log.csv --dry-run",
    "usage import log.csv",
    "usage import log.csv",
    "usage map 'Simulation played' Q1",
    "usage map completed ignore",
    "usage unmap completed",
    "usage sources",
    "usage close-month 2026-01",
    "usage monthly",
    "usage people --month 2026-01",
    "usage overall",
    "usage explain",
    "usage alias b@x a@x",
    "usage exclude b@x --reason Trainer",
    "usage reopen-month 2026-01 --reason Wrong",
    "usage chart -o usage.svg",
    "usage report --from 2026-01 --to 2026-02 -o usage.csv",
    "quote --seats 4",
    "order place --seats 10 --card-token ref-1 --last4 4242 --expiry 12/2030",
    "order list",
    "order show 1",
    "order due",
    "order edit 1 --payment-token ref-2",
    "order outcomes import charges.csv --dry-run",
    "order outcome 1 accepted",
    "order outcomes import charges.csv",
    "order charge --resume",
    "order due",
    "order curve 1",
    "simulate --to 2026-12-31",
    "scenario add Grow --users 12 --growth 2%",
    "scenario add Active --buying active-users --users 20 --active-share 60%",
    "scenario change Grow --users 11 --rename Grown",
    "scenario list",
    "scenario show Grown",
    "scenario compare Active Grown",
    "scenario apply Grown --confirm --card-token ref-3",
    "undo",
    "scenario remove Active",
    "order report -o orders.csv",
    "order calendar -o orders.ics",
    "account report -o charges-to-come.csv",
    "account preview deactivate",
    "account deactivate --confirm",
    "account preview reactivate",
    "account reactivate",
    "order cancel 1 --accept-fee 495.00",
    "price add --from 2026-03-01 --price USD=9.50",
    "price list",
    "price remove prices-2026-03-01",
    "key request --seats 5",
    "key issue --seats 5 --plan mau",
    "key activate VENDOR-1 --seats 10 --plan add-on",
    "key receive --seats 3 --from Group",
    "key list",
    "key return Group",
    "key activate VENDOR-MAU --seats 10 --plan mau",
    "account set-rule mau_unit_price 1.25",
    "usage statement -o statement.csv",
    "usage statements",
    "usage monthly",
    "usage overall",
    "account show",
    "mail list",
    "mail show order_confirmed-1",
    "mail write --all -o .",
    "usage remove log.csv",
    "undo --preview",
    "undo",
    "history",
    "account add --name Second",
    "store check",
    "store migrate",
)


MONEY: Mapping[str, Any] = {"amount": str, "currency": str}
SHAPES: Mapping[Any, Any] = {Message: MESSAGE, Explanation: STEP, Money: MONEY, UnitPrice: MONEY}


def misfits(value: Any, kind: Any, where: str) -> Iterator[str]:  # noqa: C901 - one case a kind of value
    """Where a value is not what the kind says."""
    origin, parts = get_origin(kind), get_args(kind)
    if kind is Any:
        return
    if isinstance(kind, type) and kind in SHAPES:
        yield from misfits(value, SHAPES[kind], where)
    elif origin in (Union, UnionType):
        found = [list(misfits(value, part, where)) for part in parts]
        if all(found):
            yield from found[0]
    elif isinstance(kind, Mapping) or is_dataclass(kind):
        fields = kind if isinstance(kind, Mapping) else get_type_hints(kind)
        if not isinstance(value, dict) or list(value) != list(fields):
            yield f"{where}: {value!r} has not the keys {list(fields)}"
            return
        for name, part in fields.items():
            yield from misfits(value[name], part, f"{where}.{name}")
    elif origin in (list, tuple, Sequence):
        for place, one in enumerate(value):
            yield from misfits(one, parts[0], f"{where}[{place}]")
    elif origin in (dict, Mapping):
        for name, one in value.items():
            yield from misfits(one, parts[1], f"{where}.{name}")
    elif not is_plain(value, kind):
        yield f"{where}: {value!r} is no {kind.__name__}"


def is_plain(value: Any, kind: type) -> bool:
    """Whether the value is of the kind, as JSON has it."""
    if issubclass(kind, Enum):
        return value in [plain(member) for member in kind]
    if issubclass(kind, datetime):
        return isinstance(value, str) and value.endswith("Z") and datetime.fromisoformat(value).tzinfo is not None
    if issubclass(kind, date):
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    return value is None if kind is NoneType else type(value) is kind


def words(line: str) -> list[str]:
    """A line of the story as arguments; a quoted one is one."""
    return [part for place, text in enumerate(line.split("'")) for part in ([text] if place % 2 else text.split())]


def name_of(line: str) -> str:
    return max((name for name in ANSWERS if line.startswith(name)), key=len)


def test_the_story_tells_of_every_command_but_the_demo_and_those_of_the_keyring() -> None:
    assert {name_of(line) for line in STORY} == ANSWERS.keys() - {"demo", *WITH_A_KEYRING}


def test_every_answer_has_the_shape_that_the_reference_says(
    seatwise: Seatwise, desk: Desk, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    Path("log.csv").write_text(LOG, encoding="utf-8")
    Path("charges.csv").write_text(CHARGES, encoding="utf-8")
    Path("users.csv").write_text(USERS, encoding="utf-8")
    Path("address.json").write_text(json.dumps(ADDRESS), encoding="utf-8")
    for line in STORY:
        if line.startswith("key request"):
            register_with_adobe(desk)
        several = (
            ["--account", "My organization"] if STORY.index(line) > STORY.index("account add --name Second") else []
        )
        answer = seatwise("--json", "--today", "2026-02-20", *several, *words(line))
        assert (answer.code, answer.err) == (0, ""), line
        assert list(misfits(json.loads(answer.out), ANSWERS[name_of(line)], line)) == []
