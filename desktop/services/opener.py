"""Who makes workspaces: the window and the command line know the program's composition as this only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop.domain.progress import Step
from desktop.i18n import Translator

if TYPE_CHECKING:
    from desktop.services.accounts.accounts import NewAccount
    from desktop.services.workspace import Choice, Workspace


class Opener(Protocol):
    """Makes workspaces; given to the window and the command line by the program's composition."""

    def open(self, choice: Choice) -> Workspace:
        """The workspace of the store chosen; refused where there is none."""

    def create(self, choice: Choice, new: NewAccount) -> Workspace:
        """A new workspace with its first account."""

    def demo(self, choice: Choice, step: Step) -> Workspace:
        """The demo workspace, made where it is missing."""

    def pictures(self, choice: Choice, folder: Path, step: Step) -> list[Path]:
        """Pictures of the window's screens on a copy of the demo workspace; refused where no window can be made."""

    def migrate(self, choice: Choice) -> str:
        """Bring the store chosen to this program's version; where it is kept."""

    def translator(self, choice: Choice) -> Translator:
        """Texts in the language chosen, else the desk's, else the system's."""
