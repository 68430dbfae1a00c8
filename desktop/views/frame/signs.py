"""What the frame says of the workspace that is open: whose it is, the day, and what a person must know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.i18n import Message, msg
from desktop.views.action import Action
from desktop.views.desk import Level
from desktop.views.start.opening import Opened

if TYPE_CHECKING:
    from desktop.views.frame.window import MainWindow


class Signs:
    """Writes them on the window's title, bars and frame."""

    def __init__(self, window: MainWindow) -> None:
        """Write on this window."""
        self._window = window
        self._words = window.tools.words

    def say_opened(self, opened: Opened) -> None:
        """Say the day, and lasting words where it is past, simulated, not fully known, or cannot be changed."""
        self.say_day()
        if opened.source is not None:
            self._warn_of_simulation(opened)
        elif opened.day is not None:
            said = msg("As it was on {day}, read-only.", day=opened.day)
            self._warn(said, self._back())
            self._warn_of_unknown(opened)
        elif opened.stands:
            said = msg(
                "The clock of this rehearsal store stands at {day}: what is done is done on that day.", day=opened.today
            )
            self._window.page.messages.show_message(said, level=Level.INFO, lasting=True)
        self._warn_of_reading(opened)

    def say_day(self) -> None:
        """Say which day is looked at, and whether it is only simulated."""
        opened, page = self._window.sitting.opened, self._window.page
        if opened is not None:
            simulated = opened.source is not None
            page.top.as_of.show_day(
                opened.today,
                looking=opened.day is not None,
                today=self._window.sitting.today or opened.today,
                simulated=simulated,
                stands=opened.stands,
                first=opened.account.created_on,
            )
            page.frame.show_simulated(simulated)

    def _warn_of_simulation(self, opened: Opened) -> None:
        """A lasting word about what is only simulated, and what happens on the way to it."""
        from desktop.views.ahead.tab import AheadTab

        window = self._window
        said = msg(
            "Simulated until {day}, every payment assumed paid. You may try things out here: "
            "going back to today throws them away.",
            day=opened.today,
        )
        self._warn(said, self._back())
        if window.around is not None:
            window.page.add_tab(AheadTab(window.around))

    def _warn_of_unknown(self, opened: Opened) -> None:
        """A lasting word about what was erased, so that the day is not known in full."""
        from desktop.services.time.past import not_known

        doubt = not_known(opened.workspace.context)
        if doubt is not None:
            self._warn(doubt)

    def _warn_of_reading(self, opened: Opened) -> None:
        """A lasting word about a store in which nothing can be changed."""
        why = opened.workspace.context.store.read_only
        if why is not None:
            said = msg("{name} is open read-only: {why} Nothing can be changed here.", name=opened.name, why=why)
            self._warn(said)

    def say_place(self) -> None:
        """Say whose books are open, and where they are."""
        opened, window = self._window.sitting.opened, self._window
        name = f"{opened.account.name} – Seatwise" if opened else "Seatwise"
        if opened is not None and opened.source is not None:
            name = self._words.text(msg("Simulated until {day}: {name}", day=opened.today, name=name))
        elif opened is not None and (opened.day is not None or opened.stands):
            name = self._words.text(msg("As of {day}: {name}", day=opened.today, name=name))
        window.setWindowTitle(name)
        window.status.show_store(opened.place if opened else None, when=_when(opened) if opened else None)

    def _warn(self, said: Message, action: Action | None = None) -> None:
        self._window.page.messages.show_message(said, action, Level.WARNING, lasting=True)

    def _back(self) -> Action:
        return Action("today", msg("Back to today"), lambda: self._window.sitting.look_at(None))


def _when(opened: Opened) -> Message:
    return msg("{zone}", zone=opened.account.time_zone)
