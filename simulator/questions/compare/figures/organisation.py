"""The organisation as a graph: teams in rows along the work, handovers drawn by their loss."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from simulator.present.chart.lettering import (
    SMALL,
    clear,
    lines,
    narrow,
    records,
    width_of,
    write,
)
from simulator.present.chart.palette import FAINT, INK, PAPER, QUIET
from simulator.present.chart.sheet import Drawing
from simulator.present.team_graph import BOX, Curve, Graph, Handover, laid_out

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["ORGANISATION", "organisation"]

ACROSS, ACROSS_SLIM = 4, 2
"""Teams side by side in a row, on a page and on a telephone."""
ROW, FOOT = 1.04, 0.6
"""How high a row of teams is, and the words under the last [in]."""
LINE = 0.155

Spot = tuple[float, float]
Box = tuple[float, float, float, float]


def organisation(ax: Axes, frame: DataFrame) -> None:
    """Draw each team as a box and each boundary as an arrow, thicker and darker where more starts.

    Columns: `what` (`team` or `boundary`), `name`, `layer` (how far along the work, from 0),
    `source`, `target`, `loss` (failures born there per 100 changes), `badge` (that number; ""
    where none is shown); the same in every row: `unit` (what thickness and numbers mean).
    """
    graph = graph_of(frame, slim=narrow(ax))
    ax.set_xlim(0.0, 1.0)
    ax.set_ylim(graph.rows + FOOT / ROW, 0.0)
    clear(ax, x=False)
    edges = frame[frame["what"] == "boundary"]
    most = float(edges["loss"].max()) if len(edges) else 0.0
    ordered = records(edges.sort_values(["loss", "name"]))
    for row in ordered:
        _arrow(ax, row, graph, most)
    for row in records(frame[frame["what"] == "team"]):
        _team(ax, row, graph)
    taken = [_room(graph, spot) for spot in graph.boxes.values()]
    for row in reversed(ordered):
        if row["badge"]:
            taken.append(_number(ax, row, graph.ways[row["name"]], taken))
    if len(frame):
        for index, line in enumerate(lines(ax, str(frame["unit"].iloc[0]), 1.0, 3, SMALL)):
            y = graph.rows + (0.1 + 0.18 * index) / ROW
            write(ax, 0.0, y, line, fontsize=SMALL, color=QUIET)


def graph_of(frame: DataFrame, *, slim: bool) -> Graph:
    """Return the layout of the frame's teams and boundaries."""
    rows = records(frame)
    handovers = [
        Handover(name=row["name"], source=row["source"], target=row["target"])
        for row in rows
        if row["what"] == "boundary"
    ]
    layers = {row["name"]: int(row["layer"]) for row in rows if row["what"] == "team"}
    return laid_out(layers, handovers, ACROSS_SLIM if slim else ACROSS)


def _team(ax: Axes, row: dict[str, Any], graph: Graph) -> None:
    from matplotlib.patches import FancyBboxPatch

    (x, y), wide = graph.boxes[row["name"]], graph.wide
    ax.add_patch(
        FancyBboxPatch((x - 0.5 * wide, y - 0.5 * BOX), wide, BOX, facecolor=FAINT, zorder=4,
                       boxstyle="round,pad=0,rounding_size=0.02", edgecolor=INK, linewidth=1.0)
    )  # fmt: skip
    text = lines(ax, row["name"], wide - 0.02, 2, SMALL)
    text += [row["badge"]] if row["badge"] else []
    for index, line in enumerate(text):
        at = y + (index - 0.5 * (len(text) - 1)) * LINE / ROW
        last = bool(row["badge"]) and index == len(text) - 1
        bold = "bold" if last else "normal"
        write(ax, x, at, line, ha="center", fontsize=SMALL, zorder=5, fontweight=bold)


def _arrow(ax: Axes, row: dict[str, Any], graph: Graph, most: float) -> None:
    import matplotlib as mpl
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    share = float(row["loss"]) / most if most > 0.0 else 0.0
    colour = mpl.colormaps["cividis"](0.78 - 0.78 * share)
    curves = graph.ways[row["name"]]
    points = [curves[0][0], *(spot for curve in curves for spot in curve[1:])]
    path = Path(points, [Path.MOVETO, *[Path.CURVE4] * (len(points) - 1)])
    ax.add_patch(FancyArrowPatch(path=path, arrowstyle="-|>", color=colour, fill=True, zorder=2,
                                 mutation_scale=8 + 5 * share, linewidth=1.0 + 3.5 * share,
                                 joinstyle="miter"))  # fmt: skip


def _number(ax: Axes, row: dict[str, Any], curves: tuple[Curve, ...], taken: list[Box]) -> Box:
    """Write a boundary's number on its arrow, where no box or number stands; return its room."""
    text = str(row["badge"])
    half = 0.5 * width_of(ax, text, 8.0) + 0.008, 0.5 * 0.17 / ROW
    # on a short arrow between neighbours a number would hide the arrow
    short = len(curves) == 1 and abs(curves[0][3][0] - curves[0][0][0]) < 5.0 * half[0]
    spots = _along(curves, (-0.15, 0.15) if short else (0.0, -0.14, 0.14, -0.24, 0.24))
    rooms = [(x - half[0], y - half[1], x + half[0], y + half[1]) for x, y in spots]
    room = next((room for room in rooms if not any(_meet(room, other) for other in taken)), None)
    room = room or rooms[0]
    rim = {"boxstyle": "round,pad=0.12", "facecolor": PAPER, "edgecolor": QUIET, "linewidth": 0.6}
    x, y = 0.5 * (room[0] + room[2]), 0.5 * (room[1] + room[3])
    write(ax, x, y, text, ha="center", fontsize=8.0, bbox=rim, zorder=6)
    return room


def _along(curves: tuple[Curve, ...], shifts: tuple[float, ...]) -> Iterator[Spot]:
    """Yield places for a number along an arrow, its middle first, moved up or down [in]."""
    for shift in shifts:
        for t in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
            for curve in curves[::2]:
                x, y = (
                    (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t * t * (1 - t) * c + t**3 * d
                    for a, b, c, d in zip(*curve, strict=True)
                )
                yield x, y + shift / ROW


def _room(graph: Graph, spot: Spot) -> Box:
    x, y = spot
    return x - 0.5 * graph.wide, y - 0.5 * BOX, x + 0.5 * graph.wide, y + 0.5 * BOX


def _meet(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    return across > 0.0 and min(one[3], other[3]) > max(one[1], other[1])


def _inches_of(frame: DataFrame, slim: bool) -> float:
    return graph_of(frame, slim=slim).rows * ROW + FOOT


ORGANISATION = Drawing(
    name="organisation", draw=organisation, inches=_inches_of, foot=0.05, steered_by=("what",)
)
