"""`python -m tests.bench.activity_file FILE EVENTS [day]`: an activity log of a year, or of the day after it.

The same file for the same arguments. One learner for 25 events at most 2 million, a few very active and many rarely;
12 months, UTC offsets of three zones, eight actions of which one does not count and one is unmapped, 500 courses.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

_START = "2025-01-01 00:00:00"
_YEAR_SECONDS = 365 * 86_400
_MOST_LEARNERS = 2_000_000
_EVENTS_A_LEARNER = 25


def write_log(path: Path, events: int, *, day: bool) -> None:
    """Write the log; `day` makes it the first day after the year, with the learners of the whole year."""
    learners = max(1, min(_MOST_LEARNERS, (events * 100 // 3 if day else events) // _EVENTS_A_LEARNER))
    start, length = ("2026-01-01 00:00:00", 86_400) if day else (_START, _YEAR_SECONDS)
    connection = duckdb.connect(config={"threads": 2})
    connection.execute(
        f"""
        COPY (
            SELECT
                'learner' || (power(hash(i) % 1000003 / 1000003.0, 1.6) * {learners})::BIGINT
                    || '@example.org' AS "user",
                strftime(TIMESTAMP '{start}' + to_seconds((hash(i + 7) % {length})::BIGINT), '%Y-%m-%dT%H:%M:%S')
                    || ['+00:00', '+02:00', '-05:00'][1 + (hash(i + 1) % 3)::INTEGER] AS "time",
                ['completed', 'viewed', 'viewed', 'passed', 'downloaded', 'commented', 'logged-in', 'juggled']
                    [1 + (hash(i + 2) % 8)::INTEGER] AS action,
                'Course ' || (hash(i + 3) % 500) AS object
            FROM range({events}) AS rows(i)
        ) TO '{path}' (HEADER, DELIMITER ',')
        """
    )


if __name__ == "__main__":
    write_log(Path(sys.argv[1]), int(sys.argv[2]), day=len(sys.argv) > 3)
