"""The activity of the demo academy, written as the files its systems would export."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.domain.periods import Month
from desktop.system.chance import Chance, seeded

SEED = 20190905
PEOPLE = 420
_FIRST = (
    *(
        "Emma",
        "Lucas",
        "Julia",
        "Daan",
        "Chloé",
        "Sem",
        "Mila",
        "Hugo",
        "Noor",
        "Finn",
        "Léa",
        "Levi",
        "Sara",
        "Jules",
        "Eva",
        "Bram",
    ),
    *("Inès", "Lars", "Zoë", "Ruben", "Manon", "Thijs", "Yara", "Louis", "Fleur", "Niels", "Camille", "Joris"),
)
_LAST = (
    *(
        "de Jong",
        "Jansen",
        "van den Berg",
        "Bakker",
        "Visser",
        "Smit",
        "Meijer",
        "Mulder",
        "’t Hart",
        "Bos",
        "Vos",
        "Peters",
    ),
    *(
        "Dubois",
        "Moreau",
        "Laurent",
        "Lefèvre",
        "Garnier",
        "Rousseau",
        "Fontaine",
        "Chevalier",
        "Peeters",
        "Maes",
        "Claes",
    ),
)
_COURSES = (
    *(
        "Privacy basics",
        "Fire safety",
        "Excel for finance",
        "Onboarding",
        "Leading a team",
        "First aid",
        "Secure coding",
    ),
    *("Customer conversations", "Writing clearly", "Machine safety", "Project planning", "Data protection refresher"),
)
_SEASON = (0.62, 0.70, 0.95, 0.80, 0.78, 0.66, 0.34, 0.40, 0.92, 0.88, 0.84, 0.48)


@dataclass(frozen=True)
class Person:
    """A learner of the academy."""

    number: int
    name: str
    email: str


@dataclass(frozen=True)
class Event:
    """Something a person did."""

    person: Person
    at: datetime
    action: str
    thing: str


def people() -> list[Person]:
    """The academy's learners."""
    chance = seeded(SEED)
    found = []
    for number in range(1, PEOPLE + 1):
        first, last = chance.choice(_FIRST), chance.choice(_LAST)
        plain = f"{first}.{last}".lower().replace(" ", "").replace("’", "")
        found.append(Person(number, f"{first} {last}", f"{plain}{number}@veldhuis.example"))
    return found


def events(month: Month, everyone: list[Person]) -> list[Event]:
    """What happened in a month, in order of time: a steady core, a season, and slow growth."""
    chance = seeded(SEED + month.ordinal)
    growth = 0.75 + 0.02 * max(0, month - Month.parse("2018-03"))
    share = min(0.95, _SEASON[month.first_day.month - 1] * growth)
    found: list[Event] = []
    for person in everyone[:-30]:
        if chance.random() < share * (1.25 - person.number / PEOPLE / 2):
            found += _of_person(person, month, chance)
        elif chance.random() < 0.3:  # noqa: PLR2004 - some only look in
            found.append(Event(person, _moment(month, chance), "logged-in", "Academy"))
    return sorted(found, key=lambda event: (event.at, event.person.number))


def _of_person(person: Person, month: Month, chance: Chance) -> Iterator[Event]:
    course = chance.choice(_COURSES)
    at = _moment(month, chance)
    yield Event(person, at, "logged-in", "Academy")
    for _ in range(chance.randint(1, 6)):
        at = min(at + timedelta(minutes=chance.randint(2, 900)), _last(month))
        action = chance.choices(("viewed", "completed", "downloaded", "commented", "printed"), (60, 22, 9, 8, 1))[0]
        yield Event(person, at, action, course)


def _moment(month: Month, chance: Chance) -> datetime:
    day = month.first_day
    minutes = chance.randint(
        6 * 60, int((_last(month) - datetime(day.year, day.month, 1, tzinfo=UTC)).total_seconds() // 60)
    )
    return datetime(day.year, day.month, 1, tzinfo=UTC) + timedelta(minutes=minutes, seconds=chance.randint(0, 59))


def _last(month: Month) -> datetime:
    end = month.end
    return datetime(end.year, end.month, end.day, tzinfo=UTC) - timedelta(hours=6)


def write_csv_log(path: Path, found: list[Event]) -> None:
    """A plain log with user, time, action and course; a few rows are as broken as in life."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("User Email", "User Name", "Timestamp", "Action", "Course"))
        for place, event in enumerate(found):
            stamp = "not recorded" if place % 997 == 500 else event.at.isoformat()  # noqa: PLR2004 - a few
            writer.writerow((event.person.email, event.person.name, stamp, event.action, event.thing))


def write_xapi(path: Path, found: list[Event]) -> None:
    """XAPI statements, one a line; every 400th was sent twice."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for place, event in enumerate(found):
            verb = (
                "https://w3id.org/xapi/adl/verbs/logged-in"
                if event.action == "logged-in"
                else f"http://adlnet.gov/expapi/verbs/{_VERBS[event.action]}"
            )
            statement = {
                "id": f"00000000-0000-4000-8000-{int(event.at.timestamp()):08x}{event.person.number:04x}",
                "actor": {"mbox": f"mailto:{event.person.email}", "name": event.person.name},
                "verb": {"id": verb},
                "object": {
                    "id": f"https://veldhuis.example/courses/{event.thing.lower().replace(' ', '-')}",
                    "definition": {"name": {"en": event.thing}},
                },
                "timestamp": event.at.isoformat().replace("+00:00", "Z"),
            }
            line = json.dumps(statement, ensure_ascii=False) + "\n"
            file.write(line * (2 if place % 400 == 0 else 1))


_VERBS = {
    "viewed": "experienced",
    "completed": "completed",
    "downloaded": "attempted",
    "commented": "commented",
    "printed": "printed",
}


def write_users(path: Path, everyone: list[Person]) -> None:
    """Learning Manager's list of users."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ("internalUserID", "userEmail", "customerDefinedUniqueUserId", "name", "state", "lastLoginDate")
        )
        for person in everyone:
            writer.writerow((100_000 + person.number, person.email, "", person.name, "ACTIVE", ""))
