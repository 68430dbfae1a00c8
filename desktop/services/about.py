"""What this program is made of: for a report of a fault, and to see what a bundle holds."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass

from desktop import __version__


@dataclass(frozen=True)
class AboutAnswer:
    """The program and the libraries that matter to a person's data."""

    version: str
    packed: bool
    """Whether it runs from a bundle instead of a checkout."""
    python: str
    sqlite: str
    sqlcipher: str
    keyring: str
    """The keyring of the system that would keep a secret; on a machine without one, the name of its refusal."""


def about() -> AboutAnswer:
    """Look; nothing is opened or written."""
    from desktop.store.engine import library_versions

    sqlite, sqlcipher = library_versions()
    packed = bool(getattr(sys, "frozen", False))
    return AboutAnswer(__version__, packed, platform.python_version(), sqlite, sqlcipher, _keyring())


def _keyring() -> str:
    import keyring

    try:
        backend = type(keyring.get_keyring())
    except RuntimeError as refusal:  # one that the environment names, and that does not work here
        return str(refusal)
    return f"{backend.__module__}.{backend.__qualname__}"
