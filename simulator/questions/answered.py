"""What every answer of a question does: tell its headline, give JSON, show itself in a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod
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

    def _kept(self, name: str) -> DataFrame:
        """Return one of the tables that the command keeps; empty where there is none."""
        import pandas as pd

        return pd.DataFrame(self.document().frames.get(name, []))

    def _repr_html_(self) -> str:
        answer = self.document()
        parts = "".join(paragraphs(*part.lines, title=part.title) for part in answer.sections)
        head = paragraphs(answer.headline, *answer.lines, title=answer.question)
        return head + parts + tables(answer.tables) + paragraphs(answer.footer)
