"""The results folder of one question: what was answered, drawn and on a page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulator.present.chart.sheet import png_bytes, slide, svg_bytes
from simulator.present.document import Shown
from simulator.present.folder import plain, read_manifest, write, write_bytes
from simulator.present.page import render_answer
from simulator.scenario.scenario import Scenario

__all__ = ["keep"]


def keep(
    folder: Path,
    *,
    command: str,
    content: str,
    scenario: Scenario,
    summary: Mapping[str, Any],
    shown: Shown,
    parameters: bool = True,
) -> None:
    """Write an answer's folder whole: summary, tables, figures (SVG and 16:9 PNG), and the page.

    `parameters`: whether the page lists those of the scenario. Refuses a folder that holds other
    content (FolderError).
    """
    write(
        folder,
        command=command,
        content=content,
        scenario=scenario,
        summary=summary,
        tables=shown.frames,
    )
    figures = folder / "figures"
    figures.mkdir(exist_ok=True)
    for view in shown.views:
        if len(view.frame):
            note = f"{shown.name}. {shown.footer}"
            rows = view.frame if view.slide is None else view.slide
            drawn = slide(view.drawing, rows, title=view.title, note=note, stamp=shown.stamp)
            name = view.drawing.name
            write_bytes(figures / f"{name}.svg", svg_bytes(drawn, view.title))
            write_bytes(figures / f"{name}.png", png_bytes(drawn))
    page = render_answer(
        shown,
        summary=plain(summary),
        manifest=read_manifest(folder),
        scenario=scenario if parameters else None,
    )
    write_bytes(folder / "report.html", page.encode())
