"""The real files beside the checkout, which users do not have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[2] / "shared" / "data"
needs_real_files = pytest.mark.skipif(
    not DATA.exists(), reason="needs ../shared/data, which is not part of the project"
)

ACTIVITY = {
    "activity/odin": "activity/odin/activity.csv",
    "activity/git": "activity/git/activity.csv.gz",
    "activity/oulad": "activity/oulad/submissions.csv",
    "activity/xapi-fun-mooc": "activity/xapi-fun-mooc/statements.json.gz",
    "activity/learning-manager": "activity/learning-manager/xapireport8842560559890766717csv.zip",
}


def expected() -> dict[str, Any]:
    """The counts made independently."""
    found: dict[str, Any] = json.loads((DATA / "activity" / "expected.json").read_text(encoding="utf-8"))
    return found
