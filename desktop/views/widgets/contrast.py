"""How far colours stand apart (WCAG 2), and colours of the design language taken from the platform."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPalette

if TYPE_CHECKING:
    from desktop.views.widgets.looks import Tokens

READABLE = 4.5
"""The least contrast of a text with what it stands on."""
_GROUNDS = ("window", "pane", "base", "line", "accent_soft", "selection", "ok_soft", "warn_soft", "err_soft", "track")


def contrast(one: QColor, other: QColor) -> float:
    """The contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def with_accent(tokens: Tokens, accent: QColor) -> Tokens:
    """The tokens with the platform's accent, where it is readable on every ground it stands on; else as they are."""
    grounds = (tokens.base, tokens.pane, tokens.window, tokens.selection, tokens.accent_soft)
    if not accent.isValid() or any(contrast(accent, QColor(ground)) < READABLE for ground in grounds):
        return tokens
    on_accent = max(("#FFFFFF", "#000000"), key=lambda color: contrast(QColor(color), accent))
    return replace(tokens, accent=accent.name(), on_accent=on_accent)


def of_palette(tokens: Tokens, palette: QPalette) -> Tokens:
    """Tokens of a high-contrast scheme: the system's own colours, and no soft fill at all."""
    roles = QPalette.ColorRole
    base, text = palette.color(roles.Base).name(), palette.color(roles.Text).name()
    plain = {field.name: base if field.name in _GROUNDS else text for field in fields(tokens)}
    chosen, on_chosen = palette.color(roles.Highlight).name(), palette.color(roles.HighlightedText).name()
    return replace(tokens, **plain | {"on_accent": on_chosen, "accent": chosen, "line": text})
