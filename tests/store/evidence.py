"""A store with something of everything in it, and a way to change it behind its journal's back."""

from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
from pyroaring import BitMap
from sqlalchemy import func, select
from sqlcipher3 import dbapi2 as driver

from desktop.domain.keys import Plan
from desktop.domain.periods import Month
from desktop.domain.users import Role
from desktop.services.accounts.users import UserWish
from desktop.services.workspace import Workspace
from desktop.store.schema import (
    BilledLearnersRow,
    ClosedMonthRow,
    UsageGroupRow,
    UsageSetRow,
    UsageSourceRow,
    UsageWordsRow,
    UserRow,
)
from desktop.store.usage_firsts import Firsts, pack_firsts
from desktop.store.usage_sets import (
    ENROLLED,
    QUALIFYING,
    SEEN,
    Fingerprint,
    Words,
    pack_words,
    payload_fingerprint,
)
from tests.desks import activate, at, first_act, new_key

MONTH = Month.parse("2026-01").ordinal


def lived_in(workspace: Workspace) -> Path:
    """A workspace with keys, rules, users in a batch, an imported source and a closed month; closed; its file."""
    activate(workspace, 25)
    workspace.keys.activate(new_key(workspace, 5, Plan.ADD_ON))
    workspace.rules.change("trial_days", "40")
    workspace.rules.change("po_kinds", "q1,q2,q3,q4,q5")
    workspace.history.undo()
    add_users(workspace, 3)
    workspace.users.change("user-1", UserWish(Role.ADMINISTRATOR))
    add_usage(workspace)
    at(workspace, date(2026, 1, 12))
    workspace.rules.change("po_kinds", "q1,q2,q3,q4,q5")
    workspace.history.undo()
    place = Path(workspace.context.store.place)
    workspace.close()
    return place


def add_users(workspace: Workspace, count: int, registered: bool = True, start: int = 0) -> None:
    """Users as a list that was taken in gives them: one sealed batch."""
    store, account = workspace.context.store, workspace.accounts.show().account
    rows = [
        {
            "id": f"user-row-{place}",
            "account_id": account,
            "identifier": f"user-{place}",
            "name": None,
            "email": None,
            "unique_id": None,
            "role": Role.LEARNER,
            "registered": registered,
        }
        for place in range(start, start + count)
    ]
    with store.write(first_act(f"users-{start}-{count}", store.clock)) as write:
        write.add_batch(UserRow, f"batch-{start}-{count}", rows)


def add_usage(workspace: Workspace, name: str = "log") -> str:
    """A source of four learners in one month, and that month closed; the source's id."""
    store, account = workspace.context.store, workspace.accounts.show().account
    people = BitMap([1, 2, 3, 4])
    firsts = Firsts(
        np.array([1, 2, 3, 4], dtype=np.uint32),
        np.zeros(4, dtype=np.uint32),
        np.zeros(4, dtype=np.uint16),
        np.zeros(4, dtype=np.uint32),
    )
    with store.write(first_act(f"import-{name}", store.clock)) as write:
        source = source_row(account, name, workspace)
        write.session.add(source)
        write.session.flush()
        sets = UsageSetRow(
            source_id=source.id,
            month=MONTH,
            action=QUALIFYING,
            learners=people.serialize(),
            social_only=BitMap([4]).serialize(),
            firsts=pack_firsts(firsts),
        )
        write.session.add(sets)
        for role in (SEEN, ENROLLED):
            write.session.add(UsageGroupRow(source_id=source.id, role=role, learners=people.serialize()))
        write.session.add(UsageWordsRow(source_id=source.id, words=pack_words(Words((("viewed", "q1"),), ("course",)))))
        write.session.flush()
        source.payload_sha256 = payload_fingerprint(write.session, source.id)
    with store.write(first_act(f"close-{name}", store.clock)) as write:
        billed = Fingerprint()
        billed.add(people.serialize())
        count = write.session.execute(select(func.count()).select_from(ClosedMonthRow)).scalar_one()
        write.session.add(
            ClosedMonthRow(
                id=f"closed-{name}",
                account_id=account,
                month=MONTH + count,
                billed=4,
                closed_on=date(2026, 2, 1),
                payload_sha256=billed.hex(),
            )
        )
        write.session.add(BilledLearnersRow(closed_month_id=f"closed-{name}", learners=people.serialize()))
    return source.id


def source_row(account: str, name: str, workspace: Workspace) -> UsageSourceRow:
    return UsageSourceRow(
        id=f"source-{name}",
        account_id=account,
        file=f"{name}.csv",
        sha256="0" * 64,
        format="csv",
        rows_in=10,
        counted=4,
        ignored=3,
        unmapped=1,
        rejected=1,
        duplicate=1,
        learners=4,
        first_month=MONTH,
        last_month=MONTH,
        details={},
        map_version="default",
        imported_at=workspace.context.store.now(),
        payload_sha256="",
        removed=False,
    )


def behind_its_back(place: Path, *statements: str) -> None:
    """Change the file as another program would."""
    with closing(driver.connect(str(place))) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount != 0, f"nothing changed: {statement}"
        connection.commit()
