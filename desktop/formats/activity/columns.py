"""Which columns of a table hold the learner, the time and the action: chosen, remembered, or known by their names."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.domain.errors import UserError, WrongUsage
from desktop.formats.activity.moments import readable
from desktop.formats.activity.reading import Columns, ReadOptions
from desktop.i18n import msg

KNOWN: Mapping[str, tuple[str, ...]] = {
    "email": (
        "email", "useremail", "emailaddress", "mail", "learneremail", "useremailaddress", "studentemail",
        "participantemail",
        "employeesemail", "actoremail", "emailid", "adressemail", "courriel", "adressedecourriel", "emailadres",
    ),
    "user": (
        "userid", "user", "learner", "learnerid", "username", "actor", "actorid", "student", "studentid",
        "idstudent", "participant",
        "participantid", "person", "personid", "employee", "employeeid", "member", "memberid", "login", "loginname",
        "account",
        "uniqueuserid", "uniqueid", "learnername", "studentname", "userfullname", "fullname", "utilisateur", "eleve",
        "apprenant",
        "identifiant", "gebruiker", "gebruikersnaam", "cursist", "deelnemer",
    ),
    "time": (
        "timestamp", "time", "date", "submittedon", "occurredat", "datetime", "dateandtime", "eventtime",
        "eventdate", "eventtimestamp",
        "activitydate", "activitytime", "createdat", "createdon", "created", "timecreated", "completedon",
        "completedat",
        "completiondate", "datecompleted", "submittedat", "datesubmitted", "startedat", "startedon", "accessedat",
        "occurredon",
        "when", "day", "stored", "datumtijd", "datum", "tijd", "heure", "dateheure", "horodatage", "tijdstip",
    ),
    "action": (
        "action", "verb", "event", "eventname", "eventtype", "verbid", "verbiri", "activitytype", "actiontype",
        "actionname", "verbname",
        "actie", "gebeurtenis", "evenement", "nomdelevenement", "naamgebeurtenis",
    ),
    "object": (
        "learningobject", "learningobjectname", "object", "objectname", "objectid", "activity", "activityname",
        "activityid",
        "activityiri", "course", "coursename", "courseid", "coursetitle", "content", "contentname", "module",
        "modulename", "resource",
        "item", "assessment", "training", "title", "eventcontext", "jobaid", "cours", "cursus", "activite",
        "activiteit",
    ),
    "about": ("objecttype", "contenttype", "learningobjecttype", "component", "resourcetype", "moduletype"),
    "name": (
        "name", "fullname", "displayname", "username", "userfullname", "learnername", "studentname", "employeesname",
        "nom", "naam",
    ),
}  # fmt: skip
"""Column names by role, in normal form, the most telling first."""
_LISTED, _WIDEST = 20, 40
"""How many columns a refusal lists, and how much of each name."""
_OPTION = {"user": "--user", "time": "--time", "action": "--action"}


@dataclass(frozen=True)
class Roles:
    """The place of each role's column; None where the table has none."""

    user: int
    time: int
    action: int | None = None
    object: int | None = None
    about: int | None = None
    name: int | None = None
    email: int | None = None
    fallback: int | None = None
    """The user id of rows whose e-mail address is empty."""

    def named(self, header: Sequence[str]) -> Columns:
        """The columns by name."""
        return Columns(header[self.user], header[self.time], None if self.action is None else header[self.action])


def normal_header(name: str) -> str:
    """A column name as it is compared: without case, accents, blanks and punctuation."""
    plain = unicodedata.normalize("NFKD", name.removeprefix("\ufeff")).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def signature(header: Sequence[str]) -> str:
    """What columns chosen for this header are remembered under."""
    return hashlib.sha256("\x1f".join(normal_header(name) for name in header).encode()).hexdigest()[:16]


def known_roles(header: Sequence[str]) -> dict[str, list[int]]:
    """The places of columns known by name for each role found, the most telling first."""
    names = [normal_header(name) for name in header]
    found = {
        role: [place for wanted in known for place, name in enumerate(names) if name == wanted]
        for role, known in KNOWN.items()
    }
    return {role: places for role, places in found.items() if places}


