"""Two figures of a network of teams: the matrix of who hands to whom, and the same as a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.present.chart.graph import ROW, arrow, box, graph_of, key
from simulator.present.chart.lettering import (
    SMALL,
    clear,
    fit,
    lines,
    narrow,
    records,
    width_of,
    write,
)
from simulator.present.chart.palette import GRID, INK, PAPER, QUIET
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["HANDED", "MATRIX", "handed", "matrix"]

_CELL, _HEAD = 0.34, 0.72
_FOOT = 0.5


def matrix(ax: Axes, frame: DataFrame) -> None:
    """Draw a cell a pair of teams, darker where more is handed over; its share bounced beneath.

    Columns: `source`, `target` (names), `y`, `x` (their place in the order, from 0), `n`
    (handoffs), `text` (what stands in the cell), and the same in every row: `key`.
    """
    import matplotlib as mpl
    from matplotlib.patches import Rectangle

    rows = records(frame)
    size = 1 + max((int(max(row["x"], row["y"])) for row in rows), default=0)
    label = 0.26 if not narrow(ax) else 0.3
    wide = (1.0 - label) / size
    ax.set_xlim(0.0, 1.0)
    ax.set_ylim(size + 0.9, -_HEAD / _CELL)
    clear(ax, x=False)
    names = {int(row["y"]): str(row["source"]) for row in rows}
    names |= {int(row["x"]): str(row["target"]) for row in rows}
    for place, name in names.items():
        write(ax, label - 0.01, place + 0.5, fit(ax, name, label - 0.02, SMALL), ha="right",
              fontsize=SMALL)  # fmt: skip
        write(ax, label + (place + 0.5) * wide, -0.15, fit(ax, name, 0.13, SMALL), rotation=45,
              fontsize=SMALL, va="bottom", ha="left", rotation_mode="anchor")  # fmt: skip
    most = max((float(row["n"]) for row in rows), default=1.0)
    for row in rows:
        share = (float(row["n"]) / most) ** 0.5
        corner = (label + float(row["x"]) * wide, float(row["y"]))
        ax.add_patch(Rectangle(corner, wide, 1.0, facecolor=mpl.colormaps["cividis"](1.0 - share),
                               edgecolor=GRID, linewidth=0.6))  # fmt: skip
        text = str(row["text"])
        if width_of(ax, text, 7.5) < wide:
            write(ax, corner[0] + 0.5 * wide, corner[1] + 0.5, text, ha="center", fontsize=7.5,
                  color=PAPER if share > 0.5 else INK)  # fmt: skip
    if rows:
        for index, line in enumerate(lines(ax, str(rows[0]["key"]), 1.0, 2, SMALL)):
            write(ax, 0.0, size + 0.35 + 0.5 * index, line, fontsize=SMALL, color=QUIET)


def handed(ax: Axes, frame: DataFrame) -> None:
    """Draw teams as boxes and the busiest boundaries as arrows, thicker where more is handed over.

    Columns: `what` (`team` or `boundary`), `name`, `layer`, `source`, `target`, `n`, `text`
    (beneath a team's name), and the same in every row: `key`.
    """
    graph = graph_of(frame, slim=narrow(ax))
    ax.set_xlim(0.0, 1.0)
    ax.set_ylim(graph.rows + _FOOT / ROW, 0.0)
    clear(ax, x=False)
    edges = frame[frame["what"] == "boundary"]
    most = float(edges["n"].max()) if len(edges) else 1.0
    for row in records(edges.sort_values(["n", "name"])):
        arrow(ax, graph.ways[row["name"]], float(row["n"]) / most)
    room = graph.wide - 0.02
    for row in records(frame[frame["what"] == "team"]):
        name, text = fit(ax, row["name"], room, SMALL), fit(ax, row["text"], room, 7.5)
        box(ax, graph, row["name"], ((name, SMALL, True), (text, 7.5, False)))
    if len(frame):
        key(ax, graph, str(frame["key"].iloc[0]), 2)


def _matrix_inches(frame: DataFrame, slim: bool) -> float:  # noqa: ARG001 - a figure asks both
    size = 1 + max(int(frame["x"].max()), int(frame["y"].max())) if len(frame) else 1
    return (size + 0.9) * _CELL + _HEAD


def _handed_inches(frame: DataFrame, slim: bool) -> float:
    return graph_of(frame, slim=slim).rows * ROW + _FOOT


MATRIX = Drawing(name="matrix", draw=matrix, inches=_matrix_inches, foot=0.05, steered_by=())
HANDED = Drawing(name="handed", draw=handed, inches=_handed_inches, foot=0.05, steered_by=("what",))
