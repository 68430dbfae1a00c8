"""A program that is killed while it charges: `python -m tests.kill.charging_victim FOLDER FLOW ADDRESS`.

For each step it forks: the child does the flow on a copy of the store and kills itself at the step, which is just
before or just after a commit, or before or after a request to the provider; one more child is killed from outside
while the provider has charged and not yet answered. Then the program is started again on that copy, as a person would:
whatever is open is asked again, and where there is nothing to show, the flow is done once more. Prints what came of
each as JSON. It must load neither Qt nor DuckDB, whose threads do not survive a fork.
"""

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import keyring
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from desktop.domain.orders.order import FEE, ChargeStatus
from desktop.services.orders.orders import NewOrderWish
from desktop.services.payments.payment_methods import CardWish
from desktop.services.workspace import Workspace
from tests.desks import Desks
from tests.kill.victim import Countdown
from tests.providers.far import FarSide, FolderKeyring

DAYS = {"place": date(2019, 4, 18), "charge": date(2019, 5, 18), "fee": date(2019, 5, 18)}
LEFT = date(2019, 5, 5)
MOST_STEPS = 40


@dataclass
class Came:
    """What came of one kill."""

    step: str
    charges: list[int]
    """The amounts that the far side really took."""

    paid: list[str]
    """The state of each order with its instalments that are paid; 0 is its fee."""

    again: bool
    """Whether the person had to ask for it once more."""

    open: int
    sound: bool


def place(workspace: Workspace) -> None:
    workspace.orders.place(NewOrderWish(10, CardWish("pm_card_visa")))


def charge(workspace: Workspace) -> None:
    workspace.charging.charge("1")


def leave(workspace: Workspace) -> None:
    """The order ends on the day of the flow, and its fee is due then."""
    workspace.orders.cancel("1", workspace.orders.fee("1").fee)


FLOWS: dict[str, Callable[[Workspace], None]] = {"place": place, "charge": charge, "fee": charge}


class Steps(Countdown):
    """Counts commits and requests, before and after each."""

    def watch(self) -> None:
        event.listen(Engine, "commit", lambda _: self.step())
        event.listen(Session, "after_commit", lambda _: self.step())
        asked = httpx2.Client.request

        def request(client: httpx2.Client, *arguments: Any, **named: Any) -> httpx2.Response:
            self.step()
            answer = asked(client, *arguments, **named)
            self.step()
            return answer

        httpx2.Client.request = request  # type: ignore[method-assign, assignment]


def opened(desks: Desks, place: Path, flow: str, far: FarSide, seed: int) -> Workspace:
    """Each start gives other ids, as in life."""
    found = desks.opened(place, day=DAYS[flow], seed=seed)
    return Workspace(replace(found.context, stripe=far.address))


def in_child(do: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            do()
        except BaseException as error:  # noqa: BLE001 - told to the parent
            print(repr(error), file=sys.stderr)
            os._exit(1)
        os._exit(0)
    return child


def ended(child: int) -> bool:
    """Whether the child was killed; anything but that or a good end is a fault of this program."""
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    if os.WEXITSTATUS(status) != 0:
        raise SystemExit("the flow failed")
    return False


def live(place: Path, flow: str, far: FarSide, steps: int) -> None:
    countdown = Steps(steps)
    countdown.watch()
    workspace = opened(Desks(place.parent), place, flow, far, 77)
    countdown.running = True
    FLOWS[flow](workspace)


def after(place: Path, flow: str, far: FarSide, step: str) -> Came:
    """Start again, as a person would."""
    desks = Desks(place.parent)
    workspace = opened(desks, place, flow, far, 78)
    workspace.accounts.advance()
    again = paid(workspace) == before(flow)
    if again:
        FLOWS[flow](workspace)
    found = Came(
        step, far.charged(), paid(workspace), again, len(workspace.charging.resume()), workspace.care.check().ok
    )
    desks.close()
    return found


def before(flow: str) -> list[str]:
    return {"place": [], "charge": ["active [1]"], "fee": ["canceled [1]"]}[flow]


def paid(workspace: Workspace) -> list[str]:
    found = []
    for one in workspace.order_list.page().orders:
        shown = workspace.orders.show(one.order)
        numbers = [month.number for month in shown.instalments if month.status is ChargeStatus.PAID]
        numbers += [FEE] if shown.fee is not None and shown.fee.status is ChargeStatus.PAID else []
        found.append(f"{one.state.value} {numbers}")
    return found


def copied(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return Path(shutil.copyfile(folder / "store.db", folder / name / "store.db"))


def main(folder: Path, flow: str, address: str) -> None:
    far = FarSide(address)
    keyring.set_keyring(FolderKeyring(folder / "keyring"))
    loaded = [name for name in ("duckdb", "PySide6") if name in sys.modules]
    if loaded:
        raise SystemExit(f"{loaded} must not be loaded here")
    came: list[Came] = []
    for step in range(1, MOST_STEPS):
        far.forget()
        far.drop()
        place = copied(folder, f"{step}")
        killed = ended(in_child(lambda place=place, step=step: live(place, flow, far, step)))  # type: ignore[misc]
        came.append(after(place, flow, far, f"{step}"))
        if not killed:
            break
    far.forget()
    far.drop()
    far.fail("hang")
    place = copied(folder, "unanswered")
    child = in_child(lambda: live(place, flow, far, 0))
    deadline = time.monotonic() + 20
    while not far.charged() and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    ended(child)
    came.append(after(place, flow, far, "unanswered"))
    print(json.dumps([asdict(one) for one in came]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
