"""The answer to one question as people meet it: printed, kept, drawn, handed on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulator.present.chart.sheet import Drawing
from simulator.present.tables import TextTable

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Document", "Section", "View"]


@dataclass(frozen=True, kw_only=True)
class View:
    """One figure ready to be drawn: its message, and `told` for who does not see it.

    `slide` holds fewer rows where all would be too small from the back of a room, `message` what
    a slide says where that is not the title, `called` the figure's name where its drawing's would
    stand twice. One that is `private` tells what only its owner should know.
    """

    drawing: Drawing
    frame: DataFrame
    title: str
    told: str
    slide: DataFrame | None = None
    message: str = ""
    called: str = ""
    private: bool = False

    @property
    def name(self) -> str:
        """The name of the figure, by which sections call it."""
        return self.called or self.drawing.name


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a page: its heading, sentences, a figure by its name, and tables.

    `name` is its anchor; `stamped` says that prices stand in it, `private` that it tells what only
    its owner should know.
    """

    title: str
    lines: tuple[str, ...] = ()
    view: str = ""
    tables: tuple[TextTable, ...] = ()
    name: str = ""
    stamped: bool = False
    private: bool = False


@dataclass(frozen=True, kw_only=True)
class Document:
    """An answer ready to be shown.

    `name` is the scenario's, `question` what was asked in a leader's words, `headline` the answer
    in a sentence and `known` what stands beside it in smaller type; `lines` stand under both,
    `sure` says how sure this is, `notice` whether it looks like the reader; `first` stands above
    the answer: what must be known before it is believed. `points` are the two sentences
    that five lines carry between the answer and its source. `footer` is what the doubter needs,
    `stamp` marks prices that are not the reader's own. The first of `views` is the answer's
    figure. `tables` are printed. The page is made of `sections`, without them of the other figures
    and the tables, and ends with the sections of `doubter`; as a `sheet` it is one to hand on.
    `frames` are tidy tables, kept as Parquet. `names` are the file's own, by what each names, `own`
    the sentences that only their owner should read.
    """

    name: str
    question: str
    headline: str
    known: str = ""
    lines: tuple[str, ...] = ()
    sure: tuple[str, ...] = ()
    notice: str = ""
    first: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[TextTable, ...] = ()
    views: tuple[View, ...] = ()
    footer: str = ""
    stamp: str = ""
    frames: Mapping[str, Sequence[Mapping[str, Any]] | DataFrame] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    doubter: tuple[Section, ...] = ()
    sheet: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    own: tuple[str, ...] = ()

    @property
    def answer(self) -> str:
        """The whole answer: the headline and what stands beside it."""
        return f"{self.headline} {self.known}".strip()

    @property
    def figures(self) -> Mapping[str, View]:
        """The figures that have anything to draw, by name."""
        return {view.name: view for view in self.views if len(view.frame)}

    def every_table(self) -> Iterator[TextTable]:
        """Return every table, printed or on the page."""
        yield from self.tables
        for section in (*self.sections, *self.doubter):
            yield from section.tables
