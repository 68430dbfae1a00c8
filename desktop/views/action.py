"""What a person can do and where: declared actions, and the tabs that declare them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desktop.i18n import Message


def _always() -> Message | None:
    return None


@dataclass(frozen=True)
class Action:
    """One thing a person can do: menus, toolbars, the palette and the shortcuts page are made from these.

    `enabled` answers None when it can be done now, else the reason why not. `shortcut` is Qt's portable text, such as
    `Ctrl+K`. `icon` is the name of a file in resources/icons without its ending.
    """

    id: str
    text: Message
    run: Callable[[], None]
    shortcut: str | None = None
    tooltip: Message | None = None
    icon: str | None = None
    enabled: Callable[[], Message | None] = _always


class Tab(QWidget):
    """A tab of the window. `key` names it in desk settings and in docs/user/<language>/<key>.md."""

    title: Message
    key: str

    def declared_actions(self) -> list[Action]:
        """Everything a person can do here, in the order of the menu."""
        return []

    def reload(self, kinds: frozenset[str]) -> None:
        """Something of these kinds was written; read again what is shown of them."""

    def retranslate(self) -> None:
        """Say everything again: the language, the theme or the size of text has changed."""

    def focus_first(self) -> None:
        """Give the keyboard to what a person most likely wants here."""
        self.setFocus()


@dataclass(frozen=True)
class TabToCome:
    """A tab that is listed already and made later: its key, its title, and how it is made."""

    key: str
    title: Message
    make: Callable[[], Tab]
