"""The answer to one question as people meet it: printed, kept, drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulator.present.chart.sheet import Drawing
from simulator.present.tables import TextTable

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Section", "Shown", "View"]


@dataclass(frozen=True, kw_only=True)
class View:
    """One figure ready to be drawn: its message, and `told` for who does not see it.

    `slide` holds fewer rows where all would be too small from the back of a room.
    """

    drawing: Drawing
    frame: DataFrame
    title: str
    told: str
    slide: DataFrame | None = None


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a page: its heading, sentences, a figure and a table, each if there is one."""

    title: str
    lines: tuple[str, ...] = ()
    view: View | None = None
    table: TextTable | None = None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An answer ready to be shown.

    `name` is the scenario's, `question` what was asked in a leader's words, `headline` the answer
    in a sentence, `lines` what stands under it, `footer` what the doubter needs; `stamp` marks
    prices that are not the reader's own. The first of `views` is the answer's figure. `frames` are
    tidy tables, kept as Parquet. With `sections` the page is one sheet to hand on, made of these.
    """

    name: str
    question: str
    headline: str
    lines: tuple[str, ...] = ()
    tables: tuple[TextTable, ...] = ()
    views: tuple[View, ...] = ()
    footer: str = ""
    stamp: str = ""
    frames: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
