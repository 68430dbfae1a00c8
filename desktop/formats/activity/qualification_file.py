"""The qualification map as a table a person can edit: action, about, by_other, kind; or only action and kind."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from desktop.domain.errors import UserError
from desktop.domain.qualification import MapRule, kind_of, normal_action
from desktop.i18n import msg

_YES, _NO = {"true", "yes", "1"}, {"false", "no", "0"}


def load_map(path: Path) -> tuple[MapRule, ...]:
    """The lines of a map in their order; the first that fits decides. A `UserError` names the line that is wrong.

    Lines without an action, and those beginning with `#`, are notes.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise UserError(
            msg("“{file}” cannot be read ({reason}).", file=path.name, reason=error.strerror or str(error))
        ) from None
    except UnicodeDecodeError:
        raise UserError(
            msg("The characters of “{file}” cannot be read for certain. Save it as UTF-8.", file=path.name)
        ) from None
    first = text.partition("\n")[0]
    rows = csv.reader(text.splitlines(), delimiter=";" if first.count(";") > first.count(",") else ",")
    header = [name.strip().lower() for name in next(rows, [])]
    if "action" not in header or "kind" not in header:
        raise UserError(msg("“{file}” needs the columns action and kind in its first line.", file=path.name))
    rules: list[MapRule] = []
    for row in rows:
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        if cells.get("action") and not cells["action"].startswith("#"):
            rules.append(_rule(cells, path.name, rows.line_num))
    return tuple(rules)


def _rule(cells: Mapping[str, str], file: str, line: int) -> MapRule:
    try:
        kind = kind_of(cells.get("kind", ""))
    except UserError as error:
        raise UserError(msg("“{file}”, line {line}: {problem}", file=file, line=line, problem=error.message)) from None
    other = cells.get("by_other", "").lower()
    if other not in _YES | _NO | {""}:
        raise UserError(msg("“{file}”, line {line}: write by_other as yes, no or nothing.", file=file, line=line))
    about = "|".join(normal_action(one) for one in cells.get("about", "").split("|") if one.strip())
    return MapRule(normal_action(cells["action"]), kind, about, None if not other else other in _YES)
