"""The colours and letters of the moment: the design language's tokens, light and dark, and fonts by role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessibilityHints, QColor, QFont, QGuiApplication, QPalette, QStyleHints

from desktop.views.widgets.contrast import of_palette, with_accent


@dataclass(frozen=True)
class Tokens:
    """Colours as `#RRGGBB`, by what they are for."""

    window: str
    pane: str
    base: str
    line: str
    border: str
    strong: str
    text: str
    text2: str
    text3: str
    accent: str
    on_accent: str
    accent_soft: str
    selection: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    err: str
    err_soft: str
    track: str


LIGHT = Tokens(
    window="#F3F4F6",
    pane="#F8F9FA",
    base="#FFFFFF",
    line="#E3E5E9",
    border="#C9CDD3",
    strong="#858B95",
    text="#1A1D21",
    text2="#555B65",
    text3="#646A74",
    accent="#1A5FB4",
    on_accent="#FFFFFF",
    accent_soft="#E6EFFA",
    selection="#E8F0FB",
    ok="#1B6E43",
    ok_soft="#E7F4EC",
    warn="#8A5200",
    warn_soft="#FFF4DC",
    err="#B3261E",
    err_soft="#FCEBE9",
    track="#DCE6F3",
)

DARK = Tokens(
    window="#1B1C1F",
    pane="#1E2023",
    base="#222428",
    line="#33363C",
    border="#464A52",
    strong="#8A919C",
    text="#EDEFF2",
    text2="#AEB4BE",
    text3="#979EA9",
    accent="#82B6F4",
    on_accent="#0A1A2C",
    accent_soft="#26384F",
    selection="#27364A",
    ok="#6CCB98",
    ok_soft="#1E3328",
    warn="#F0B95A",
    warn_soft="#362B17",
    err="#F59A92",
    err_soft="#3B2322",
    track="#2F3E52",
)


@cache
def _hints() -> tuple[QStyleHints, QAccessibilityHints]:
    """What the platform wishes; kept, because its parts must not be let go of while the program runs."""
    hints = QGuiApplication.styleHints()
    return hints, hints.accessibility()


_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}


class Role(Enum):
    """What a text is, with its size relative to the system's font, and its weight (section 2)."""

    RESULT = (28 / 13, 600)
    METRIC = (24 / 13, 600)
    FIGURE = (20 / 13, 600)
    TITLE = (17 / 13, 600)
    SECTION = (14 / 13, 600)
    BODY = (1.0, 400)
    NAME = (1.0, 500)
    TOTAL = (1.0, 600)
    HEAD = (12 / 13, 500)
    CAPTION = (12 / 13, 400)


class Looks(QObject):
    """The tokens in force and fonts by role; `changed` when the scheme or the system's font is another one."""

    changed = Signal()

    def __init__(self, theme: str, parent: QObject | None = None) -> None:
        """Follow the theme: light, dark or system."""
        super().__init__(parent)
        self._theme = theme
        self._accent = QGuiApplication.palette().color(QPalette.ColorRole.Accent)
        self._tokens = LIGHT
        hints, _ = _hints()
        hints.colorSchemeChanged.connect(self._scheme_changed)
        self.choose(theme)

    @property
    def tokens(self) -> Tokens:
        """The colours of the moment: the system's own under a high-contrast scheme, else with its accent."""
        return self._tokens

    @property
    def high_contrast(self) -> bool:
        """Whether the person asks the system for high contrast."""
        _, asked = _hints()
        return asked.contrastPreference() == Qt.ContrastPreference.HighContrast

    @property
    def dark(self) -> bool:
        """Whether the scheme is a dark one."""
        if self._theme in _SCHEMES:
            return self._theme == "dark"
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark

    def color(self, token: str) -> QColor:
        """A token as a colour to paint with."""
        return QColor(getattr(self.tokens, token))

    def font(self, role: Role) -> QFont:
        """The system's font for the role, with tabular figures up to the size of a section."""
        scale, weight = role.value
        font = QFont(QGuiApplication.font())
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * scale)
        else:
            font.setPixelSize(round(font.pixelSize() * scale))
        font.setWeight(QFont.Weight(weight))
        if scale < Role.TITLE.value[0]:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def choose(self, theme: str) -> None:
        """Take the theme: light, dark, or the system's own."""
        self._theme = theme
        QGuiApplication.styleHints().setColorScheme(_SCHEMES.get(theme, Qt.ColorScheme.Unknown))
        self._paint()

    def palette(self) -> QPalette:
        """The platform's palette with the colours of the design language; under high contrast as it is."""
        if self.high_contrast:
            return QPalette()
        tokens = self.tokens
        palette = QPalette(QGuiApplication.palette())
        for role, color in (
            (QPalette.ColorRole.Window, tokens.window),
            (QPalette.ColorRole.WindowText, tokens.text),
            (QPalette.ColorRole.Base, tokens.base),
            (QPalette.ColorRole.AlternateBase, tokens.pane),
            (QPalette.ColorRole.Text, tokens.text),
            (QPalette.ColorRole.PlaceholderText, tokens.text3),
            (QPalette.ColorRole.Button, tokens.base if not self.dark else tokens.line),
            (QPalette.ColorRole.ButtonText, tokens.text),
            (QPalette.ColorRole.ToolTipBase, tokens.base),
            (QPalette.ColorRole.ToolTipText, tokens.text),
            (QPalette.ColorRole.Highlight, tokens.accent),
            (QPalette.ColorRole.HighlightedText, tokens.on_accent),
            (QPalette.ColorRole.Accent, tokens.accent),
            (QPalette.ColorRole.Link, tokens.accent),
            (QPalette.ColorRole.LinkVisited, tokens.accent),
            (QPalette.ColorRole.Mid, tokens.border),
            (QPalette.ColorRole.Light, tokens.base),
            (QPalette.ColorRole.Dark, tokens.strong),
        ):
            palette.setColor(role, QColor(color))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.strong))
        return palette

    def _paint_menus(self) -> None:
        """Of our own style's menus, the chosen line is pale: icons and shortcuts stay readable on it."""
        from PySide6.QtWidgets import QApplication

        if isinstance(QGuiApplication.instance(), QApplication) and QApplication.style().name() == "fusion":
            palette = self.palette()
            palette.setColor(QPalette.ColorRole.Highlight, QColor(self._tokens.accent_soft))
            palette.setColor(QPalette.ColorRole.HighlightedText, QColor(self._tokens.text))
            QApplication.setPalette(palette, "QMenu")  # type: ignore[arg-type]  # its stub asks for bytes, which it refuses

    def _scheme_changed(self) -> None:
        self._paint()

    def _paint(self) -> None:
        application = QGuiApplication.instance()
        tokens = DARK if self.dark else LIGHT
        self._tokens = with_accent(tokens, self._accent)
        if self.high_contrast:
            self._tokens = of_palette(tokens, QPalette())
        if isinstance(application, QGuiApplication):
            application.setPalette(self.palette())
            self._paint_menus()
        self.changed.emit()
