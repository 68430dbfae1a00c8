"""Desk settings: what this desk looks like to this person; never anything that affects an amount."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from desktop.system.ids import RandomIds
from desktop.system.paths import private_folder

FILE_NAME = "desk.json"
THEMES = ("system", "light", "dark")
_RECENT = 8


@dataclass(frozen=True)
class DeskSettings:
    """One file of the person's config folder. An unreadable file is treated as none: nothing of worth is in it."""

    machine_id: str
    """Made once on this machine; with the store's id it names the journal's chain."""
    language: str | None = None
    """None follows the system."""
    theme: str = "system"
    window: str = ""
    """The window's geometry as the platform writes it, in hexadecimal."""
    tab: str = ""
    """The key of the tab shown last."""
    recent: tuple[str, ...] = ()
    """Stores opened before, newest first."""
    last_store: str | None = None
    """The store opened at the next start; None shows the three doors."""
    accounts: Mapping[str, str] = field(default_factory=dict)
    """The account shown last, by store."""
    names: Mapping[str, str] = field(default_factory=dict)
    """The name of the account shown last, by store."""
    layouts: Mapping[str, str] = field(default_factory=dict)
    """Columns and splitters by name, as the lists wrote them."""
    folder: str | None = None
    """Where files were taken from last."""
    stripe: str | None = None
    """An address of this machine that stands for Stripe in tests; None is Stripe itself."""

    @classmethod
    def read(cls, folder: Path) -> DeskSettings:
        """The settings kept in the folder, with a new machine id where there is none yet."""
        try:
            kept = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
            chosen = {one.name: _taken(kept[one.name], one.default) for one in fields(cls) if one.name in kept}
        except (OSError, ValueError, TypeError):
            chosen = {}
        settings = cls(**{"machine_id": "", **{name: value for name, value in chosen.items() if value is not None}})
        if settings.machine_id:
            return settings
        settings = replace(settings, machine_id=RandomIds().new())
        settings.write(folder)
        return settings

    def write(self, folder: Path) -> None:
        """Keep the settings, whole or not at all. A folder that cannot be written is no reason to stop."""
        part = folder / f"{FILE_NAME}.{os.getpid()}.part"
        try:
            private_folder(folder)
            part.write_text(json.dumps(asdict(self), indent=2), encoding="utf-8")
            part.replace(folder / FILE_NAME)
        except OSError:
            return

    def with_store(self, place: str) -> DeskSettings:
        """The settings after a store was opened: it is the last one, and the first of the recent ones."""
        recent = (place, *(one for one in self.recent if one != place))
        return replace(self, last_store=place, recent=recent[:_RECENT])


def _taken(value: Any, default: Any) -> Any:
    """A value as it was kept, or None where it is not of the setting's kind."""
    if isinstance(value, list) and isinstance(default, tuple):
        return tuple(one for one in value if isinstance(one, str))
    if isinstance(value, dict) and not isinstance(default, str | tuple):
        return {key: one for key, one in value.items() if isinstance(one, str)}
    return value if isinstance(value, str) and not isinstance(default, tuple) else None
