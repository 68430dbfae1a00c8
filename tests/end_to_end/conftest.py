"""One person's command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desks import Seatwise as Call
from tests.end_to_end.desk import Seatwise


@pytest.fixture(name="seatwise")
def _seatwise(seatwise: Call, tmp_path: Path) -> Seatwise:
    folder = tmp_path / "files"
    folder.mkdir()
    return Seatwise(seatwise, folder)
