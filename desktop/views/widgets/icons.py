"""Icons: SVG files of one free set, drawn in the colour and at the scale of the moment."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.views.widgets.looks import Looks


class Icons:
    """Gives icons by the name of their file in resources/icons."""

    def __init__(self, folder: Path, looks: Looks) -> None:
        """Draw files of the folder in the colours of `looks`; each icon follows a change of scheme by itself."""
        self._folder = folder
        self._looks = looks

    def icon(self, name: str, color: str = "text2") -> QIcon:
        """An icon in a colour of the tokens."""
        return QIcon(_Tinted(self._folder / f"{name}.svg", self._looks, color))

    def pixmap(self, name: str, color: str = "text2", size: int = 16, scale: float = 1.0) -> QPixmap:
        """An icon as a picture of `size` device-independent pixels."""
        return self.icon(name, color).pixmap(QSize(size, size), scale)


class _Tinted(QIconEngine):
    """Draws one SVG with its `currentColor` as a token of the moment."""

    def __init__(self, file: Path, looks: Looks, token: str) -> None:
        super().__init__()
        self._file, self._looks, self._token = file, looks, token

    def clone(self) -> QIconEngine:
        return _Tinted(self._file, self._looks, self._token)

    def paint(self, painter: QPainter, rect: object, mode: QIcon.Mode, _state: QIcon.State) -> None:
        token = "strong" if mode == QIcon.Mode.Disabled else self._token
        _drawing(self._file, getattr(self._looks.tokens, token)).render(painter, QRectF(rect))  # type: ignore[call-overload]

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self.paint(painter, QRectF(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(scale)
        return picture


@lru_cache(maxsize=256)
def _drawing(file: Path, color: str) -> QSvgRenderer:
    """The file in a colour, read once: a list draws the same few in every row."""
    return QSvgRenderer(QByteArray(file.read_text(encoding="utf-8").replace("currentColor", color).encode()))
