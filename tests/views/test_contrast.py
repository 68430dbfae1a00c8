"""Colours: what stands on what can be read, in both schemes, with any accent, and under high contrast."""

import pytest
from PySide6.QtGui import QColor, QImage, QPalette
from pytestqt.qtbot import QtBot

from desktop.views.widgets.contrast import READABLE, contrast, of_palette, with_accent
from desktop.views.widgets.looks import DARK, LIGHT, Looks, Tokens
from desktop.views.widgets.primary import PrimaryButton

TEXTS = ("text", "text2", "text3", "accent", "ok", "warn", "err")
GROUNDS = ("window", "pane", "base", "selection", "accent_soft")
OWN = {"ok_soft": "ok", "warn_soft": "warn", "err_soft": "err", "accent": "on_accent"}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_is_readable_on_everything_it_stands_on(tokens: Tokens) -> None:
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs.remove(("text3", "accent_soft"))
    pairs += [(text, ground) for ground, text in OWN.items()]
    low = {
        f"{text} on {ground}": round(found, 2)
        for text, ground in pairs
        if (found := contrast(QColor(getattr(tokens, text)), QColor(getattr(tokens, ground)))) < READABLE - 0.05
    }
    assert low == {}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_controls_can_be_seen(tokens: Tokens) -> None:
    assert contrast(QColor(tokens.strong), QColor(tokens.base)) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_primary_act_is_filled_with_the_accent_and_readable(qtbot: QtBot, theme: str) -> None:
    looks = Looks(theme)
    button = PrimaryButton(looks)
    qtbot.addWidget(button)
    button.resize(120, 30)
    picture = button.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    fill = [picture.pixelColor(10, y) for y in range(3, 27)]
    on, base = looks.color(button.ink), looks.color("base")
    looks.choose("system")
    assert min(contrast(one, on) for one in fill) >= READABLE
    assert min(contrast(one, base) for one in fill) >= 3


def test_the_platforms_accent_is_taken_where_it_is_readable() -> None:
    assert with_accent(LIGHT, QColor("#7A1FA2")).accent == "#7a1fa2"
    assert with_accent(LIGHT, QColor("#7A1FA2")).on_accent == "#FFFFFF"
    assert with_accent(LIGHT, QColor("#FFC107")) == LIGHT
    assert with_accent(DARK, QColor("#7A1FA2")) == DARK
    assert with_accent(DARK, QColor()) == DARK


def test_under_high_contrast_only_the_systems_colours_are_used() -> None:
    palette = QPalette(QColor("black"))
    for role, color in (("Base", "black"), ("Text", "white"), ("Highlight", "yellow"), ("HighlightedText", "black")):
        palette.setColor(QPalette.ColorRole[role], QColor(color))
    tokens = of_palette(LIGHT, palette)
    assert {tokens.text, tokens.text3, tokens.line, tokens.warn} == {"#ffffff"}
    assert {tokens.base, tokens.pane, tokens.warn_soft, tokens.selection} == {"#000000"}
    assert (tokens.accent, tokens.on_accent) == ("#ffff00", "#000000")


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)
