"""The results folder of a review of records: what was found, drawn and on a page, no scenario."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from simulator.present.chart.sheet import png_bytes, slide, svg_bytes
from simulator.present.document import Shown
from simulator.present.folder import as_text, check, plain, write_bytes
from simulator.present.page import render_answer

__all__ = ["content_of", "keep_review"]


def content_of(records: str, **asked: object) -> str:
    """Return what a review's folder is known by: the hash of the records and of what was asked."""
    text = as_text({"records": records, **asked})
    return hashlib.sha256(text.encode()).hexdigest()


def keep_review(
    folder: Path, *, command: str, content: str, summary: Mapping[str, Any], shown: Shown
) -> None:
    """Write a review's folder whole: manifest, summary, figures (SVG and 16:9 PNG), and the page.

    Refuses a folder that holds other content (FolderError).
    """
    check(folder, content)
    figures = folder / "figures"
    figures.mkdir(parents=True, exist_ok=True)
    manifest = {
        "content": content,
        "command": command,
        "versions": {"python": platform.python_version(), "edgewise": version("edgewise")},
    }
    write_bytes(folder / "manifest.json", as_text(manifest).encode())
    write_bytes(folder / "summary.json", as_text(summary).encode())
    for view in shown.views:
        note = f"{shown.name}. {shown.footer}"
        drawn = slide(view.drawing, view.frame, title=view.title, note=note)
        write_bytes(figures / f"{view.drawing.name}.svg", svg_bytes(drawn, view.title))
        write_bytes(figures / f"{view.drawing.name}.png", png_bytes(drawn))
    page = render_answer(shown, summary=plain(summary), manifest=manifest)
    write_bytes(folder / "report.html", page.encode())
