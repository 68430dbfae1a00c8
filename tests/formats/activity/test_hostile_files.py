"""Files made to break readers: every one is a fold whose rows add up, or a refusal in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.errors import UserError
from tests.formats.activity.conftest import SHARED, Read, needs_shared

HOSTILE = sorted(path for path in (SHARED / "hostile").rglob("*") if path.is_file())


def rows_or_sentence(read: Read, path: Path, **options: object) -> int | str:
    try:
        fold = read(path, **options)
    except UserError as error:
        sentence = error.message.english()
        assert sentence.strip() == sentence
        assert "\n" not in sentence
        assert sentence[-1] in ".!…"
        assert len(sentence) < 2_000
        return sentence
    counts = fold.summary.counts
    assert counts.rows_in == counts.counted + counts.ignored + counts.unmapped + counts.rejected + counts.duplicate
    assert counts.rejected <= sum(fold.summary.reasons.values())
    assert set(fold.summary.reasons) == set(fold.summary.reason_texts)
    return counts.rows_in


@needs_shared
@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name)
def test_every_hostile_file_is_a_fold_that_adds_up_or_one_sentence(read: Read, path: Path) -> None:
    rows_or_sentence(read, path, count_all=True)
