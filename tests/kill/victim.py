"""A program that is killed at its every step: `python -m tests.kill.victim FOLDER FLOW [STEP...]`.

It does the flow once, so that everything is loaded, then forks for each step: the child does the flow on a copy of the
store and kills itself just before the step. Prints how many steps there were, as JSON. It must load neither Qt nor
DuckDB, whose threads do not survive a fork.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, event

from desktop.domain.keys import Plan
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.workspace import Workspace
from desktop.store import migrate
from tests.desks import Desks, activate
from tests.store.evidence import add_users

MOST_STEPS = 100
FILE_STEPS = frozenset({"os.rename", "os.remove", "os.chmod", "os.truncate"})


class Countdown:
    """Kills this process before its n-th step once it is started."""

    def __init__(self, steps: int) -> None:
        self.left = steps
        self.running = False

    def step(self) -> None:
        if self.running:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def file_step(self, name: str, _arguments: object) -> None:
        if name in FILE_STEPS:
            self.step()

    def statement_step(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        # Before a reading statement is the same as before the writing one that follows it.
        if not statement.startswith("SELECT"):
            self.step()

    def watch(self) -> None:
        event.listen(Engine, "before_cursor_execute", self.statement_step)
        event.listen(Engine, "commit", lambda _: self.step())
        sys.addaudithook(self.file_step)


def activate_a_key(workspace: Workspace) -> None:
    activate(workspace, 25, Plan.USERS)


def undo_an_act(workspace: Workspace) -> None:
    workspace.history.undo()


def take_in_users(workspace: Workspace) -> None:
    add_users(workspace, 3, start=100)


def place_an_order(workspace: Workspace) -> None:
    workspace.orders.place(NewOrderWish(5, CardWish("tok_amex")))


def deactivate_the_account(workspace: Workspace) -> None:
    workspace.deactivations.deactivate()


FLOWS: dict[str, Callable[[Workspace], None]] = {
    "activate": activate_a_key,
    "undo": undo_an_act,
    "users": take_in_users,
    "order": place_an_order,
    "deactivate": deactivate_the_account,
}


def live(place: Path, flow: str, folder: Path, countdown: Countdown) -> None:
    """Do the flow on the store: an act, or opening it with a newer program."""
    desks = Desks(place.parent)
    if flow == "migrate":
        migrate.SCRIPTS = folder / "migrations"
        countdown.running = True
        desks.opened(place, seed=77)
    else:
        workspace = desks.opened(place, seed=77)
        countdown.running = True
        FLOWS[flow](workspace)
    countdown.step()
    desks.close()


def copied(store: Path, folder: Path) -> Path:
    folder.mkdir()
    return Path(shutil.copyfile(store, folder / "store.db"))


def killed_at(step: int, store: Path, flow: str, folder: Path) -> bool:
    """Do the flow in a child on a copy of the store; whether it was killed before it came to its end."""
    place = copied(store, folder / f"{step}")
    child = os.fork()
    if child == 0:
        countdown = Countdown(step)
        countdown.watch()
        live(place, flow, folder, countdown)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    if os.WEXITSTATUS(status) != 0:
        raise SystemExit(f"the flow failed at step {step}")
    return False


def main(folder: Path, flow: str, *only: str) -> None:
    # Once without being killed: what is loaded late is loaded before the forks.
    live(copied(folder / "store.db", folder / "whole"), flow, folder, Countdown(0))
    loaded = [name for name in ("duckdb", "PySide6") if name in sys.modules]
    if loaded:
        raise SystemExit(f"{loaded} must not be loaded here")
    if only:
        done = [killed_at(int(step), folder / "store.db", flow, folder) for step in only]
        print(json.dumps({"steps": sum(done)}))
        return
    steps = 0
    while steps < MOST_STEPS and killed_at(steps + 1, folder / "store.db", flow, folder):
        steps += 1
    print(json.dumps({"steps": steps}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
