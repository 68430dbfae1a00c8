"""What taking pictures needs beside a window: few colours, letters, and a platform that keeps quiet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFontDatabase, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication

_COLORS = 256
_HUE = 0x00C0C0C0
"""The bits of a colour in which hues differ."""
_NOISE = "This plugin does not support"
"""How the offscreen platform begins to say that it has no frames to place or to raise."""


def in_few_colors(picture: QImage) -> QImage:
    """The picture in 256 colours, which makes its file half as big: the main one of every hue, then the most used."""
    import numpy as np

    whole = picture.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(whole.constBits(), np.uint32)
    colors, counts = np.unique(pixels, return_counts=True)
    most_used = colors[np.argsort(-counts, kind="stable")]
    _, mains = np.unique(most_used & _HUE, return_index=True)
    table = [*most_used[np.sort(mains)[: _COLORS // 2]].tolist(), *most_used[:_COLORS].tolist()]
    keep = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return whole.convertToFormat(QImage.Format.Format_Indexed8, list(dict.fromkeys(table))[:_COLORS], keep)


@contextmanager
def quiet_platform() -> Iterator[None]:
    """Keep what Qt says off the terminal where it only says that there is no screen."""

    def say(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if not text.startswith(_NOISE):
            before(kind, context, text) if before else sys.stderr.write(text + "\n")

    before = qInstallMessageHandler(say)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


@contextmanager
def faults_raised() -> Iterator[None]:
    """Raise at the end what went wrong while the window handled an event."""
    faults: list[BaseException] = []
    before = sys.excepthook
    sys.excepthook = lambda _kind, fault, _trace: faults.append(fault)
    try:
        yield
    finally:
        sys.excepthook = before
    if faults:
        raise faults[0]


def bring_letters(program: QApplication) -> None:
    """On a machine without fonts, write with those that come with the chart's library."""
    font = program.font()
    if QFontMetrics(font).inFont("A"):
        return
    import matplotlib as mpl

    for file in Path(mpl.get_data_path(), "fonts", "ttf").glob("DejaVuSans*.ttf"):
        QFontDatabase.addApplicationFont(str(file))
    font.setFamily("DejaVu Sans")
    program.setFont(font)
