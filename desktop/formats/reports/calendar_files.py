"""Days to come as an iCalendar file (RFC 5545) that any calendar program takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from desktop.domain.progress import Step, silent
from desktop.formats.reports.files import landing
from desktop.i18n import Message, Translator


@dataclass(frozen=True)
class CalendarDay:
    """One whole-day entry. `uid` stays the same whenever the file is written, so that an entry is replaced."""

    uid: str
    on: date
    title: Message
    about: Message


def write_calendar(
    days: Iterable[CalendarDay],
    name: Message,
    path: Path,
    translator: Translator,
    made_at: datetime,
    *,
    overwrite: bool = False,
    step: Step = silent,
) -> int:
    """Write the days, each with a reminder on the day before; gives how many there are.

    Raises:
        UserError: The name is taken and `overwrite` is off, or the file cannot be written; nothing is left then.
    """
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Seatwise//Orders//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", translator.text(name))
    count = 0
    for count, day in enumerate(days, 1):
        step(count, 0)
        event = Event()
        event.add("uid", day.uid)
        event.add("dtstamp", made_at)
        event.add("dtstart", day.on)
        event.add("dtend", day.on + timedelta(days=1))
        event.add("summary", translator.text(day.title))
        event.add("description", translator.text(day.about))
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", timedelta(days=-1))
        alarm.add("description", translator.text(day.title))
        event.add_component(alarm)
        calendar.add_component(event)
    with landing(path, overwrite=overwrite) as part:
        part.write_bytes(calendar.to_ical())
    return count
