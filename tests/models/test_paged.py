"""A table of a million rows keeps only what is looked at, and asks for it one page at a time."""

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.i18n import msg
from desktop.models.answers import Column
from desktop.models.paged import PAGE, PagedTableModel

MILLION = 1_000_000


def model_of(total: int) -> PagedTableModel:
    model = PagedTableModel((Column(msg("Row"), lambda row: f"row {row}", numeric=True),), str)
    model.restart(total, range(min(total, PAGE)))
    return model


def page(number: int) -> list[int]:
    return list(range(number * PAGE, number * PAGE + PAGE))


def test_a_row_that_is_looked_at_is_asked_for_and_then_said(qtbot: QtBot) -> None:
    model = model_of(MILLION)
    assert (model.rowCount(), model.loaded) == (MILLION, PAGE)
    with qtbot.waitSignal(model.wanted) as asked:
        assert model.index(500_000, 0).data() == "…"
    assert asked.args == [2_500]
    model.add_page(page(2_500), 2_500, model.listing)
    assert model.index(500_000, 0).data() == "row 500000"
    assert model.index(500_000, 0).data(Qt.ItemDataRole.AccessibleTextRole).endswith(": row 500000")


def test_what_was_scrolled_past_is_not_read(qtbot: QtBot) -> None:
    model = model_of(MILLION)
    asked: list[int] = []
    model.wanted.connect(asked.append)
    for row in range(1_000, 900_000, 1_000):
        model.index(row, 0).data()
    qtbot.waitUntil(lambda: len(asked) == 1)
    assert asked == [899_000 // PAGE]


def test_memory_does_not_grow_with_what_was_seen(qtbot: QtBot) -> None:
    model = model_of(MILLION)
    for number in range(200):
        model.add_page(page(number), number, model.listing)
    assert model.loaded <= 60 * PAGE
    assert model.held(199 * PAGE, 199 * PAGE + 3) == page(199)[:4]
    assert model.held(0, 3) is None


def test_an_answer_to_an_earlier_listing_is_dropped(qtbot: QtBot) -> None:
    model = model_of(MILLION)
    before = model.listing
    model.restart(10, range(10))
    model.add_page(["wrong"] * 10, 0, before)
    assert model.index(3, 0).data() == "row 3"


def test_it_keeps_the_contract_of_an_item_model(qtmodeltester: ModelTester) -> None:
    model = model_of(3)
    model.grow(1_000)
    model.add_page(page(1), 1, model.listing)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
