"""A person's hands and eyes: find a widget, click it, type into it."""

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from desktop.views.export_dialog import ExportDialog

W = TypeVar("W", bound=QObject)


def the(parent: QObject, kind: type[W]) -> W:
    """The one child of a kind."""
    found = parent.findChild(kind)
    assert found is not None, f"no {kind.__name__}"
    return found


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def write(widget: QWidget, text: str) -> None:
    QTest.keyClicks(widget, text)


def press(widget: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(widget, key)


def export(parent: QWidget, folder: Path, kind: str, what: int = 0) -> None:
    """Choose what and how in the export dialog that is open, and write it into the folder."""
    dialog = the(parent, ExportDialog)
    dialog.what.setCurrentIndex(what)
    place = dialog.kind.findData(kind)
    assert place >= 0, [dialog.kind.itemData(one) for one in range(dialog.kind.count())]
    dialog.kind.setCurrentIndex(place)
    dialog.folder.setText(str(folder))
    click(dialog.write)


def texts(parent: QWidget) -> list[str]:
    """What can be read."""
    return [label.text() for label in parent.findChildren(QLabel) if label.isVisible()]
