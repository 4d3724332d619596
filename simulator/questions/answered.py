"""What every answer of a question does: tell its headline, give JSON, show itself in a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.model.plain import plain
from simulator.questions.notebook import paragraphs, tables

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.present.document import Document

__all__ = ["Answered"]


class Answered(ABC):
    """The answer of a question; `found` is what `methods` returned."""

    found: Any

    @abstractmethod
    def document(self) -> Document:
        """Return the answer as people meet it."""

    @property
    def headline(self) -> str:
        """The answer in a sentence."""
        return self.document().headline

    def as_json(self) -> dict[str, Any]:
        """Return what the command prints with `--format json`, as plain values."""
        values: dict[str, Any] = plain(self.found)
        return values

    def draw(self, file: str | Path, name: str = "") -> Path:
        """Write a figure as SVG or PNG, as it stands on the answer's page; return where it is.

        Without a name it is the first of the answer's figures; whoever names another is told all.
        Slides are what the command writes with `--figures`.

        Raises
        ------
        ValueError
            For a file that ends otherwise than in .svg or .png, and a name that no figure has.
        """
        from simulator.files import disk
        from simulator.present.chart.sheet import page_figure, png_bytes, svg_bytes

        figures, path = self.document().figures, Path(file)
        if path.suffix not in {".svg", ".png"}:
            raise ValueError(f"file: found {path.name!r}; allowed: a .svg or .png file")
        if (name or not figures) and name not in figures:
            allowed = ", ".join(figures) or "none, this answer has no figure"
            raise ValueError(f"name: found {name!r}; allowed: {allowed}")
        view = figures[name or next(iter(figures))]
        drawn, title = page_figure(view.drawing, view.frame), view.message or view.title
        svg = path.suffix == ".svg"
        disk.write(path, svg_bytes(drawn, title, view.told) if svg else png_bytes(drawn))
        return path

    def _kept(self, name: str) -> DataFrame:
        """Return one of the tables that the command keeps; empty where there is none."""
        import pandas as pd

        return pd.DataFrame(self.document().frames.get(name, []))

    def _repr_html_(self) -> str:
        answer = self.document()
        parts = "".join(paragraphs(*part.lines, title=part.title) for part in answer.sections)
        head = paragraphs(answer.headline, *answer.lines, title=answer.question)
        return head + parts + tables(answer.tables) + paragraphs(answer.footer)
