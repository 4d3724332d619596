"""The organisation as a graph: teams downwards along the work, boundaries drawn by their loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.report.figures.lettering import SMALL, clear, lines, narrow, records, write
from simulator.report.figures.sheet import Drawing
from simulator.report.palette import FAINT, INK, PAPER, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["ORGANISATION", "organisation"]

ACROSS, ACROSS_SLIM = 4, 2
"""Teams side by side in a row, on a page and on a telephone."""
ROW = 0.92
BOX = 0.36


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
    ax.set_ylim(rows * ROW + 0.3, 0.0)
    clear(ax, x=False)
    most = float(frame["loss"].max()) if len(frame) else 0.0
    wide = 0.8 / across
    for row in records(edges.sort_values(["loss", "name"])):
        _arrow(ax, row, spots, most, wide)
    for row in records(teams):
        _team(ax, spots[row["name"]], row, wide)
    if len(frame):
        write(ax, 0.0, rows * ROW + 0.18, str(frame["unit"].iloc[0]), fontsize=SMALL, color=QUIET)


def _spots(teams: DataFrame, across: int) -> tuple[dict[str, tuple[float, float]], int]:
    """Return where the boxes stand [share of the width, inches down] and how many rows there are.

    Every second row is moved a little, so that an arrow past a row does not run through a box.
    """
    spots: dict[str, tuple[float, float]] = {}
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


def _team(ax: Axes, spot: tuple[float, float], row: dict[str, Any], wide: float) -> None:
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


def _arrow(
    ax: Axes, row: dict[str, Any], spots: dict[str, tuple[float, float]], most: float, wide: float
) -> None:
    import matplotlib as mpl
    from matplotlib.patches import FancyArrowPatch

    share = float(row["loss"]) / most if most > 0.0 else 0.0
    colour = mpl.colormaps["cividis"](0.78 - 0.78 * share)
    (x0, y0), (x1, y1) = spots[row["source"]], spots[row["target"]]
    bend = 0.0 if abs(y1 - y0) < 1.2 * ROW and y1 != y0 else 0.22
    start, end = _rims(x0, y0, x1, y1, wide)
    if y1 < y0:
        bend = 0.3
    line = f"arc3,rad={bend}"
    ax.add_patch(
        FancyArrowPatch(
            start,
            end,
            connectionstyle=line,
            arrowstyle="-|>",
            color=colour,
            mutation_scale=8 + 5 * share,
            linewidth=1.0 + 4.5 * share,
            zorder=2,
            shrinkA=0,
            shrinkB=0,
        )
    )
    if row["badge"]:
        _badge(ax, start, end, bend, str(row["badge"]), colour)


def _badge(
    ax: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    bend: float,
    text: str,
    colour: Any,
) -> None:
    """Write a rank on the middle of an arrow, where its curve passes."""
    a = ax.transData.transform(start)
    b = ax.transData.transform(end)
    x, y = 0.5 * (a[0] + b[0]), 0.5 * (a[1] + b[1])
    dx, dy = b[0] - a[0], b[1] - a[1]
    spot = ax.transData.inverted().transform((x + 0.5 * bend * dy, y - 0.5 * bend * dx))
    rim = {"boxstyle": "circle,pad=0.22", "facecolor": PAPER, "edgecolor": colour, "linewidth": 1.3}
    write(ax, spot[0], spot[1], text, ha="center", fontsize=8.0, bbox=rim, zorder=6)


def _rims(
    x0: float, y0: float, x1: float, y1: float, wide: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return where an arrow leaves one box and meets the other."""
    if y1 == y0:
        side = 0.5 * wide if x1 > x0 else -0.5 * wide
        return (x0 + side, y0), (x1 - side, y1)
    rise = 0.5 * BOX if y1 > y0 else -0.5 * BOX
    lean = 0.25 * wide * (1.0 if x1 > x0 else -1.0 if x1 < x0 else 0.0)
    return (x0 + lean, y0 + rise), (x1 - lean, y1 - rise)


def _inches_of(frame: DataFrame, slim: bool) -> float:
    teams = frame[frame["what"] == "team"]
    return _spots(teams, ACROSS_SLIM if slim else ACROSS)[1] * ROW + 0.3


ORGANISATION = Drawing(name="organisation", draw=organisation, inches=_inches_of, foot=0.05)
