"""A chart as a file: the same drawing always gives the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Literal, TypeAlias
from xml.sax.saxutils import escape

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from desktop.charts.lettering import CSS_DPI

Kind: TypeAlias = Literal["png", "svg", "pdf"]

_PIXELS_DOUBLE = 2
_SETTINGS: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": "seatwise", "pdf.fonttype": 42}
# The settings of the drawing library are one for the whole process: two files at a time would mix them up.
_settings = Lock()


@dataclass(frozen=True)
class Said:
    """What a chart is called and what it shows, and in which language."""

    name: str
    words: str
    language: str


def figure_of(size: tuple[int, int], dpi: float) -> Figure:
    """An empty figure of so many pixels of a hundredth of an inch, drawn in that resolution."""
    figure = Figure(figsize=(size[0] / CSS_DPI, size[1] / CSS_DPI), dpi=dpi)
    FigureCanvasAgg(figure)
    return figure


def as_file(draw: Callable[[Figure], object], kind: Kind, size: tuple[int, int], said: Said) -> bytes:
    """A drawing as a PNG (at double resolution), an SVG or a PDF that carries its name and what it shows.

    Text stays text in SVG and PDF. Name and summary are in the metadata, in SVG as `title` and `desc`. No dates and
    no chance are in the bytes, and only the font that comes with the drawing library.
    """
    figure = figure_of(size, CSS_DPI * _PIXELS_DOUBLE if kind == "png" else CSS_DPI)
    draw(figure)
    name, words = _printable(said.name), _printable(said.words)
    target = io.BytesIO()
    with _settings, mpl.rc_context(_SETTINGS):
        figure.savefig(target, format=kind, dpi=figure.dpi, metadata=_metadata(kind, name, words))
    content = target.getvalue()
    return _accessible(content, name, words, said.language) if kind == "svg" else content


def _metadata(kind: Kind, name: str, words: str) -> dict[str, str | None]:
    if kind == "png":
        return {"Software": None, "Title": _latin(name), "Description": _latin(words)}
    if kind == "svg":
        return {"Date": None, "Creator": None, "Title": name}
    return {"CreationDate": None, "Creator": None, "Producer": None, "Title": name, "Subject": words}


def _accessible(svg: bytes, name: str, words: str, language: str) -> bytes:
    """The SVG with its name and description where screen readers look for them."""
    text = svg.decode("utf-8")
    described = f'<title id="seatwise-title">{escape(name)}</title>\n <desc id="seatwise-desc">{escape(words)}</desc>'
    # Readers without the font take one of the same widths.
    text = text.replace("font-family: 'DejaVu Sans'", "font-family: 'DejaVu Sans', Verdana, sans-serif")
    text = re.sub(r"<title>.*?</title>", lambda _: described, text, count=1, flags=re.DOTALL)
    roles = f'<svg role="img" lang="{language}" aria-labelledby="seatwise-title seatwise-desc" '
    return text.replace("<svg ", roles, 1).encode("utf-8")


def _printable(text: str) -> str:
    """Without control characters and halves of surrogate pairs, which no XML may hold."""
    return "".join(character if character.isprintable() else " " for character in text)


def _latin(text: str) -> str:
    """PNG's plain text chunks hold Latin-1 only."""
    return text.replace("’", "'").replace("–", "-").encode("latin-1", "replace").decode("latin-1")
