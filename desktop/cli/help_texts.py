"""The English texts of the whole program's help, for whoever collects what is to be translated."""

from __future__ import annotations

import sys

from desktop.cli.help_pages import texts
from desktop.cli.reference import program


def marks() -> str:
    """The texts as marks that `pybabel extract` reads, one a line."""
    return "".join(f"msg({text!r})\n" for text in sorted(texts(program())))


if __name__ == "__main__":
    sys.stdout.write(marks())
