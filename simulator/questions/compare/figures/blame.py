"""Who was blamed against where it started: two columns with ribbons between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulator.present import words
from simulator.present.chart.lettering import SMALL, clear, fit, lines, narrow, records, write
from simulator.present.chart.palette import INK, INKS, PAPER, QUIET, ink
from simulator.present.chart.sheet import Drawing
from simulator.present.team_graph import spread

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["BLAME", "blame"]

GAP = 0.012
"""Room between two nodes, as a share of the height."""
LINE, PAD = 0.155, 0.1
"""Room for one line of a label, and between two labels [in]."""
BAR, LEAD = 0.02, 0.03
"""The width of a node, and of the line that leads from it to its label."""
KINDS = (("lost", 0.62, words.NO_PART), ("baseline", 0.32, words.HAD_A_PART))
"""Ribbons: ink, strength and words."""

Bands = dict[str, tuple[float, float]]


def blame(ax: Axes, frame: DataFrame) -> None:
    """Draw a ribbon for each row from where failures started to the team that was blamed.

    Nodes and ribbons are to scale on both sides; labels that have no room beside their node stand
    above or below it. Columns: `origin`, `side` (of the origin), `blamed`, `wrong` (whether that
    team had no part in it), `per_100` (of 100 failures). Rows are in the order of the columns to be
    drawn.
    """
    ax.set_xlim(0.0, 1.0)
    ax.set_ylim(1.0, -0.5 / _inches(ax))
    clear(ax, x=False)
    left, right = (0.46, 0.66) if narrow(ax) else (0.36, 0.64)
    nodes = {column: _sizes(frame, column) for column in ("origin", "blamed")}
    gaps = max(len(sizes) for sizes in nodes.values()) - 1
    scale = (1.0 - GAP * max(0, gaps)) / max(sum(nodes["origin"].values()), 1e-9)
    started, blamed = (_bands(sizes, scale) for sizes in nodes.values())
    _heads(ax, left, right)
    _legend(ax)
    _ribbons(ax, frame, started, blamed, (left, right))
    sides = dict(zip(frame["origin"], frame["side"], strict=True))
    for name, (top, bottom) in started.items():
        _node(ax, left - BAR, top, bottom, ink(sides[name]).colour, ink(sides[name]).hatch)
    for top, bottom in blamed.values():
        _node(ax, right, top, bottom, INKS["baseline"].colour, "")
    _labels(ax, left - BAR, started, nodes["origin"], "right")
    _labels(ax, right + BAR, blamed, nodes["blamed"], "left")


def _inches(ax: Axes) -> float:
    return float(ax.get_window_extent().height / 72.0)


def _sizes(frame: DataFrame, column: str) -> dict[str, float]:
    sizes: dict[str, float] = {}
    for row in records(frame):
        sizes[row[column]] = sizes.get(row[column], 0.0) + float(row["per_100"])
    return sizes


def _bands(sizes: Mapping[str, float], scale: float) -> Bands:
    """Return where each node stands, as high as its share of the failures."""
    free = 1.0 - GAP * (len(sizes) - 1) - scale * sum(sizes.values())
    bands, y = {}, 0.5 * free
    for name, size in sizes.items():
        bands[name] = (y, y + scale * size)
        y += scale * size + GAP
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


def _labels(ax: Axes, x: float, bands: Bands, sizes: Mapping[str, float], side: str) -> None:
    """Write each node's name and number as near to it as the others leave room."""
    out = -LEAD if side == "right" else LEAD
    room = (x if side == "right" else 1.0 - x) - LEAD - 0.01
    said = {
        name: [*lines(ax, words.place(name), room, 2, SMALL), words.number(sizes[name])]
        for name in bands
    }
    unit = _inches(ax)
    high = [(LINE * len(text) + PAD) / unit for text in said.values()]
    spots = spread([0.5 * (top + bottom) for top, bottom in bands.values()], high)
    for (name, text), spot in zip(said.items(), spots, strict=True):
        middle = 0.5 * sum(bands[name])
        ax.plot((x, x + 0.8 * out), (middle, spot), color=QUIET, linewidth=0.6, clip_on=False)
        for index, line in enumerate(text):
            y = spot + (index - 0.5 * (len(text) - 1)) * LINE / unit
            quiet = index == len(text) - 1
            write(ax, x + out, y, line, ha=side, fontsize=SMALL, color=QUIET if quiet else INK)


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
    curve = (Path.MOVETO, *(Path.CURVE4,) * 3, Path.LINETO, *(Path.CURVE4,) * 3, Path.CLOSEPOLY)
    x0, x1 = between
    middle = 0.5 * (x0 + x1)
    whole = float(frame["per_100"].sum()) or 1.0
    scale = sum(bottom - top for top, bottom in started.values()) / whole
    for row in records(frame):
        spans = []
        for column, bands in (("origin", started), ("blamed", blamed)):
            start = ends.get((column, row[column]), bands[row[column]][0])
            end = start + scale * float(row["per_100"])
            ends[column, row[column]] = end
            spans.append((start, end))
        (a, b), (c, d) = spans
        points: Any = [(x0, a), (middle, a), (middle, c), (x1, c),
                       (x1, d), (middle, d), (middle, b), (x0, b), (x0, a)]  # fmt: skip
        side, strength, _ = KINDS[0] if row["wrong"] else KINDS[1]
        ax.add_patch(PathPatch(Path(points, curve), facecolor=INKS[side].colour, alpha=strength,
                               edgecolor=PAPER, linewidth=0.3))  # fmt: skip


def _inches_of(frame: DataFrame, slim: bool) -> float:
    """Return the height at which all labels of the longer column have room."""
    signs = 18 if slim else 32
    column = max(
        sum(PAD + LINE * (2 if len(str(name)) <= signs else 3) for name in set(frame[side]))
        for side in ("origin", "blamed")
    )
    return 0.6 + max(column, 2.2)


BLAME = Drawing(name="blame", draw=blame, inches=_inches_of, foot=0.5)
