"""Teams as boxes and handovers as arrows: the parts of every figure of an organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from simulator.present.chart.lettering import SMALL, lines, records, write
from simulator.present.chart.palette import FAINT, INK, QUIET
from simulator.present.team_graph import BOX, Curve, Graph, Handover, laid_out

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["ROW", "arrow", "box", "graph_of", "key"]

ROW = 1.04
"""How high a row of teams is [in]."""
_ACROSS, _ACROSS_SLIM = 4, 2


def graph_of(frame: DataFrame, *, slim: bool) -> Graph:
    """Return the layout of the teams and boundaries in a frame.

    Columns read: `what` (`team` or `boundary`), `name`, `layer`, `source`, `target`.
    """
    rows = records(frame)
    handovers = [
        Handover(name=row["name"], source=row["source"], target=row["target"])
        for row in rows
        if row["what"] == "boundary"
    ]
    layers = {row["name"]: int(row["layer"]) for row in rows if row["what"] == "team"}
    return laid_out(layers, handovers, _ACROSS_SLIM if slim else _ACROSS)


def box(ax: Axes, graph: Graph, name: str, texts: Sequence[tuple[str, float, bool]]) -> None:
    """Draw a team's box with its lines of text, each with its size and whether it is bold."""
    from matplotlib.patches import FancyBboxPatch

    (x, y), wide = graph.boxes[name], graph.wide
    ax.add_patch(
        FancyBboxPatch((x - 0.5 * wide, y - 0.5 * BOX), wide, BOX, facecolor=FAINT, zorder=4,
                       boxstyle="round,pad=0,rounding_size=0.02", edgecolor=INK, linewidth=1.0)
    )  # fmt: skip
    for index, (text, size, bold) in enumerate(texts):
        at = y + (index - 0.5 * (len(texts) - 1)) * _LINE / ROW
        weight = "bold" if bold else "normal"
        write(ax, x, at, text, ha="center", fontsize=size, zorder=5, fontweight=weight)


_LINE = 0.155
"""From one line of a box to the next [in]."""


def arrow(ax: Axes, curves: Sequence[Curve], share: float) -> None:
    """Draw a handover along its curves, thicker and darker the larger its share (0 to 1)."""
    import matplotlib as mpl
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    points = [curves[0][0], *(spot for curve in curves for spot in curve[1:])]
    path = Path(points, [Path.MOVETO, *[Path.CURVE4] * (len(points) - 1)])
    look: dict[str, Any] = {"color": mpl.colormaps["cividis"](0.78 - 0.78 * share), "fill": True}
    ax.add_patch(FancyArrowPatch(path=path, arrowstyle="-|>", zorder=2, joinstyle="miter",
                                 mutation_scale=8 + 5 * share, linewidth=1.0 + 3.5 * share,
                                 **look))  # fmt: skip


def key(ax: Axes, graph: Graph, text: str, most: int) -> None:
    """Write what thickness and numbers mean under the last row, in at most `most` lines."""
    for index, line in enumerate(lines(ax, text, 1.0, most, SMALL)):
        y = graph.rows + (0.1 + 0.18 * index) / ROW
        write(ax, 0.0, y, line, fontsize=SMALL, color=QUIET)
