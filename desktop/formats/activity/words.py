"""First reading of a file: the distinct learners, actions and objects, and what each action counts as."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.errors import UserError
from desktop.domain.qualification import QUALIFYING, Kind, QualificationMap
from desktop.formats.activity.events import Events, text
from desktop.formats.activity.reading import ActionEntry
from desktop.formats.activity.workbench import Workbench, quoted
from desktop.i18n import msg

MOST_ACTIONS = 60_000
MOST_OBJECTS = 1_000_000
"""Beyond so many different objects a file's objects are not kept."""
NO_ACTION = "(no action)"
_MOST_BLANKS = 100
_BLANK = (
    r"[\x09-\x0d\x1c-\x20\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
    r"\x{200b}\x{2060}\x{feff}]*"
)


@dataclass(frozen=True)
class Actions:
    """The actions of a file in a fixed order: what makes active, social, unmapped, enrolments, the rest.

    Distinct keys (action, about, by other) have codes; `entries[entry_of[code]]` is what is told of them. Codes below
    `social` make active by themselves, those below `unmapped` only socially, and so on.
    """

    keys: tuple[str, ...]
    entries: tuple[ActionEntry, ...]
    entry_of: tuple[int, ...]
    social: int
    unmapped: int
    enrolments: int
    ignored: int
    enrolling: tuple[int, ...]
    """Codes of enrolments, also where every row counts."""


def words_query(events: Events) -> str:
    """The query that makes the table `words`: each distinct learner, action key and object, in one reading."""
    inner = {"learner": text(events.learner)}
    outer = {"learner": "learner", "action": "NULL::VARCHAR", "object": "NULL::VARCHAR"}
    if events.action is not None:
        inner["action"], outer["action"] = events.action_key, "action"
    if events.object is not None:
        inner["object"], outer["object"] = text(events.object), "object"
    sets = ", ".join(f"({part})" for part in inner)
    for part, expression in (("name", events.name), ("email", events.email)):
        outer[part] = "NULL::VARCHAR" if expression is None else f"min(nullif(trim({part}), ''))"
        if expression is not None:
            inner[part] = expression
    return (
        f"CREATE TABLE words AS SELECT {_listed(outer)} FROM (SELECT {_listed(inner)} FROM {events.relation}) "
        f"GROUP BY GROUPING SETS ({sets})"
    )


def _listed(columns: dict[str, str]) -> str:
    return ", ".join(f"{expression} AS {name}" for name, expression in columns.items())


def too_many_actions(bench: Workbench) -> bool:
    """Whether the file has more actions than can be: the column is hardly the action's."""
    ((found,),) = bench.run("SELECT count(action) FROM words")
    return bool(found > MOST_ACTIONS)


def read_actions(bench: Workbench, events: Events, qualification: QualificationMap, *, count_all: bool) -> Actions:
    """The file's actions with what they count as, and the type `action_code` that numbers them."""
    keys = [""]
    if events.action is not None:
        keys = [key for (key,) in bench.run("SELECT action FROM words WHERE action IS NOT NULL")]
    actions = arranged(keys, qualification, count_all=count_all)
    bench.run("CREATE TABLE action_keys (code BIGINT, key VARCHAR)")
    bench.append("action_keys", [*enumerate(actions.keys)])
    bench.run("CREATE TYPE action_code AS ENUM (SELECT key FROM action_keys ORDER BY code)")
    return actions


def read_objects(bench: Workbench, events: Events) -> int:
    """How many objects the type `object_code` numbers, in order of their text; 0 where objects are not kept."""
    found = 0
    if events.object is not None:
        ((found,),) = bench.run("SELECT count(object) FROM words")
    if not 0 < found <= MOST_OBJECTS:
        return 0
    bench.run("CREATE TYPE object_code AS ENUM (SELECT object FROM words WHERE object IS NOT NULL ORDER BY object)")
    return int(found)


def actions_refused() -> UserError:
    """The refusal of a column with too many different actions."""
    return UserError(
        msg(
            "The column of the action holds more than {n} different values, so it is hardly the action. "
            "Choose another one, or count every row.",
            n=MOST_ACTIONS,
        ),
        msg("Use --action NAME or --count-all."),
    )


def arranged(keys: list[str], qualification: QualificationMap, *, count_all: bool) -> Actions:
    """Number the keys by class, then text, so that the same actions always have the same codes."""
    mapped = {key: _kind(key, qualification) for key in keys}
    kinds = {key: Kind.Q1 if count_all and kind not in QUALIFYING else kind for key, kind in mapped.items()}
    ordered = sorted(keys, key=lambda key: (_class(kinds[key]), _action(key), kinds[key] or "", key))
    entries: list[ActionEntry] = []
    entry_of: list[int] = []
    for key in ordered:
        entry = ActionEntry(_action(key), kinds[key])
        if not entries or entries[-1] != entry:
            entries.append(entry)
        entry_of.append(len(entries) - 1)
    social, unmapped, enrolments, ignored = (
        sum(1 for key in keys if _class(kinds[key]) < place) for place in range(1, 5)
    )
    enrolling = tuple(code for code, key in enumerate(ordered) if mapped[key] is Kind.ENROLMENT)
    return Actions(tuple(ordered), tuple(entries), tuple(entry_of), social, unmapped, enrolments, ignored, enrolling)


def _kind(key: str, qualification: QualificationMap) -> Kind | None:
    about, other = (*key.split("\x1f"), "", "0")[1:3]
    return qualification.kind(_action(key), about, by_other=other == "1")


def _action(key: str) -> str:
    """The action a key names; one that says nothing has a name of its own, so that it can be listed and mapped."""
    action = key.split("\x1f", maxsplit=1)[0]
    return action if action.strip() else NO_ACTION


def _class(kind: Kind | None) -> int:
    if kind is None:
        return 2
    return {Kind.Q4: 1, Kind.ENROLMENT: 3, Kind.IGNORE: 4}.get(kind, 0)


def nobody(bench: Workbench) -> str:
    """The condition on `learner` for texts that name nobody: only blanks, as `normal_identifier` sees them."""
    condition = f"regexp_full_match(learner, '{_BLANK}')"
    blanks = bench.run(f"SELECT learner FROM words WHERE {condition} LIMIT {_MOST_BLANKS + 1}")
    if len(blanks) > _MOST_BLANKS:
        return condition
    return f"learner IN ({', '.join(quoted(blank) for (blank,) in [('',), *blanks])})"
