"""What every answer of a question does: tell its headline, give JSON, show itself in a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from simulator.api.notebook import paragraphs
from simulator.api.notebook import shown as tables_of
from simulator.present.document import Document

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Answered"]


class Answered(ABC):
    """The answer of a question; `found` is what `analysis` returned."""

    found: Any

    @abstractmethod
    def _shown(self) -> Document:
        """Return the answer as people meet it."""

    @property
    def headline(self) -> str:
        """The answer in a sentence."""
        return self._shown().headline

    def as_json(self) -> dict[str, Any]:
        """Return what the command prints with `--format json`, as plain values."""
        plain: dict[str, Any] = self.found.as_json()
        return plain

    def _kept(self, name: str) -> DataFrame:
        """Return one of the tables that the command keeps; empty where there is none."""
        import pandas as pd

        return pd.DataFrame(self._shown().frames.get(name, []))

    def _repr_html_(self) -> str:
        answer = self._shown()
        parts = "".join(paragraphs(*part.lines, title=part.title) for part in answer.sections)
        head = paragraphs(answer.headline, *answer.lines, title=answer.question)
        return head + parts + tables_of(answer.tables) + paragraphs(answer.footer)
