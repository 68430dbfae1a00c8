"""Second reading of a file: every row in exactly one class, folded to one row a (learner, month, what it counts as).

A group keeps its rows' number, its earliest row as one whole number (second of month, action, object: so the smallest
number is the first activity and ties are settled the same way every time) and a few flags.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from desktop.domain.progress import Step
from desktop.formats.activity.clock import AVERAGE_MONTH, YEAR_ZERO, Clock
from desktop.formats.activity.events import REPEATED, VOIDED, Events, text
from desktop.formats.activity.reading import RowCounts
from desktop.formats.activity.words import Actions
from desktop.formats.activity.workbench import Workbench
from desktop.formats.activity.zones import day_starts_at, zone_called

CODE_BITS = 18
SPECIAL = 1 << 17
LATER = 1 << 40
"""Added to the key of rows later than today."""
DUPLICATE, VOID, ENROLMENT, IGNORED, NOBODY, UNREADABLE, AGAIN = (SPECIAL + place for place in range(1, 8))
REJECTED = (NOBODY, UNREADABLE, AGAIN)
SOCIAL_NOT, WALL, ENROLS, DATED, ZONED = 1, 2, 8, 16, 32
BIAS = 432_000
"""Five days: keeps packed seconds above zero, as months of average length start up to three days off."""


@dataclass(frozen=True)
class Packing:
    """Where action and object lie in a packed first activity."""

    action_bits: int
    object_bits: int

    @classmethod
    def of(cls, actions: int, objects: int) -> Packing:
        """Room for so many of each."""
        return cls(max(1, (actions - 1).bit_length()), max(1, (objects - 1).bit_length()))

    @property
    def both(self) -> int:
        """The bits below the seconds."""
        return self.action_bits + self.object_bits


@dataclass
class Tally:
    """The rows by class and reason, read from the keys of the groups."""

    counted: int = 0
    later: int = 0
    duplicate: int = 0
    unmapped: dict[int, int] = field(default_factory=dict)
    """Unmapped rows by action code."""
    special: dict[int, int] = field(default_factory=dict)
    """Rejected and ignored rows by their code."""
    flags: int = 0
    """Flags of all rows that are not rejected."""

    def add(self, key: int, rows: int, flags: int) -> None:
        """Add the groups of one key."""
        code = key % (1 << CODE_BITS)
        self.flags |= 0 if code in REJECTED else flags
        if code == DUPLICATE:
            self.duplicate += rows
        elif code > SPECIAL:
            self.special[code] = self.special.get(code, 0) + rows
        elif code:
            self.unmapped[code - 1] = self.unmapped.get(code - 1, 0) + rows
        else:
            self.counted += rows
            self.later += rows if key >= LATER else 0

    @property
    def rows(self) -> int:
        """All rows that were read."""
        return self.counted + self.duplicate + sum(self.unmapped.values()) + sum(self.special.values())

    def counts(self, rejected_elsewhere: int = 0) -> RowCounts:
        """The classes, with rows that were rejected before they were rows."""
        rejected = sum(self.special.get(code, 0) for code in REJECTED) + rejected_elsewhere
        ignored = sum(rows for code, rows in self.special.items() if code not in REJECTED)
        return RowCounts(self.counted, ignored, sum(self.unmapped.values()), rejected, self.duplicate)


@dataclass(frozen=True)
class Rows:
    """The query over a file's rows, each with its class: made once, used to fold and to find examples."""

    events: Events
    clock: Clock
    actions: Actions
    packing: Packing
    nobody: str
    today: date
    count_all: bool
    kept_objects: bool

    def classed(self, *, shown: bool = False) -> str:
        """Every row with `learner`, `key`, `packed` and `flags`; if `shown`, with its `line` and text `shown` too."""
        source = {"learner": text(self.events.learner), "time": text(self.events.time), "action": self._action()}
        if self.kept_objects:
            source["object"] = f"enum_code(try_cast({text(self.events.object)} AS object_code))::BIGINT"
        if self.events.mark is not None:
            source["mark"] = self.events.mark
        if shown:
            source["line"] = self.events.line or "NULL"
            source["shown"] = (
                f"concat_ws(' | ', {text(self.events.learner)}, {text(self.events.time)}, {text(self.events.action)})"
            )
        keep = ", ".join(source)
        relation = (
            f"SELECT {', '.join(f'{value} AS {name}' for name, value in source.items())} FROM {self.events.later}"
        )
        more = ", line, shown" if shown else ""
        return (
            f"SELECT learner, {self._key()} AS key, {self._packed()} AS packed, {self._flags()} AS flags{more} "
            f"FROM ({self.clock.layers(relation, keep)})"
        )

    def _action(self) -> str:
        if self.events.action is None:
            return "0::BIGINT"
        return f"enum_code(try_cast({self.events.action_key} AS action_code))::BIGINT"

    def _key(self) -> str:
        """What the row counts as: month and code, by the order of rules.md section 6."""
        tomorrow = (self.today.toordinal() - date(1970, 1, 1).toordinal()) + 1
        later = (
            f"CASE WHEN instant >= {day_starts_at(tomorrow, zone_called(self.clock.account))} THEN {LATER} ELSE 0 END"
        )
        month = f"(month << {CODE_BITS}) + {later}"
        place = f"{month} + " if self.count_all else ""
        again = f"CASE WHEN {self.events.again} THEN {AGAIN} ELSE {UNREADABLE} END"
        cases = [(self.nobody, str(NOBODY)), ("instant IS NULL", f"{again}")]
        if self.events.mark is not None:
            cases += [(f"mark = {REPEATED}", f"{place}{DUPLICATE}"), (f"mark = {VOIDED}", f"{place}{VOID}")]
        if self.actions.unmapped:
            cases.append((f"action < {self.actions.unmapped}", month))
        if self.actions.enrolments > self.actions.unmapped:
            cases.append((f"action < {self.actions.enrolments}", f"{month} + action + 1"))
        if self.actions.ignored > self.actions.enrolments:
            cases.append((f"action < {self.actions.ignored}", str(ENROLMENT)))
        arms = " ".join(f"WHEN {condition} THEN {key}" for condition, key in cases)
        return f"CASE {arms} ELSE {IGNORED} END"

    def _packed(self) -> str:
        seconds = f"(instant - month * {AVERAGE_MONTH} + {YEAR_ZERO + BIAS})"
        thing = " + object" if self.kept_objects else ""
        return f"{seconds} * {1 << self.packing.both} + action * {1 << self.packing.object_bits}{thing}"

    def _flags(self) -> str:
        """One literal where all rows are alike, so that nothing is computed a row."""
        parts: list[str] = []
        fixed = 0
        if self.clock.general or self.clock.shape is None:
            parts.append(f"CASE WHEN zoned THEN {ZONED} WHEN dated THEN {DATED} ELSE {WALL} END")
        else:
            fixed |= ZONED if self.clock.shape.zoned else DATED if self.clock.shape.dated else WALL
        if self.actions.unmapped > self.actions.social:
            parts.append(
                f"CASE WHEN action BETWEEN {self.actions.social} AND {self.actions.unmapped - 1} THEN 0 ELSE "
                f"{SOCIAL_NOT} END"
            )
        else:
            fixed |= SOCIAL_NOT
        if self.actions.enrolling:
            codes = ", ".join(map(str, self.actions.enrolling))
            parts.append(f"CASE WHEN action IN ({codes}) THEN {ENROLS} ELSE 0 END")
        return f"({' + '.join([str(fixed), *parts])})::UTINYINT"

    @property
    def flags_vary(self) -> bool:
        """Whether rows differ in their flags."""
        return "CASE" in self._flags()


def fold_rows(bench: Workbench, rows: Rows, step: Step) -> Tally:
    """Make the table `groups` (learner hash, key, first, flags, rows) and count the classes."""
    flags = "bit_or(flags)" if rows.flags_vary else "any_value(flags)"
    rejected = ", ".join(map(str, REJECTED))
    bench.run(
        "CREATE OR REPLACE TABLE groups AS SELECT hash, key, min(packed) AS packed, "
        f"{flags} AS flags, count(*) AS n FROM (SELECT CASE WHEN key IN ({rejected}) THEN 0 ELSE hash(learner) "
        "END AS hash, "
        f"key, packed, flags FROM ({rows.classed()})) GROUP BY hash, key",
        step,
    )
    tally = Tally()
    for key, number, found in bench.run("SELECT key, sum(n)::BIGINT, bit_or(flags) FROM groups GROUP BY key"):
        tally.add(key, number, found)
    return tally
