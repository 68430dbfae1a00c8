"""`python -m desktop`: arguments are a command; without one the window opens, as the options say."""

from __future__ import annotations

import sys
from functools import partial

_NO_DISPLAY = (
    "seatwise: there is no display to open a window on, so here is the demo workspace in the terminal, "
    "and pictures of the window as files.\n"
)


def main() -> int:
    """Run what the arguments say; returns the exit code."""
    try:
        return _main()
    except KeyboardInterrupt:
        sys.stderr.write("Canceled. Nothing was changed.\n")
        return 130


def _main() -> int:
    from desktop.app import Desk, has_display, open_window, prepare_process

    desk = Desk.of_this_user()
    prepare_process(desk.folders)
    arguments = sys.argv[1:]
    if not arguments and has_display():
        return open_window(desk)
    if not arguments:
        sys.stderr.write(_NO_DISPLAY)
    from desktop.cli.run import run

    return run(arguments, desk, partial(open_window, desk) if has_display() else None)


if __name__ == "__main__":
    sys.exit(main())
