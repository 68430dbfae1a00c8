"""An account registered with Adobe, as purchase orders need it (R9)."""

from datetime import date

from sqlalchemy import select

from desktop.app import Desk
from desktop.i18n import msg
from desktop.services.workspace import Choice
from desktop.store.schema import AccountRow


def register_with_adobe(desk: Desk, day: date = date(2026, 2, 20)) -> None:
    """Say in an act of its own that the only account is registered."""
    workspace = desk.open(Choice(day=day))
    try:
        context = workspace.context
        with context.store.read() as session:
            account = session.execute(select(AccountRow)).scalar_one()
            actor = context.actor(session, account)
        act = context.act(msg("Register with Adobe"), on=day, account=account, actor=actor)
        with context.store.write(act) as write:
            write.session.get_one(AccountRow, account.id).registered_with_adobe = True
    finally:
        workspace.close()
