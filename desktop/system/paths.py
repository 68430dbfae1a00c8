"""Where things are kept on this platform."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Folders:
    """The program's folders; made when first written to, readable by their owner only."""

    data: Path
    config: Path
    cache: Path
    downloads: Path

    @classmethod
    def of_this_user(cls) -> Folders:
        """The folders the platform provides for the person logged in."""
        from platformdirs import PlatformDirs

        dirs = PlatformDirs("Seatwise", appauthor=False)
        return cls(
            data=Path(dirs.user_data_dir),
            config=Path(dirs.user_config_dir),
            cache=Path(dirs.user_cache_dir),
            downloads=Path(dirs.user_downloads_dir),
        )

    @property
    def store(self) -> Path:
        """The person's own store."""
        return self.data / "seatwise.db"

    @property
    def demo_store(self) -> Path:
        """The demo workspace, beside it."""
        return self.data / "demo.db"


def private_folder(folder: Path) -> Path:
    """The folder, made for its owner only where it was missing: it holds people's names."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def resources() -> Path:
    """The folder of files that come with the program: beside the package, also inside a bundle."""
    bundle: str | None = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[2]
    return root / "resources"