def resolve(header: Sequence[str], sample: Sequence[Sequence[str]], options: ReadOptions) -> Roles:
    """The roles of a table's columns, by choice, memory or name; a `UserError` names the columns there are."""
    remembered = options.remembered.get(signature(header), Columns())
    known = known_roles(header)
    user = _chosen(header, options.columns.user or remembered.user, "user")
    time = _chosen(header, options.columns.time or remembered.time, "time")
    action = _chosen(header, options.columns.action or remembered.action, "action")
    emails, users = known.get("email", []), known.get("user", [])
    picked = user is not None
    if user is None:
        user = _only(header, [*emails, *users], "user")
    if time is None:
        times = known.get("time", [])
        telling = [place for place in times if any(readable(row[place]) for row in sample)]
        time = _only(header, telling or times, "time")
    if action is None and "action" in known:
        action = _only(header, [place for place in known["action"] if place not in (user, time)], "action")
    if user is None or time is None:
        raise _missing(header, "user" if user is None else "time")
    chosen = (user, time, action)
    if len({*chosen}) < len(chosen):
        twice = user if user in {time, action} else time
        sentence = msg(
            "The column “{column}” was chosen for two things. Choose another for one of them.", column=header[twice]
        )
        raise WrongUsage(sentence)
    taken = {*chosen}
    spare = {
        role: next((place for place in known.get(role, []) if place not in taken), None)
        for role in ("object", "about", "name")
    }
    email = next((place for place in emails if place != user), None)
    ids = [place for place in users if place != user and normal_header(header[place]) not in KNOWN["name"]]
    fallback = next(iter(ids), None) if user in emails and not picked else None
    return Roles(user, time, action, **spare, email=email, fallback=fallback)


def _chosen(header: Sequence[str], name: str | None, role: str) -> int | None:
    """The column of this name: exactly as written, else as compared."""
    if name is None:
        return None
    exact = [place for place, one in enumerate(header) if one.removeprefix("\ufeff") == name]
    places = exact or [place for place, one in enumerate(header) if normal_header(one) == normal_header(name)]
    if not places:
        raise UserError(
            msg("The file has no column “{column}”. Its columns are: {columns}.", column=name, columns=_listed(header))
        )
    return _only(header, places, role)


def _only(header: Sequence[str], places: Sequence[int], role: str) -> int | None:
    """The first of the places, refused when another column has the very same name."""
    if not places:
        return None
    name = normal_header(header[places[0]])
    if sum(1 for one in header if normal_header(one) == name) > 1:
        raise UserError(
            msg(
                "The file has more than one column “{column}”. Rename one of them, or choose another column.",
                column=header[places[0]],
            ),
            msg("Use {option} NAME.", option=_OPTION[role]),
        )
    return places[0]


def _missing(header: Sequence[str], role: str) -> UserError:
    sentences = {
        "user": msg(
            "No column with the learner was found; choose it. The columns are: {columns}.",
            columns=_listed(header),
        ),
        "time": msg(
            "No column with the time was found; choose it. The columns are: {columns}.",
            columns=_listed(header),
        ),
    }
    return UserError(sentences[role], msg("Use {option} NAME.", option=_OPTION[role]))


def no_action(header: Sequence[str]) -> UserError:
    """The refusal of a table without actions where not every row is to count."""
    return UserError(
        msg(
            "No column with the action was found. Choose it, or say that every row counts. The columns are: {columns}.",
            columns=_listed(header),
        ),
        msg("Use --action NAME or --count-all."),
    )


def _listed(header: Sequence[str]) -> str:
    """The columns, shortened where they are many or long."""
    names = [name.removeprefix("\ufeff").strip() or "(no name)" for name in header]
    shown = ", ".join(name if len(name) <= _WIDEST else name[: _WIDEST - 1] + "…" for name in names[:_LISTED])
    return shown if len(names) <= _LISTED else shown + " …"
