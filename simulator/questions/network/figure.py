"""Two figures of a network of teams: the matrix of who hands to whom, and the same as a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
from simulator.present.chart.palette import FAINT, GRID, INK, PAPER, QUIET
from simulator.present.chart.sheet import Drawing
from simulator.present.team_graph import BOX, Graph, Handover, laid_out

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["HANDED", "MATRIX", "handed", "matrix"]

_CELL, _HEAD = 0.34, 0.72
_ROW, _FOOT = 1.04, 0.5
_ACROSS, _ACROSS_SLIM = 4, 2


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
    graph = _graph_of(frame, slim=narrow(ax))
    ax.set_xlim(0.0, 1.0)
    ax.set_ylim(graph.rows + _FOOT / _ROW, 0.0)
    clear(ax, x=False)
    edges = frame[frame["what"] == "boundary"]
    most = float(edges["n"].max()) if len(edges) else 1.0
    for row in records(edges.sort_values(["n", "name"])):
        _arrow(ax, row, graph, most)
    for row in records(frame[frame["what"] == "team"]):
        _box(ax, row, graph)
    if len(frame):
        for index, line in enumerate(lines(ax, str(frame["key"].iloc[0]), 1.0, 2, SMALL)):
            y = graph.rows + (0.1 + 0.18 * index) / _ROW
            write(ax, 0.0, y, line, fontsize=SMALL, color=QUIET)


def _graph_of(frame: DataFrame, *, slim: bool) -> Graph:
    rows = records(frame)
    handovers = [
        Handover(name=row["name"], source=row["source"], target=row["target"])
        for row in rows
        if row["what"] == "boundary"
    ]
    layers = {row["name"]: int(row["layer"]) for row in rows if row["what"] == "team"}
    return laid_out(layers, handovers, _ACROSS_SLIM if slim else _ACROSS)


def _box(ax: Axes, row: dict[str, Any], graph: Graph) -> None:
    from matplotlib.patches import FancyBboxPatch

    (x, y), wide = graph.boxes[row["name"]], graph.wide
    ax.add_patch(
        FancyBboxPatch((x - 0.5 * wide, y - 0.5 * BOX), wide, BOX, facecolor=FAINT, zorder=4,
                       boxstyle="round,pad=0,rounding_size=0.02", edgecolor=INK, linewidth=1.0)
    )  # fmt: skip
    name = fit(ax, row["name"], wide - 0.02, SMALL)
    write(ax, x, y - 0.08, name, ha="center", fontsize=SMALL, zorder=5, fontweight="bold")
    text = fit(ax, row["text"], wide - 0.02, 7.5)
    write(ax, x, y + 0.1, text, ha="center", fontsize=7.5, zorder=5)


def _arrow(ax: Axes, row: dict[str, Any], graph: Graph, most: float) -> None:
    import matplotlib as mpl
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    share = float(row["n"]) / most
    curves = graph.ways[row["name"]]
    points = [curves[0][0], *(spot for curve in curves for spot in curve[1:])]
    path = Path(points, [Path.MOVETO, *[Path.CURVE4] * (len(points) - 1)])
    colour = mpl.colormaps["cividis"](0.78 - 0.78 * share)
    ax.add_patch(FancyArrowPatch(path=path, arrowstyle="-|>", color=colour, fill=True, zorder=2,
                                 mutation_scale=8 + 5 * share, linewidth=1.0 + 3.5 * share,
                                 joinstyle="miter"))  # fmt: skip


def _matrix_inches(frame: DataFrame, slim: bool) -> float:  # noqa: ARG001 - a figure asks both
    size = 1 + max(int(frame["x"].max()), int(frame["y"].max())) if len(frame) else 1
    return (size + 0.9) * _CELL + _HEAD


def _handed_inches(frame: DataFrame, slim: bool) -> float:
    return _graph_of(frame, slim=slim).rows * _ROW + _FOOT


MATRIX = Drawing(name="matrix", draw=matrix, inches=_matrix_inches, foot=0.05, steered_by=())
HANDED = Drawing(name="handed", draw=handed, inches=_handed_inches, foot=0.05, steered_by=("what",))
