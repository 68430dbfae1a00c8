"""What every tab and dialog is given: the open workspace, jobs, words, looks, and the frame's ears."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from desktop.domain.explanation import Explanation
from desktop.i18n import Message, msg
from desktop.models.jobs import Jobs
from desktop.system.paths import Folders
from desktop.views.action import Action
from desktop.views.preferences.settings import Settings
from desktop.views.widgets.icons import Icons
from desktop.views.widgets.looks import Looks
from desktop.views.words import Words

if TYPE_CHECKING:
    from desktop.services.opener import Opener
    from desktop.services.workspace import Workspace


class Kind(StrEnum):
    """What a write may have changed."""

    ACCOUNT = "account"
    KEYS = "keys"
    ORDERS = "orders"
    USERS = "users"
    RULES = "rules"
    USAGE = "usage"
    """Sources, maps, aliases, exclusions, closed months: whatever the month table is made of."""


EVERYTHING: frozenset[str] = frozenset(Kind)


class Level(StrEnum):
    """How much a message matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Announce(Protocol):
    """Tells every tab what a write has changed."""

    def __call__(self, kinds: frozenset[str]) -> None:
        """These kinds were written."""


class ShowMessage(Protocol):
    """Shows a message in the bar under the tabs."""

    def __call__(self, message: Message, action: Action | None = None, level: Level = Level.ERROR) -> None:
        """Show it, with the action that helps."""


class Explain(Protocol):
    """Opens "Why this amount?" at an amount."""

    def __call__(self, anchor: QWidget, explanation: Explanation) -> None:
        """Show the derivation beside the anchor; Esc gives the focus back to it."""


def _nothing_said(_message: Message) -> None:
    """Where no message stands, none is taken back."""


def _nowhere(_tab: str, _action: str) -> None:
    """Outside a window there are no tabs to go to."""


@dataclass(frozen=True)
class Surroundings:
    """Given to every tab and dialog; made anew for each account."""

    workspace: Workspace
    jobs: Jobs
    words: Words
    """Texts and values in the language of the moment."""
    looks: Looks
    """The colours and fonts of the moment."""
    icons: Icons
    settings: Settings
    """The desk settings, kept when changed."""
    announce: Announce
    show_message: ShowMessage
    explain: Explain
    withdraw: Callable[[Message], None] = _nothing_said
    """Takes a message back that no longer holds."""
    lead: Callable[[str, str], None] = _nowhere
    """Shows the tab of that key and runs one of its actions, by its id."""

    def only_read(self) -> Message | None:
        """Why nothing can be changed in this store or on this day, or None where acts may be done."""
        if self.workspace.context.chosen.looking:
            return msg("You are looking at another day. Go back to today to change anything.")
        why = self.workspace.context.store.read_only
        return None if why is None else msg("The store is open for reading only. {why}", why=why)


@dataclass(frozen=True)
class Tools:
    """What the window has before any store is open."""

    opener: Opener
    folders: Folders
    guide: Path
    """The folder of the user guide, with a folder for each language."""
    jobs: Jobs
    words: Words
    looks: Looks
    icons: Icons
    settings: Settings
