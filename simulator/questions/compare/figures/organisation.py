"""The organisation as a graph: teams in rows along the work, handovers drawn by their loss."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from simulator.present.chart.graph import ROW, arrow, box, graph_of, key
from simulator.present.chart.lettering import (
    SMALL,
    clear,
    lines,
    narrow,
    records,
    width_of,
    write,
)
from simulator.present.chart.palette import PAPER, QUIET
from simulator.present.chart.sheet import Drawing
from simulator.present.team_graph import BOX, Curve, Graph

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["ORGANISATION", "organisation"]

FOOT = 0.6
"""How high the words under the last row are [in]."""

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
        arrow(ax, graph.ways[row["name"]], float(row["loss"]) / most if most > 0.0 else 0.0)
    for row in records(frame[frame["what"] == "team"]):
        _team(ax, row, graph)
    taken = [_room(graph, spot) for spot in graph.boxes.values()]
    for row in reversed(ordered):
        if row["badge"]:
            taken.append(_number(ax, row, graph.ways[row["name"]], taken))
    if len(frame):
        key(ax, graph, str(frame["unit"].iloc[0]), 3)


def _team(ax: Axes, row: dict[str, Any], graph: Graph) -> None:
    text = [(line, SMALL, False) for line in lines(ax, row["name"], graph.wide - 0.02, 2, SMALL)]
    text += [(row["badge"], SMALL, True)] if row["badge"] else []
    box(ax, graph, row["name"], text)


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
