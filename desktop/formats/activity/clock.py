"""From times as written to instants and months in the account's zone, as layers of one query."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.formats.activity.moments import Shape, general_columns, general_parts, general_result
from desktop.formats.activity.reading import DateOrder
from desktop.formats.activity.zones import instant_offset, wall_offset, zone_called

AVERAGE_MONTH = 2_629_746
YEAR_ZERO = 62_167_219_200
"""Seconds from the start of year 0 to 1970."""
FIRST_MONTH, LAST_MONTH = 12, 119_987
"""January of year 1 to December 9998: what `Month.parse` reads."""


@dataclass(frozen=True)
class Clock:
    """How times of one file are read: the fast `shape`, whether other forms occur (`general`), and the zones.

    `declared` is the zone of wall times without one; days without a time are the account's.
    """

    account: str
    declared: str
    order: DateOrder | None
    shape: Shape | None
    general: bool

    def layers(self, relation: str, keep: str) -> str:
        """A query over `relation` (with a column `time`) that adds `instant`, `month`, `zoned` and `dated`.

        `instant` is seconds since 1970 and null where the time is unreadable; `keep` names the columns to keep.
        """
        return self._months(self._seconds(relation, keep), keep)

    def _seconds(self, relation: str, keep: str) -> str:
        fast = "NULL" if self.shape is None else self.shape.seconds("time")
        zoned, dated = ("false", "false") if self.shape is None else (str(self.shape.zoned), str(self.shape.dated))
        if not self.general:
            return f"SELECT {keep}, {fast} AS seconds, {zoned} AS zoned, {dated} AS dated FROM ({relation})"
        first = f"SELECT {keep}, {fast} AS fast FROM ({relation})"
        slow = f"SELECT *, CASE WHEN fast IS NULL THEN time END AS slow FROM ({first})"
        parts = f"SELECT {keep}, fast, {general_columns('slow')} FROM ({slow})"
        whole = f"SELECT {keep}, fast, ticks, {general_parts(self.order)} FROM ({parts})"
        result = f"SELECT {keep}, fast, {general_result()} FROM ({whole})"
        return (
            f"SELECT {keep}, coalesce(fast, seconds) AS seconds, CASE WHEN fast IS NULL THEN zoned ELSE {zoned} "
            "END AS zoned, "
            f"CASE WHEN fast IS NULL THEN dated ELSE {dated} END AS dated FROM ({result})"
        )

    def _months(self, seconds: str, keep: str) -> str:
        if self.account == self.declared == "UTC":
            instants = f"SELECT {keep}, zoned, dated, seconds AS instant, seconds AS wall FROM ({seconds})"
        else:
            instants = self._across(seconds, keep)
        stamp = "make_timestamp(wall * 1000000)"
        month = f"year({stamp}) * 12 + month({stamp}) - 1"
        return (
            f"SELECT {keep}, zoned, dated, month, CASE WHEN month BETWEEN {FIRST_MONTH} AND {LAST_MONTH} THEN "
            "instant END AS instant "
            f"FROM (SELECT {keep}, zoned, dated, instant, {month} AS month FROM ({instants}))"
        )

    def _across(self, seconds: str, keep: str) -> str:
        """Wall times to instants by their zone, instants to the account's wall by the account's."""
        account, declared = zone_called(self.account), zone_called(self.declared)
        there = (
            f"SELECT {keep}, zoned, dated, seconds, CASE WHEN zoned THEN seconds "
            f"WHEN dated THEN seconds - ({instant_offset('seconds', account)}) "
            f"ELSE seconds - ({instant_offset('seconds', declared)}) END AS instant FROM ({seconds})"
        )
        wall = f"CASE WHEN dated THEN seconds ELSE instant + ({wall_offset('instant', account)}) END"
        return f"SELECT {keep}, zoned, dated, instant, {wall} AS wall FROM ({there})"
