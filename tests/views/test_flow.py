"""Widgets side by side break into lines where it is narrow, and nothing is cut."""

import pytest
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.desk import Tools
from desktop.views.widgets.flow import SideBySide
from desktop.views.widgets.letters import Hairline


@pytest.fixture
def buttons() -> list[QPushButton]:
    return [QPushButton(f"Button number {one}") for one in range(4)]


def lines(widgets: list[QPushButton]) -> list[int]:
    """How many widgets stand at each height."""
    heights = [one.y() for one in widgets]
    return [heights.count(y) for y in sorted(set(heights))]


def test_what_does_not_fit_goes_on_in_the_next_line(buttons: list[QPushButton], qtbot: QtBot) -> None:
    page, flow = QWidget(), SideBySide(buttons, spacing=8)
    qtbot.addWidget(page)
    QVBoxLayout(page).addWidget(flow)
    wide = sum(one.sizeHint().width() + 8 for one in buttons) + 40
    for width, expected in ((wide, [4]), (wide // 2, [2, 2]), (wide // 4, [1, 1, 1, 1])):
        page.resize(width, 400)
        page.show()
        qtbot.waitUntil(lambda expected=expected: lines(buttons) == expected)  # type: ignore[misc]
        assert all(one.width() >= one.sizeHint().width() for one in buttons)
        assert max(one.geometry().bottom() for one in buttons) <= flow.height()


def test_the_last_one_stays_at_the_right(buttons: list[QPushButton], qtbot: QtBot) -> None:
    flow = SideBySide(buttons[:2], spacing=8, last=buttons[3])
    qtbot.addWidget(flow)
    flow.resize(900, 60)
    flow.show()
    assert buttons[3].geometry().right() == 899


def test_a_hairline_never_begins_a_line(buttons: list[QPushButton], tools: Tools, qtbot: QtBot) -> None:
    line = Hairline(tools.looks, standing=True)
    flow = SideBySide((buttons[0], line, buttons[1]), spacing=8)
    qtbot.addWidget(flow)
    flow.resize(900, 100)
    flow.show()
    assert line.x() > buttons[0].x()
    flow.resize(buttons[0].sizeHint().width() + 20, 100)
    assert line.geometry().isEmpty()
    assert buttons[1].y() > buttons[0].y()


def test_a_scrolled_page_gives_it_the_height_of_its_lines(buttons: list[QPushButton], qtbot: QtBot) -> None:
    page, below, scroll = QWidget(), QPushButton("below"), QScrollArea(widgetResizable=True)
    below.setFixedHeight(200)
    column = QVBoxLayout(page)
    flow = SideBySide(buttons, spacing=8)
    column.addWidget(flow)
    column.addWidget(below)
    scroll.setWidget(page)
    qtbot.addWidget(scroll)
    scroll.resize(buttons[0].sizeHint().width() + 60, 150)
    scroll.show()
    qtbot.waitUntil(lambda: lines(buttons) == [1, 1, 1, 1])
    qtbot.waitUntil(lambda: max(one.geometry().bottom() for one in buttons) <= flow.height())
    assert below.y() >= flow.geometry().bottom()
