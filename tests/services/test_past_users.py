"""A past day shows who was registered then, with which role; who may look is who may look today."""

from datetime import date
from pathlib import Path

import pytest

from desktop.domain.users import Role
from desktop.services.accounts.users import UserWish
from desktop.services.workspace import Workspace
from tests.desks import Desks, Seatwise, acting, activate, at, refused
from tests.services.looks import looking_back

LISTED, CHANGED, GONE = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)
NAMES = ("ada@example.org", "ben@example.org", "cleo@example.org")


def user_list(folder: Path, *names: str) -> Path:
    path = folder / "users.csv"
    path.write_text("\n".join(["Email,Name,Status", *(f"{one},{one[:3].title()},Active" for one in names), ""]))
    return path


@pytest.fixture
def staffed(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Two seats since January; two users in February, a role in March, a third user for the first in April."""
    activate(workspace, 2)
    at(workspace, LISTED).users.import_list(user_list(tmp_path, *NAMES[:2]))
    at(workspace, CHANGED).users.change(NAMES[0], UserWish(Role.ADMINISTRATOR))
    at(workspace, GONE).users.change(NAMES[0], UserWish(registered=False))
    workspace.users.import_list(user_list(tmp_path, *NAMES[1:]))
    return workspace


def registered(workspace: Workspace) -> list[tuple[str, Role]]:
    return [(one.identifier, one.role) for one in workspace.users.list() if one.registered]


def test_registrations_and_roles_are_those_of_the_day(staffed: Workspace) -> None:
    assert registered(looking_back(staffed, date(2026, 1, 31))) == []
    learners = [(NAMES[0], Role.LEARNER), (NAMES[1], Role.LEARNER)]
    assert registered(looking_back(staffed, LISTED)) == learners
    assert registered(looking_back(staffed, CHANGED)) == [(NAMES[0], Role.ADMINISTRATOR), learners[1]]
    assert registered(staffed) == [(NAMES[1], Role.LEARNER), (NAMES[2], Role.LEARNER)]
    assert [one.identifier for one in looking_back(staffed, CHANGED).users.search("cleo", 5)] == []


def test_seats_follow_the_registrations_of_the_day(staffed: Workspace, tmp_path: Path) -> None:
    before = looking_back(staffed, date(2026, 1, 31)).accounts.show().seats
    assert (before.available, before.registered, before.remaining) == (2, 0, 2)
    then = looking_back(staffed, LISTED).accounts.show().seats
    assert (then.available, then.registered, then.remaining, then.without_seat) == (2, 2, 0, 0)


def test_users_without_a_seat_are_counted_as_they_were(workspace: Workspace, tmp_path: Path) -> None:
    workspace.users.import_list(user_list(tmp_path, *NAMES))
    activate(at(workspace, LISTED), 2)
    activate(at(workspace, CHANGED), 5)
    assert looking_back(workspace, LISTED).accounts.show().seats.without_seat == 1
    assert looking_back(workspace, CHANGED).accounts.show().seats.without_seat == 0


def test_whoever_may_look_today_may_look_back_and_nobody_else(staffed: Workspace) -> None:
    past = looking_back(staffed, LISTED)
    assert registered(acting(past, actor=NAMES[0])), "an administrator today, though not then"
    with refused("There is no user “nobody@example.org”."):
        acting(past, actor="nobody@example.org").users.list()


def test_the_command_line_reads_the_past_and_does_nothing_in_it(seatwise: Seatwise, tmp_path: Path) -> None:
    assert seatwise("--today", "2026-01-10", "init", "--name", "Academy").code == 0
    assert seatwise("--today", "2026-02-01", "user", "import", str(user_list(tmp_path, *NAMES))).code == 0
    assert seatwise("--today", "2026-03-01", "user", "set", NAMES[0], "--role", "administrator").code == 0
    then = seatwise("--today", "2026-02-10", "--json", "user", "list").json["users"]
    assert [one["role"] for one in then if one["identifier"] in NAMES] == ["learner"] * 3
    assert len(seatwise("--today", "2026-01-20", "--json", "user", "list").json["users"]) == 1
    late = seatwise("--today", "2026-02-10", "user", "set", NAMES[1], "--role", "administrator")
    assert (late.code, late.sentence.startswith("This store already has acts of")) == (1, True)


def test_accounts_made_later_are_not_listed(desks: Desks) -> None:
    from dataclasses import replace

    from tests.desks import ACADEMY

    made = desks.new()
    at(made, LISTED).accounts.add(replace(ACADEMY, name="Later"))
    first = made.accounts.list()[0].account
    assert [one.name for one in looking_back(acting(made, account=first), date(2026, 1, 20)).accounts.list()] == [
        "Academy"
    ]
    assert [one.name for one in made.accounts.list()] == ["Academy", "Later"]


def test_no_undo_is_offered_on_a_past_day(staffed: Workspace) -> None:
    past = looking_back(staffed, LISTED)
    with refused("This store already has acts of"):
        past.history.preview()
    with refused("This store already has acts of"):
        past.history.undo()
