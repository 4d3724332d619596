"""Figures to carry on: each as a slide, SVG and 16:9 PNG."""

from __future__ import annotations

from simulator.present.chart.sheet import png_bytes, slide, svg_bytes
from simulator.present.document import Document

__all__ = ["slides"]


def slides(document: Document) -> dict[str, bytes]:
    """Return the figures as files by name: an SVG and a PNG of each."""
    note = f"{document.name}. {document.footer}"
    files: dict[str, bytes] = {}
    for name, view in document.figures.items():
        rows = view.frame if view.slide is None else view.slide
        title = view.message or view.title
        drawn = slide(view.drawing, rows, title=title, note=note, stamp=document.stamp)
        files[f"{name}.svg"] = svg_bytes(drawn, title)
        files[f"{name}.png"] = png_bytes(drawn)
    return files
