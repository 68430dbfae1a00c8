"""The language the person's system speaks."""

from __future__ import annotations

import ctypes
import locale
import os
import subprocess
import sys
from collections.abc import Mapping

_NAMED_IN = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_NONE = frozenset({"", "c", "posix"})


def system_language() -> str:
    """The two letters of the language, or "en" where the system names none."""
    return _named(os.environ) or _of_platform() or "en"


def _named(environment: Mapping[str, str]) -> str:
    """As gettext looks for it: the first variable that says something decides."""
    for name in _NAMED_IN:
        said = environment.get(name, "").partition(":")[0].partition(".")[0].lower()
        if said not in _NONE:
            return said[:2]
    return ""


def _of_platform() -> str:
    if sys.platform == "win32":
        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")[:2]
    if sys.platform == "darwin":
        asked = ["/usr/bin/defaults", "read", "-g", "AppleLocale"]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout[:2].lower()  # noqa: S603 - a fixed program of the system
    return ""
