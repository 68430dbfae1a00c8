"""What a workspace holds and what its journal says, as tests compare them."""

from desktop.services.workspace import Workspace
from desktop.store.unit_of_work import current_rows, journaled_entities


def rows(workspace: Workspace) -> dict[str, object]:
    """Every journaled row by table and id, in stored values."""
    with workspace.context.store.read() as session:
        return {entity.__tablename__: current_rows(session, entity) for entity in journaled_entities()}


def verbs(workspace: Workspace) -> list[str]:
    return [act.verb.english() for act in reversed(workspace.history.list())]


def number_of(workspace: Workspace, verb: str) -> str:
    """The number of the newest act whose verb starts so."""
    return str(next(act.number for act in workspace.history.list() if act.verb.english().startswith(verb)))
