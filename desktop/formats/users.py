"""User lists: Learning Manager's user report and import file, and other tables with a line a person."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.card_numbers import card_number_in
from desktop.domain.errors import UserError
from desktop.domain.learners import normal_identifier
from desktop.domain.progress import Step, silent
from desktop.formats.reports.guard import unguard
from desktop.i18n import msg

LARGEST_BYTES = 256 * 1024 * 1024
_STEP_ROWS = 5_000
_EMAIL = ("useremail", "email", "emailaddress", "employeesemail", "mail")
_UNIQUE = ("customerdefineduniqueuserid", "useruniqueid", "uniqueid", "uuid", "userid", "id", "internaluserid")
_NAME = ("name", "username", "userfullname", "fullname", "employeesname", "displayname")
_STATE = ("state", "userstate", "userrolestate", "status")
_REGISTERED_STATES = frozenset({"active", "registered", "enabled", ""})


@dataclass(frozen=True)
class ListedUser:
    """A person of the list; `identifier` is the normal form of the e-mail address, else of the unique id."""

    identifier: str
    name: str | None
    email: str | None
    unique_id: str | None
    registered: bool


@dataclass(frozen=True)
class UserList:
    """The people of a list, each once; rows_in = users + repeated + rejected."""

    users: tuple[ListedUser, ...]
    rows_in: int
    repeated: int
    rejected: int
    reasons: Mapping[str, int]


def read_users(path: Path, step: Step = silent) -> UserList:
    """Read a user list.

    Raises:
        UserError: The file cannot be read, is no table of text, or has no column that names people.
    """
    rows = _rows(_text(path))
    header = next(rows, None)
    places = _places(header or [], path)
    users: dict[str, ListedUser] = {}
    reasons: Counter[str] = Counter()
    rows_in = repeated = 0
    for row in rows:
        rows_in += 1
        if rows_in % _STEP_ROWS == 0:
            step(rows_in, 0)
        user = _user(row, places)
        if user is None:
            reasons["names nobody"] += 1
        elif any(card_number_in(text or "") for text in (user.identifier, user.name, user.email, user.unique_id)):
            reasons["holds a card number"] += 1
        elif user.identifier in users:
            repeated += 1
            users[user.identifier] = _joined(users[user.identifier], user)
        else:
            users[user.identifier] = user
    return UserList(tuple(users.values()), rows_in, repeated, sum(reasons.values()), dict(reasons))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UserError(msg("{file} is too large for a user list.", file=path.name))
        raw = path.read_bytes()
    except OSError as error:
        raise UserError(msg("{file} cannot be read: {why}.", file=path.name, why=error.strerror or "")) from error
    if b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UserError(msg("{file} is not a text table. Save the user list as CSV.", file=path.name))
    for encoding in _encodings(raw):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UserError(msg("{file} is not a text table. Save the user list as CSV.", file=path.name))


def _encodings(raw: bytes) -> tuple[str, ...]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    return ("utf-8-sig", "cp1252")


def _rows(text: str) -> Iterator[list[str]]:
    """The lines that hold anything, whatever ends them and parts their fields."""
    first = text.lstrip().partition("\n")[0].partition("\r")[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(10 * 1024 * 1024)
    try:
        yield from (row for row in csv.reader(io.StringIO(text, newline=None), delimiter=delimiter) if any(row))
    except csv.Error as error:
        raise UserError(msg("The user list is broken: {why}.", why=str(error))) from error


def _places(header: Sequence[str], path: Path) -> dict[str, int]:
    """Where each part of a person stands, by the header's names."""
    plain = ["".join(letter for letter in name.lower() if letter.isalnum()) for name in header]
    places = {}
    for part, names in (("email", _EMAIL), ("unique", _UNIQUE), ("name", _NAME), ("state", _STATE)):
        found = [plain.index(name) for name in names if name in plain]
        if found:
            places[part] = found[0]
    bare = "unique" in places and plain[places["unique"]] == "id" and "name" not in places
    if "email" not in places and ("unique" not in places or bare):
        raise UserError(
            msg(
                "{file} has no column with an e-mail address or a unique id. Its columns are: {columns}.",
                file=path.name,
                columns=", ".join(header)[:300],
            )
        )
    return places


def _user(row: Sequence[str], places: Mapping[str, int]) -> ListedUser | None:
    def part(name: str) -> str | None:
        place = places.get(name)
        return (unguard(row[place]).strip() or None) if place is not None and place < len(row) else None

    email, unique = part("email"), part("unique")
    identifier = normal_identifier(email or unique or "")
    registered = (part("state") or "").lower() in _REGISTERED_STATES
    return ListedUser(identifier, part("name"), email, unique, registered) if identifier else None


def _joined(one: ListedUser, other: ListedUser) -> ListedUser:
    """Two lines of one person: the first says, the later fills in."""
    return ListedUser(
        one.identifier,
        one.name or other.name,
        one.email or other.email,
        one.unique_id or other.unique_id,
        one.registered or other.registered,
    )
