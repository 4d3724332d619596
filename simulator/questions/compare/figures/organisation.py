"""The organisation as a graph: teams downwards along the work, boundaries drawn by their loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.present.chart.lettering import SMALL, clear, lines, narrow, records, write
from simulator.present.chart.palette import FAINT, INK, PAPER, QUIET
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["ORGANISATION", "organisation"]

ACROSS, ACROSS_SLIM = 4, 2
"""Teams side by side in a row, on a page and on a telephone."""
ROW = 0.92
BOX = 0.36
BENDS = (0.0, 0.3, -0.3, 0.5, -0.5, 0.8, -0.8, 1.2, -1.2)

Spot = tuple[float, float]
Spots = dict[str, Spot]


def organisation(ax: Axes, frame: DataFrame) -> None:
    """Draw each team as a box and each boundary as an arrow, thicker and darker where more starts.

    Columns: `what` (`team` or `boundary`), `name`, `layer` (how far along the work, from 0),
    `source`, `target`, `loss` (failures born there per 100 changes), `badge` (its rank; "" where
    none is shown); the same in every row: `unit` (what thickness means).
    """
    teams = frame[frame["what"] == "team"]
    edges = frame[frame["what"] == "boundary"]
    across = ACROSS_SLIM if narrow(ax) else ACROSS
    spots, rows = _spots(teams, across)
    ax.set_xlim(0.0, 1.0)
    ax.set_ylim(rows * ROW + 0.6, 0.0)
    clear(ax, x=False)
    most = float(frame["loss"].max()) if len(frame) else 0.0
    wide = 0.8 / across
    for row in records(edges.sort_values(["loss", "name"])):
        _arrow(ax, row, spots, most, wide)
    for row in records(teams):
        _team(ax, spots[row["name"]], row, wide)
    if len(frame):
        for index, line in enumerate(lines(ax, str(frame["unit"].iloc[0]), 1.0, 3, SMALL)):
            write(ax, 0.0, rows * ROW + 0.1 + 0.18 * index, line, fontsize=SMALL, color=QUIET)


def _spots(teams: DataFrame, across: int) -> tuple[Spots, int]:
    """Return where the boxes stand [share of the width, inches down] and how many rows there are.

    Every second row is moved a little, so that an arrow past a row does not run through a box.
    """
    spots: Spots = {}
    rows = 0
    for _, layer in teams.groupby("layer", sort=True):
        names = list(layer["name"])
        for first in range(0, len(names), across):
            some = names[first : first + across]
            for index, name in enumerate(some):
                share = (index + 0.5) / len(some)
                shift = 0.06 if rows % 2 else -0.06
                x = share if len(some) == across else share + shift
                spots[name] = (x, rows * ROW + 0.5 * ROW)
            rows += 1
    return spots, max(rows, 1)


def _team(ax: Axes, spot: Spot, row: dict[str, Any], wide: float) -> None:
    from matplotlib.patches import FancyBboxPatch

    x, y = spot
    ax.add_patch(
        FancyBboxPatch((x - 0.5 * wide, y - 0.5 * BOX), wide, BOX, facecolor=FAINT, zorder=4,
                       boxstyle="round,pad=0,rounding_size=0.02", edgecolor=INK, linewidth=1.0)
    )  # fmt: skip
    text = lines(ax, row["name"], wide - 0.02, 2, SMALL)
    for index, line in enumerate(text):
        at = y + (index - 0.5 * (len(text) - 1)) * 0.155
        write(ax, x, at, line, ha="center", fontsize=SMALL, zorder=5)


def _arrow(ax: Axes, row: dict[str, Any], spots: Spots, most: float, wide: float) -> None:
    import matplotlib as mpl
    from matplotlib.patches import FancyArrowPatch

    share = float(row["loss"]) / most if most > 0.0 else 0.0
    colour = mpl.colormaps["cividis"](0.78 - 0.78 * share)
    start, end, bend = _way(ax, row, spots, wide)
    line = f"arc3,rad={bend}"
    ax.add_patch(FancyArrowPatch(start, end, connectionstyle=line, arrowstyle="-|>", color=colour,
                                 mutation_scale=8 + 5 * share, linewidth=1.0 + 4.5 * share,
                                 zorder=2, shrinkA=0, shrinkB=0))  # fmt: skip
    if row["badge"]:
        x, y = _curve(ax, start, end, bend, 0.5)
        rim = {"boxstyle": "circle,pad=0.22", "facecolor": PAPER, "edgecolor": colour}
        write(ax, x, y, str(row["badge"]), ha="center", fontsize=8.0, bbox=rim, zorder=6)


def _way(ax: Axes, row: dict[str, Any], spots: Spots, wide: float) -> tuple[Spot, Spot, float]:
    """Return where an arrow starts and ends and how it bends, through as few boxes as can be."""
    source, target = spots[row["source"]], spots[row["target"]]
    start, end = _rims(*source, *target, wide)
    others = [spot for name, spot in spots.items() if name not in (row["source"], row["target"])]
    level = source[1] == target[1]

    def passed(bend: float) -> int:
        points = [_curve(ax, start, end, bend, 0.08 * step) for step in range(1, 13)]
        return sum(_inside(point, box, wide) for point in points for box in others)

    return start, end, min((0.25, -0.25) if level else BENDS, key=passed)


def _curve(ax: Axes, start: Spot, end: Spot, bend: float, t: float) -> Spot:
    """Return the point of the arrow's curve at `t` from 0 to 1."""
    a, b = ax.transData.transform(start), ax.transData.transform(end)
    dx, dy = b[0] - a[0], b[1] - a[1]
    control = 0.5 * (a[0] + b[0]) + bend * dy, 0.5 * (a[1] + b[1]) - bend * dx
    x, y = ((1 - t) ** 2 * a[i] + 2 * t * (1 - t) * control[i] + t * t * b[i] for i in (0, 1))
    found = ax.transData.inverted().transform((x, y))
    return float(found[0]), float(found[1])


def _inside(point: Spot, box: Spot, wide: float) -> bool:
    (x, y), (left, top) = point, box
    return abs(x - left) < 0.5 * wide + 0.01 and abs(y - top) < 0.5 * BOX + 0.06


def _rims(x0: float, y0: float, x1: float, y1: float, wide: float) -> tuple[Spot, Spot]:
    """Return where an arrow leaves one box and meets the other."""
    if y1 == y0:
        side = 0.5 * wide if x1 > x0 else -0.5 * wide
        return (x0 + side, y0), (x1 - side, y1)
    rise = 0.5 * BOX if y1 > y0 else -0.5 * BOX
    lean = 0.25 * wide * (1.0 if x1 > x0 else -1.0 if x1 < x0 else 0.0)
    return (x0 + lean, y0 + rise), (x1 - lean, y1 - rise)


def _inches_of(frame: DataFrame, slim: bool) -> float:
    teams = frame[frame["what"] == "team"]
    return _spots(teams, ACROSS_SLIM if slim else ACROSS)[1] * ROW + 0.6


ORGANISATION = Drawing(
    name="organisation", draw=organisation, inches=_inches_of, foot=0.05, steered_by=("what",)
)
