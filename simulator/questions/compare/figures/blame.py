"""Who was blamed against where it started: two columns with ribbons between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.present import words
from simulator.present.chart.lettering import SMALL, clear, fit, lines, narrow, records, write
from simulator.present.chart.palette import INK, INKS, PAPER, QUIET, ink
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["BLAME", "blame"]

GAP = 0.018
ROW, TALL = 0.4, 0.6
"""Room for one node's label [in]; the smallest node is that high."""
KINDS = (("lost", 0.62, words.NO_PART), ("baseline", 0.32, words.HAD_A_PART))
"""Ribbons: ink, strength and words."""

Bands = dict[str, tuple[float, float]]


def blame(ax: Axes, frame: DataFrame) -> None:
    """Draw a ribbon for each row from where failures started to the team that was blamed.

    Columns: `origin`, `side` (of the origin), `blamed`, `wrong` (whether that team had no part in
    it), `per_100` (of 100 failures). Rows are in the order of the columns to be drawn.
    """
    ax.set_xlim(0.0, 1.0)
    ax.set_ylim(1.0, -0.5 / _inches(ax))
    clear(ax, x=False)
    slim = narrow(ax)
    left, right = (0.44, 0.7) if slim else (0.34, 0.66)
    started = _bands(ax, frame, "origin")
    blamed = _bands(ax, frame, "blamed")
    _heads(ax, left, right)
    _legend(ax)
    _ribbons(ax, frame, started, blamed, (left, right))
    sides = dict(zip(frame["origin"], frame["side"], strict=True))
    for name, (top, bottom) in started.items():
        _node(ax, left - 0.02, top, bottom, ink(sides[name]).colour, ink(sides[name]).hatch)
        total = float(frame.loc[frame["origin"] == name, "per_100"].sum())
        _label(ax, left - 0.03, top, bottom, name, total, "right", left - 0.04)
    for name, (top, bottom) in blamed.items():
        _node(ax, right, top, bottom, INKS["baseline"].colour, "")
        total = float(frame.loc[frame["blamed"] == name, "per_100"].sum())
        _label(ax, right + 0.03, top, bottom, name, total, "left", 1.0 - right - 0.04)


def _inches(ax: Axes) -> float:
    return float(ax.get_window_extent().height / 72.0)


def _bands(ax: Axes, frame: DataFrame, column: str) -> Bands:
    """Return where each node stands: as high as its share, but high enough for its label."""
    sizes: dict[str, float] = {}
    for row in records(frame):
        sizes[row[column]] = sizes.get(row[column], 0.0) + float(row["per_100"])
    total = sum(sizes.values())
    label = _row(frame, narrow(ax))
    least = min((0.9 * label) / _inches(ax), 0.9 / max(1, len(sizes)))
    free = 1.0 - GAP * max(0, len(sizes) - 1) - least * len(sizes)
    bands, y = {}, 0.0
    for name, size in sizes.items():
        high = least + (free * size / total if total > 0.0 else 0.0)
        bands[name] = (y, y + high)
        y += high + GAP
    return bands


def _heads(ax: Axes, left: float, right: float) -> None:
    y = -0.3 / _inches(ax)
    for x, text, side in ((left, words.STARTED_HERE, "right"), (right, words.BLAMED, "left")):
        room = x if side == "right" else 1.0 - x
        write(ax, x, y, fit(ax, text, room, bold=True), ha=side, fontweight="bold")


def _node(ax: Axes, x: float, top: float, bottom: float, colour: str, hatch: str) -> None:
    from matplotlib.patches import Rectangle

    ax.add_patch(
        Rectangle(
            (x, top),
            0.02,
            bottom - top,
            facecolor=colour,
            hatch=hatch,
            edgecolor=PAPER,
            linewidth=0,
        )
    )


def _label(
    ax: Axes, x: float, top: float, bottom: float, name: str, total: float, side: str, room: float
) -> None:
    """Write a node's name and number: on several lines where there is room for them."""
    shown, middle, high = words.place(name), 0.5 * (top + bottom), (bottom - top) * _inches(ax)
    most = max(1, int((high - 0.08) / 0.15) - 1)
    text = [*lines(ax, shown, room, min(most, 2), SMALL), words.number(total)]
    if high < 0.36:
        text = [fit(ax, f"{words.number(total)}  {shown}", room, SMALL)]
    for index, line in enumerate(text):
        y = middle + (index - 0.5 * (len(text) - 1)) * 0.15 / _inches(ax)
        quiet = len(text) > 1 and index == len(text) - 1
        write(ax, x, y, line, ha=side, fontsize=SMALL, color=QUIET if quiet else INK)


def _legend(ax: Axes) -> None:
    """Say under the figure what the two kinds of ribbons are."""
    slim = narrow(ax)
    for index, (side, strength, text) in enumerate(KINDS):
        x, y = (0.0, 1.0 + (0.16 + 0.2 * index) / _inches(ax)) if slim else (0.5 * index, 1.0)
        y = y if slim else 1.0 + 0.2 / _inches(ax)
        ax.plot((x + 0.01,), (y,), marker="s", markersize=8, color=INKS[side].colour,
                alpha=strength, markeredgewidth=0, clip_on=False)  # fmt: skip
        write(
            ax,
            x + (0.045 if slim else 0.025),
            y,
            fit(ax, text, 0.95 if slim else 0.45, SMALL),
            fontsize=SMALL,
        )


def _ribbons(
    ax: Axes, frame: DataFrame, started: Bands, blamed: Bands, between: tuple[float, float]
) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    ends: dict[tuple[str, str], float] = {}
    totals = {
        column: frame.groupby(column)["per_100"].sum().to_dict() for column in ("origin", "blamed")
    }
    curve = (Path.MOVETO, *(Path.CURVE4,) * 3, Path.LINETO, *(Path.CURVE4,) * 3, Path.CLOSEPOLY)
    x0, x1 = between
    middle = 0.5 * (x0 + x1)
    for row in records(frame):
        spans = []
        for column, bands in (("origin", started), ("blamed", blamed)):
            name = row[column]
            top, bottom = bands[name]
            whole = totals[column][name] or 1.0
            start = ends.get((column, name), top)
            end = start + (bottom - top) * float(row["per_100"]) / whole
            ends[column, name] = end
            spans.append((start, end))
        (a, b), (c, d) = spans
        points: Any = [(x0, a), (middle, a), (middle, c), (x1, c),
                       (x1, d), (middle, d), (middle, b), (x0, b), (x0, a)]  # fmt: skip
        side, strength, _ = KINDS[0] if row["wrong"] else KINDS[1]
        ax.add_patch(PathPatch(Path(points, curve), facecolor=INKS[side].colour, alpha=strength,
                               edgecolor=PAPER, linewidth=0.5))  # fmt: skip


def _row(frame: DataFrame, slim: bool) -> float:
    """Return the height of a node's label [in]: names that are long stand on two lines."""
    longest = max((len(str(name)) for name in frame["origin"]), default=0)
    return TALL if slim or longest > 30 else ROW


def _inches_of(frame: DataFrame, slim: bool) -> float:
    nodes = max(frame["origin"].nunique(), frame["blamed"].nunique(), 1)
    return 0.5 + nodes * (_row(frame, slim) + 0.06) + (nodes * 0.1 if slim else 0.8)


BLAME = Drawing(name="blame", draw=blame, inches=_inches_of, foot=0.5)
