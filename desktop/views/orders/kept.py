"""How Order History was left: kept among the layouts of the desk settings."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.models.orders import CHIPS, SORTS
from desktop.views.preferences.settings import Settings

_KEPT = "order-history"


@dataclass(frozen=True)
class KeptList:
    """The column it is sorted by, whether downwards, its chip, and whether the details are open."""

    column: int = 0
    down: bool = True
    chip: int = 0
    opened: bool = False

    @classmethod
    def read(cls, settings: Settings) -> KeptList:
        """As it was left; as it begins where nothing that can be read was kept."""
        parts = (settings.layout(_KEPT) or "").split(":")
        if len(parts) != 4 or not all(part.isascii() and part.isdecimal() for part in parts):
            return cls()
        column, down, chip, opened = (int(part) for part in parts)
        return cls(min(column, len(SORTS) - 1), bool(down), min(chip, len(CHIPS) - 1), bool(opened))

    def keep(self, settings: Settings) -> None:
        """Keep it."""
        settings.keep_layout(_KEPT, f"{self.column}:{int(self.down)}:{self.chip}:{int(self.opened)}")
