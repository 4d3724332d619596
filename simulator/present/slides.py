"""Figures to carry on: each as a slide, SVG and 16:9 PNG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.present.anonymise import legend, renamed
from simulator.present.chart.fonts import unknown
from simulator.present.chart.sheet import png_bytes, slide, svg_bytes
from simulator.present.document import Document, View

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["slides", "undrawable"]


def slides(document: Document) -> dict[str, bytes]:
    """Return the figures as files by name: an SVG and a PNG of each.

    In a PNG letters stand for names that no font of this machine can draw; a browser shows an SVG
    with the fonts of its own machine.
    """
    lettered = renamed(document, undrawable(document))
    files: dict[str, bytes] = {}
    for name, view in document.figures.items():
        files[f"{name}.svg"] = svg_bytes(_slide(document, view), view.message or view.title)
        files[f"{name}.png"] = png_bytes(_slide(lettered, lettered.figures[name]))
    return files


def undrawable(document: Document) -> dict[str, str]:
    """Return the letters for those names that no font of this machine can draw."""
    letters = legend(document.names)
    return {name: letters[name] for name in letters if unknown(name)}


def _slide(document: Document, view: View) -> Figure:
    rows = view.frame if view.slide is None else view.slide
    title, note = view.message or view.title, f"{document.name}. {document.footer}"
    return slide(view.drawing, rows, title=title, note=note, stamp=document.stamp)
