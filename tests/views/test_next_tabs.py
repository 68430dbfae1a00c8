"""The tab a person left is there first; the others are got ready when nothing else is to be done."""

from collections.abc import Callable

from desktop.views.frame.window import MainWindow


def to_come(window: MainWindow) -> list[str]:
    return [tab.key for tab in window.page.to_come]


def test_every_tab_is_listed_at_once_and_only_the_one_shown_is_made(
    window: MainWindow, place: str, settled: Callable[[], None]
) -> None:
    found: list[tuple[tuple[str, ...], list[str]]] = []
    window.sitting.begun.connect(lambda _: found.append((window.page.keys, to_come(window))))
    window.sitting.open_place(place)
    settled()
    assert found == [(("billing", "order-history", "usage"), ["order-history", "usage"])]
    assert to_come(window) == []


def test_the_tab_that_was_left_is_made_first(window: MainWindow, place: str, settled: Callable[[], None]) -> None:
    window.tools.settings.keep(tab="usage")
    found: list[list[str]] = []
    window.sitting.begun.connect(lambda _: found.append(to_come(window)))
    window.sitting.open_place(place)
    settled()
    assert found == [["billing", "order-history"]]
    assert window.page.current is not None
    assert (window.page.current.key, to_come(window)) == ("usage", [])


def test_turning_to_a_tab_to_come_makes_it(window: MainWindow, place: str, settled: Callable[[], None]) -> None:
    window.sitting.begun.connect(lambda _: window.page.show_tab("order-history"))
    window.sitting.open_place(place)
    settled()
    assert window.page.current is not None
    assert (window.page.current.key, window.page.current.isVisible()) == ("order-history", True)
    assert [tab.key for tab in window.page.tabs] == ["billing", "order-history", "usage"]


def test_a_tab_made_later_speaks_the_language_chosen_meanwhile(
    window: MainWindow, place: str, settled: Callable[[], None]
) -> None:
    window.sitting.begun.connect(lambda _: window.tools.words.speak("fr"))
    window.sitting.open_place(place)
    settled()
    assert [tab.accessibleName() for tab in window.page.tabs] == [
        "Facturation",
        "Historique des commandes",
        "Utilisation mensuelle",
    ]


def test_in_the_end_every_service_is_ready(window: MainWindow, place: str, settled: Callable[[], None]) -> None:
    window.sitting.open_place(place)
    settled()
    assert window.around is not None
    made = vars(window.around.workspace)
    assert {"statements", "purchase_requests", "outcome_imports", "care"} <= made.keys()
