"""What the journal says of a day on which several things fell due."""

from datetime import date

from desktop.domain.life.events import DueEvent, EventKind
from desktop.i18n import msg
from desktop.services.time.calendar import headline

DAY = date(2026, 1, 10)


def due(kind: EventKind, said: str) -> DueEvent:
    return DueEvent(DAY, kind, "order", "1", msg("{said}", said=said), "R7")


def test_a_sentence_that_has_ended_is_not_ended_again() -> None:
    events = [due(EventKind.ORDER, "The card has expired."), due(EventKind.INSTALMENT, "Paid")]
    assert headline(events, DAY).english() == "The card has expired. (and 1 thing more)"
    assert headline(events[:1], DAY).english() == "The card has expired."
